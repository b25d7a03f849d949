import type { Interval } from "../interval/index.ts";
import type { AvailabilityFacts, AvailabilityRules, MonthAvailability } from "./availability.ts";
import { judgeMonth } from "./judge-period.ts";
import { addPeriods, periodInterval, periodOf } from "./judged-period.ts";

/**
 * A promise over any 30 days in a row, as it came out: windows that ended inside `span` and missed the target, one for each
 * stretch of days on which they did, the worst of it (of equal ones the first). So one long outage, which spoils the windows
 * of thirty days, is missed and credited once.
 */
export function missedWindows(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  span: Interval,
): readonly MonthAvailability[] {
  const worst: MonthAvailability[] = [];
  let missedBefore = false;
  let name = periodOf(rules.timeZone, "rolling30Days", span.fromMs);
  for (;;) {
    const { toMs } = periodInterval(rules.timeZone, name);
    if (toMs > span.toMs) return worst;
    const judged = judgeMonth(rules, facts, name);
    const last = worst.at(-1);
    if (!judged.met) {
      if (!missedBefore || last === undefined) worst.push(judged);
      else if (judged.points < last.points) worst[worst.length - 1] = judged;
    }
    missedBefore = !judged.met;
    name = addPeriods(name, 1);
  }
}
