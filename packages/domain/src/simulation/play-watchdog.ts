import { decide } from "../contract/index.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Line, LineCode, LineFacts } from "./timeline.ts";
import { eventsOf } from "./world.ts";
import type { Timed, World } from "./world.ts";

const MINUTE_MS = 60_000;
/** A machine that lives again gives its first heartbeat this long after the restart. */
const BOOT_MS = MINUTE_MS;
/** More looks than this at one silence would be a mistake in the rules. */
const LOOKS_AT_MOST = 1_000;

/** Machines that have stopped living: when they are restarted, and when people must look (msp-23). */
export function playWatchdog(world: World): readonly Line[] {
  return eventsOf(world, "silence").flatMap((event) => playSilence(world, event));
}

function playSilence(world: World, event: Timed<EventOf<"silence">>): readonly Line[] {
  const endMs = event.atMs + event.minutes * MINUTE_MS;
  const restartsMs: number[] = [];
  const lines: Line[] = [];
  let atMs = event.atMs;
  for (let look = 0; look < LOOKS_AT_MOST && atMs < endMs; look += 1) {
    const decision = decide(
      world,
      { kind: "watchdog", facts: factsAt(event.atMs, restartsMs) },
      {},
      Temporal.Instant.fromEpochMilliseconds(atMs),
    );
    const line = (what: string, code: LineCode, facts: LineFacts): void => {
      lines.push({
        atMs,
        kind: "act",
        clause: decision.clause,
        what,
        code,
        facts,
        machine: event.machine ?? 1,
      });
    };
    if (decision.outcome === "allowed") {
      restartsMs.push(atMs);
      line(`watchdog restart ${restartsMs.length}`, "restarted", { number: restartsMs.length });
      if (restartsMs.length === event.recoversAfterRestarts) {
        atMs += BOOT_MS;
        line("lives again", "lives-again", {});
        break;
      }
      continue;
    }
    const nextMs = decision.needs?.[0]?.fromMs;
    if (nextMs === undefined) {
      line(decision.reason, "people-must-look", { reason: decision.reason });
      break;
    }
    atMs = nextMs;
  }
  return lines;
}

function factsAt(lostMs: number, restartsMs: readonly number[]) {
  return {
    poweredOn: true,
    suspended: false,
    lastHeartbeatMs: lostMs,
    lastNetworkMs: lostMs,
    lastDiskMs: lostMs,
    restartsMs,
    watchedSinceMs: 0,
  };
}
