import type { EpochMs } from "../interval/index.ts";
import type { Told, TellingReading, TellingRules } from "./found-software.ts";

/**
 * Whether the customer was told, in time, of something that was found (ba-10). He is told once every channel that the
 * clause names has carried it; of each the first time after it was found counts, and the last moment is still in time.
 */
export function judgeTelling(
  { clause, withinMs, channels }: TellingRules,
  foundMs: EpochMs,
  told: readonly Told[],
  now: Temporal.Instant,
): TellingReading {
  const dueMs = foundMs + withinMs;
  const nowMs = now.epochMilliseconds;
  const carried = channels.map((channel) =>
    Math.min(
      ...told
        .filter((one) => one.channel === channel && one.atMs >= foundMs && one.atMs <= nowMs)
        .map(({ atMs }) => atMs),
    ),
  );
  const missing = channels.filter((_, k) => carried[k] === Number.POSITIVE_INFINITY);
  if (missing.length > 0) {
    return { clause, state: nowMs > dueMs ? "late" : "due", dueMs, missing };
  }
  const toldMs = Math.max(foundMs, ...carried);
  return { clause, state: toldMs > dueMs ? "late" : "told", dueMs, toldMs, missing };
}
