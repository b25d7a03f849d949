import { buyBlock, listBlocks, openBlockLedger, useBlocks } from "./block-ledger.ts";
import type { BlockAccount, BlockDraw, BlockRules, HourBlock, QuotaUse } from "./time-billing.ts";

/**
 * Prepaid blocks of hours as they are used, from all purchases and uses at once, in any order. Blocks and uses told twice
 * (same `id`) count once; what comes after `until` has not happened; what is bought at a moment can be used at it.
 */
export function drawDownBlocks(
  rules: BlockRules,
  blocks: readonly HourBlock[],
  uses: readonly QuotaUse[],
  until: Temporal.Instant,
): BlockAccount {
  const untilMs = until.epochMilliseconds;
  const ledger = openBlockLedger(rules);
  const bought = inOrder(blocks, untilMs);
  const draws: BlockDraw[] = [];
  let next = 0;
  const buyUntil = (atMs: number): void => {
    for (let block = bought[next]; block && block.atMs <= atMs; block = bought[next]) {
      buyBlock(ledger, block);
      next += 1;
    }
  };
  for (const use of inOrder(uses, untilMs)) {
    buyUntil(use.atMs);
    draws.push(useBlocks(ledger, use));
  }
  buyUntil(untilMs);
  const balances = listBlocks(ledger, untilMs);
  const leftMinutes = balances.reduce((sum, block) => sum + block.leftMinutes, 0);
  return { blocks: balances, draws, leftMinutes };
}

function inOrder<T extends { readonly id: string; readonly atMs: number }>(
  list: readonly T[],
  untilMs: number,
): readonly T[] {
  return [...new Map(list.map((one) => [one.id, one])).values()]
    .filter(({ atMs }) => atMs <= untilMs)
    .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}
