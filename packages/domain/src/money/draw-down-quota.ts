import { addMonths, monthOf } from "../calendar/index.ts";
import type { QuotaMonth, QuotaRules, QuotaUse } from "./time-billing.ts";

/** Minutes granted in one month and not used yet. */
type Bucket = { readonly month: string; left: number };

const MONTHS_AT_MOST = 1_200;

/**
 * Prepaid minutes month by month (dk-23). Carried minutes are used before the month's own, the
 * oldest first; what is used beyond them is overage. Minutes lapse at the end of the last month
 * they live in, and beyond the cap on carrying the oldest lapse first. For every month
 * granted + carried in = (used − overage) + expired + left. Repeated uses (same `id`) count once.
 * Months are `YYYY-MM`, both ends included; at most a hundred years.
 */
export function drawDownQuota(
  rules: QuotaRules,
  uses: readonly QuotaUse[],
  fromMonth: string,
  toMonth: string,
): readonly QuotaMonth[] {
  const used = minutesByMonth(rules, uses);
  const months: QuotaMonth[] = [];
  let buckets: Bucket[] = [];
  for (
    let month = fromMonth;
    month <= toMonth && months.length < MONTHS_AT_MOST;
    month = addMonths(month, 1)
  ) {
    const carriedInMinutes = leftIn(buckets);
    buckets.push({ month, left: rules.minutesPerMonth });
    const usedMinutes = used.get(month) ?? 0;
    const overageMinutes = draw(buckets, usedMinutes);
    const before = leftIn(buckets);
    buckets = carryOver(rules, buckets, month);
    const leftMinutes = leftIn(buckets);
    months.push({
      month,
      grantedMinutes: rules.minutesPerMonth,
      carriedInMinutes,
      usedMinutes,
      overageMinutes,
      expiredMinutes: before - leftMinutes,
      leftMinutes,
    });
  }
  return months;
}

function minutesByMonth(rules: QuotaRules, uses: readonly QuotaUse[]): ReadonlyMap<string, number> {
  const byMonth = new Map<string, number>();
  for (const use of new Map(uses.map((entry) => [entry.id, entry])).values()) {
    const month = monthOf(rules.timeZone, use.atMs);
    byMonth.set(month, (byMonth.get(month) ?? 0) + use.minutes);
  }
  return byMonth;
}

function leftIn(buckets: readonly Bucket[]): number {
  let sum = 0;
  for (const bucket of buckets) sum += bucket.left;
  return sum;
}

/** Takes from the oldest first; gives back what could not be taken. */
function draw(buckets: readonly Bucket[], minutes: number): number {
  let wanted = minutes;
  for (const bucket of buckets) {
    const taken = Math.min(bucket.left, wanted);
    bucket.left -= taken;
    wanted -= taken;
  }
  return wanted;
}

/** What lives on after the end of a month. */
function carryOver(rules: QuotaRules, buckets: readonly Bucket[], month: string): Bucket[] {
  const alive = buckets.filter(
    (bucket) => bucket.left > 0 && addMonths(bucket.month, rules.rollOverMonths) > month,
  );
  const excess = leftIn(alive) - (rules.rollOverCapMinutes ?? Number.POSITIVE_INFINITY);
  if (excess > 0) draw(alive, excess);
  return alive;
}
