import type { EpochMs } from "../interval/index.ts";
import type { BlockBalance, BlockDraw, BlockRules, HourBlock, QuotaUse } from "./time-billing.ts";

type OpenBlock = HourBlock & { expiresMs: EpochMs; usedMinutes: number; hasRolledOver: boolean };

/** Prepaid blocks and what was used of them so far; told of purchases and uses in the order of time. */
export type BlockLedger = { readonly rules: BlockRules; readonly blocks: OpenBlock[] };

export function openBlockLedger(rules: BlockRules): BlockLedger {
  return { rules, blocks: [] };
}

/** Another block; where the rules say so, those that have not expired yet live on longer, once each. */
export function buyBlock({ rules, blocks }: BlockLedger, bought: HourBlock): void {
  if (rules.rollOverMonths > 0) {
    for (const block of blocks) {
      if (block.expiresMs <= bought.atMs || block.hasRolledOver) continue;
      block.hasRolledOver = true;
      block.expiresMs = monthsAfter(block.expiresMs, rules.rollOverMonths, rules.timeZone);
    }
  }
  blocks.push({ ...bought, usedMinutes: 0, hasRolledOver: false });
}

/**
 * Draws minutes from the blocks that are valid at that moment; what they do not cover is overage. Where blocks renew
 * themselves, another is bought whenever the next minute would leave fewer than the rules want, so that there is no
 * overage; not before the first block was bought by somebody, and never for nothing but the passing of time.
 */
export function useBlocks(ledger: BlockLedger, use: QuotaUse): BlockDraw {
  const { renewal } = ledger.rules;
  if (renewal === undefined || renewal.minutes <= 0 || ledger.blocks.length === 0) {
    const overageMinutes = draw(ledger, use.atMs, use.minutes);
    return { useId: use.id, minutes: use.minutes, overageMinutes, renewed: [] };
  }
  const renewed: HourBlock[] = [];
  let wanted = use.minutes;
  for (;;) {
    const spareMinutes = minutesLeft(ledger, use.atMs) - renewal.belowMinutes;
    const now = Math.min(wanted, Math.max(0, spareMinutes));
    draw(ledger, use.atMs, now);
    wanted -= now;
    if (wanted === 0 && spareMinutes >= 0) break;
    const block = {
      id: `${use.id}/${renewed.length + 1}`,
      atMs: use.atMs,
      minutes: renewal.minutes,
      expiresMs: monthsAfter(use.atMs, renewal.validMonths, ledger.rules.timeZone),
    };
    buyBlock(ledger, block);
    renewed.push(block);
  }
  return { useId: use.id, minutes: use.minutes, overageMinutes: 0, renewed };
}

/** Minutes that can still be used at a moment. */
export function minutesLeft({ blocks }: BlockLedger, atMs: EpochMs): number {
  let left = 0;
  for (const block of blocks) if (isValid(block, atMs)) left += block.minutes - block.usedMinutes;
  return left;
}

/** Every block as it stands at a moment, the oldest first. */
export function listBlocks({ blocks }: BlockLedger, atMs: EpochMs): readonly BlockBalance[] {
  return blocks.toSorted(byAge).map(({ id, minutes, usedMinutes, expiresMs }) => {
    const restMinutes = minutes - usedMinutes;
    const isExpired = expiresMs <= atMs;
    return {
      id,
      minutes,
      usedMinutes,
      leftMinutes: isExpired ? 0 : restMinutes,
      expiredMinutes: isExpired ? restMinutes : 0,
      expiresMs,
    };
  });
}

/** How many blocks `useBlocks` would buy by itself, from the minutes that are left and those wanted. */
export function countRenewals(
  { belowMinutes, minutes }: Pick<NonNullable<BlockRules["renewal"]>, "belowMinutes" | "minutes">,
  leftMinutes: number,
  wantedMinutes: number,
): number {
  if (minutes <= 0) return 0;
  return Math.max(0, Math.ceil((belowMinutes + wantedMinutes - leftMinutes) / minutes));
}

/** Gives back what could not be drawn. */
function draw({ rules, blocks }: BlockLedger, atMs: EpochMs, minutes: number): number {
  const direction = rules.consume === "newestFirst" ? -1 : 1;
  let wanted = minutes;
  const valid = blocks.filter((block) => isValid(block, atMs));
  for (const block of valid.sort(
    (a, b) => direction * (a.atMs - b.atMs) || a.expiresMs - b.expiresMs || byId(a, b),
  )) {
    const taken = Math.min(wanted, block.minutes - block.usedMinutes);
    block.usedMinutes += taken;
    wanted -= taken;
  }
  return wanted;
}

function isValid(block: HourBlock, atMs: EpochMs): boolean {
  return block.atMs <= atMs && block.expiresMs > atMs;
}

function monthsAfter(atMs: EpochMs, months: number, timeZone: string): EpochMs {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).add({ months })
    .epochMilliseconds;
}

function byAge(a: OpenBlock, b: OpenBlock): number {
  return a.atMs - b.atMs || byId(a, b);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
