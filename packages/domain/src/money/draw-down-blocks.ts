import type { BlockAccount, BlockDraw, HourBlock, QuotaUse } from "./time-billing.ts";

type OpenBlock = HourBlock & { usedMinutes: number };

/**
 * Prepaid blocks of hours as they are used: each use draws, in the order of time, from the blocks
 * valid at its moment, those that expire first before the others; what they do not cover is overage.
 * Uses and blocks told twice (same `id`) count once; what comes after `until` has not happened.
 */
export function drawDownBlocks(
  blocks: readonly HourBlock[],
  uses: readonly QuotaUse[],
  until: Temporal.Instant,
): BlockAccount {
  const untilMs = until.epochMilliseconds;
  const open = distinct(blocks)
    .filter((block) => block.atMs <= untilMs)
    .map((block): OpenBlock => ({ ...block, usedMinutes: 0 }))
    .toSorted((a, b) => a.expiresMs - b.expiresMs || a.atMs - b.atMs || byId(a, b));
  const draws = distinct(uses)
    .filter((use) => use.atMs <= untilMs)
    .toSorted((a, b) => a.atMs - b.atMs || byId(a, b))
    .map((use) => drawUse(open, use));
  const balances = open
    .toSorted((a, b) => a.atMs - b.atMs || byId(a, b))
    .map((block) => {
      const restMinutes = block.minutes - block.usedMinutes;
      const isExpired = block.expiresMs <= untilMs;
      return {
        id: block.id,
        usedMinutes: block.usedMinutes,
        leftMinutes: isExpired ? 0 : restMinutes,
        expiredMinutes: isExpired ? restMinutes : 0,
      };
    });
  const leftMinutes = balances.reduce((sum, block) => sum + block.leftMinutes, 0);
  return { blocks: balances, draws, leftMinutes };
}

function drawUse(open: readonly OpenBlock[], use: QuotaUse): BlockDraw {
  let wanted = use.minutes;
  for (const block of open) {
    if (block.atMs > use.atMs || block.expiresMs <= use.atMs) continue;
    const taken = Math.min(wanted, block.minutes - block.usedMinutes);
    block.usedMinutes += taken;
    wanted -= taken;
  }
  return { useId: use.id, minutes: use.minutes, overageMinutes: wanted };
}

function distinct<T extends { readonly id: string }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((one) => [one.id, one])).values()];
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
