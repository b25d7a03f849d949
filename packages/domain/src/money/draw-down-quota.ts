import { addMonths, monthOf } from "../calendar/index.ts";
import type { QuotaPeriod, QuotaRules, QuotaUse } from "./time-billing.ts";

/** Minutes granted in one period, by its first month, and not used yet. */
type Bucket = { readonly month: string; left: number };

const PERIODS_AT_MOST = 1_200;

/**
 * Prepaid minutes period by period (dk-23). Carried minutes are used before the period's own, the
 * oldest first; what is used beyond them is overage. Minutes lapse at the end of the last period
 * they live in, and beyond the cap on carrying the oldest lapse first. For every period
 * granted + carried in = (used − overage) + expired + left. Repeated uses (same `id`) count once.
 * Months are `YYYY-MM`, both ends included, and stand for the period they lie in; at most a hundred years.
 */
export function drawDownQuota(
  rules: QuotaRules,
  uses: readonly QuotaUse[],
  fromMonth: string,
  toMonth: string,
): readonly QuotaPeriod[] {
  const used = new Map<string, number>();
  for (const use of new Map(uses.map((entry) => [entry.id, entry])).values()) {
    const month = quotaPeriodOf(rules, monthOf(rules.timeZone, use.atMs));
    used.set(month, (used.get(month) ?? 0) + use.minutes);
  }
  return drawDownPeriods(rules, used, fromMonth, toMonth);
}

/** The same from the minutes used in each period, named by its first month. */
export function drawDownPeriods(
  rules: QuotaRules,
  used: ReadonlyMap<string, number>,
  fromMonth: string,
  toMonth: string,
): readonly QuotaPeriod[] {
  const periods: QuotaPeriod[] = [];
  let buckets: Bucket[] = [];
  for (
    let month = quotaPeriodOf(rules, fromMonth);
    month <= toMonth && periods.length < PERIODS_AT_MOST;
    month = addMonths(month, rules.periodMonths ?? 1)
  ) {
    const carriedInMinutes = leftIn(buckets);
    buckets.push({ month, left: rules.minutesPerPeriod });
    const usedMinutes = used.get(month) ?? 0;
    const overageMinutes = draw(buckets, usedMinutes);
    const before = leftIn(buckets);
    buckets = carryOver(rules, buckets, month);
    const leftMinutes = leftIn(buckets);
    periods.push({
      month,
      grantedMinutes: rules.minutesPerPeriod,
      carriedInMinutes,
      usedMinutes,
      overageMinutes,
      expiredMinutes: before - leftMinutes,
      leftMinutes,
    });
  }
  return periods;
}

/** The first month of the period in which a month lies: of its quarter, its year, or itself. */
export function quotaPeriodOf({ periodMonths = 1 }: QuotaRules, month: string): string {
  const number = Number(month.slice(5));
  return addMonths(month, -((number - 1) % periodMonths));
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

/** What lives on after the end of a period. */
function carryOver(rules: QuotaRules, buckets: readonly Bucket[], month: string): Bucket[] {
  const alive = buckets.filter(
    (bucket) => bucket.left > 0 && addMonths(bucket.month, rules.rollOverMonths) > month,
  );
  const excess = leftIn(alive) - (rules.rollOverCapMinutes ?? Number.POSITIVE_INFINITY);
  if (excess > 0) draw(alive, excess);
  return alive;
}
