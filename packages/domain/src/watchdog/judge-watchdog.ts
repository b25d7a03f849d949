import type { EpochMs } from "../interval/index.ts";
import type { WatchdogDecision, WatchdogFacts, WatchdogRules } from "./watchdog-rules.ts";

/**
 * Whether to restart a machine (msp-23): its heartbeat is lost and for 120 s there was no network
 * or disk activity; at most 3 restarts in a row, then people must look. Every moment asked for is
 * compared as "at least so long ago". A row of restarts ends once the machine gave a heartbeat long
 * enough after the last of them, or when two of them lie that far apart.
 */
export function judgeWatchdog(
  rules: WatchdogRules,
  facts: WatchdogFacts,
  now: Temporal.Instant,
): WatchdogDecision {
  const nowMs = now.epochMilliseconds;
  const restarts = [...new Set(facts.restartsMs)]
    .filter((atMs) => atMs <= nowMs)
    .toSorted(ascending);
  const restartsInRow = rowOf(rules, facts, restarts);
  const wait = reasonToWait(rules, facts, restarts.at(-1), nowMs);
  if (wait !== undefined) return { clause: rules.clause, act: "nothing", ...wait, restartsInRow };
  return restartsInRow >= rules.restartsAtMost
    ? { clause: rules.clause, act: "give-up", why: "restarts-used-up", restartsInRow }
    : { clause: rules.clause, act: "restart", why: "silent", restartsInRow };
}

function ascending(a: number, b: number): number {
  return a - b;
}

function rowOf(rules: WatchdogRules, facts: WatchdogFacts, restarts: readonly EpochMs[]): number {
  const lastMs = restarts.at(-1);
  if (lastMs === undefined) return 0;
  if ((facts.lastHeartbeatMs ?? lastMs) - lastMs >= rules.resetAfterMs) return 0;
  let row = 1;
  for (let index = restarts.length - 1; index > 0; index -= 1) {
    const gapMs = (restarts[index] ?? 0) - (restarts[index - 1] ?? 0);
    if (gapMs >= rules.resetAfterMs) break;
    row += 1;
  }
  return row;
}

type Wait = Pick<WatchdogDecision, "why" | "lookAgainMs">;

function reasonToWait(
  rules: WatchdogRules,
  facts: WatchdogFacts,
  lastRestartMs: EpochMs | undefined,
  nowMs: EpochMs,
): Wait | undefined {
  if (!facts.poweredOn) return { why: "off" };
  if (facts.suspended) return { why: "suspended" };
  const bootedMs = lastRestartMs === undefined ? -Infinity : lastRestartMs + rules.bootGraceMs;
  if (nowMs < bootedMs) return { why: "booting", lookAgainMs: bootedMs };
  const heartbeatMs = facts.lastHeartbeatMs ?? facts.watchedSinceMs;
  const lostMs = heartbeatMs + rules.heartbeatLostAfterMs;
  if (nowMs < lostMs) return { why: "heartbeat", lookAgainMs: lostMs };
  const activityMs = Math.max(
    facts.lastNetworkMs ?? facts.watchedSinceMs,
    facts.lastDiskMs ?? facts.watchedSinceMs,
  );
  const silentMs = activityMs + rules.silenceMs;
  return nowMs < silentMs ? { why: "activity", lookAgainMs: silentMs } : undefined;
}
