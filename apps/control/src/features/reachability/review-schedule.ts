import type { Silence } from "./review-silences.ts";

const OFTEN_MS = 2 * 60 * 1000;
const SELDOM_MS = 60 * 1000;
const RARELY_MS = 10 * 60 * 1000;
const REPLAY_MS = 2 * 3600 * 1000;

/**
 * Remembers when each silence was looked at last: every round in the first minutes after it ended, every minute while
 * a full spool may replay, every ten minutes after that. Losing this memory costs a few reads.
 */
export function openReviews(): { due(silences: readonly Silence[], nowMs: number): Silence[] } {
  let seen = new Map<string, number>();
  return {
    due: (silences, nowMs) => {
      const next = new Map<string, number>();
      const due = silences.filter((silence) => {
        const key = `${silence.serverId} ${silence.fromMs} ${silence.toMs}`;
        const last = seen.get(key);
        const isDue = last === undefined || nowMs - last >= pauseFor(nowMs - silence.toMs);
        next.set(key, isDue ? nowMs : last);
        return isDue;
      });
      seen = next;
      return due;
    },
  };
}

function pauseFor(endedAgoMs: number): number {
  if (endedAgoMs < OFTEN_MS) return 0;
  return endedAgoMs < REPLAY_MS ? SELDOM_MS : RARELY_MS;
}
