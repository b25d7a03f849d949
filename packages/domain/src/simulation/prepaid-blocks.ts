import type { EpochMs } from "../interval/index.ts";

/** A block of prepaid minutes and how much of it is left. */
export type PrepaidBlock = { expiresMs: EpochMs; leftMinutes: number; rolledOver?: true };

/** Minutes that can still be used at a moment. */
export function leftAt(blocks: readonly PrepaidBlock[], atMs: EpochMs): number {
  let left = 0;
  for (const block of blocks) if (block.expiresMs > atMs) left += block.leftMinutes;
  return left;
}

/** Takes minutes from the oldest block that has not expired; gives back what could not be taken. */
export function drawFrom(blocks: readonly PrepaidBlock[], atMs: EpochMs, minutes: number): number {
  let wanted = minutes;
  for (const block of blocks) {
    if (block.expiresMs <= atMs) continue;
    const taken = Math.min(block.leftMinutes, wanted);
    block.leftMinutes -= taken;
    wanted -= taken;
  }
  return wanted;
}

/** What is left of blocks that have not expired when another is bought stays good for so many months more, once. */
export function rollOver(
  blocks: readonly PrepaidBlock[],
  atMs: EpochMs,
  months: number,
  timeZone: string,
): void {
  for (const block of blocks) {
    if (block.expiresMs <= atMs || block.rolledOver) continue;
    block.rolledOver = true;
    block.expiresMs = Temporal.Instant.fromEpochMilliseconds(block.expiresMs)
      .toZonedDateTimeISO(timeZone)
      .add({ months }).epochMilliseconds;
  }
}

/** Minutes as the contract counts them: whole units, and never fewer than the least. */
export function countedMinutes(
  minutes: number,
  units: { readonly unitMinutes: number; readonly minimumUnits: number } | undefined,
): number {
  if (units === undefined) return minutes;
  const whole = Math.ceil(minutes / units.unitMinutes);
  return Math.max(whole, units.minimumUnits) * units.unitMinutes;
}
