import { monthOf } from "../calendar/index.ts";
import type { ClauseTerm, Topic } from "../catalogue/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { coveredMinutes, entitlementsOf, isPointReached, weighWork } from "../contract/index.ts";
import type { DecisionFacts } from "../contract/index.ts";
import { drawDownPeriods, quotaPeriodOf } from "../money/index.ts";
import type { QuotaRules } from "../money/index.ts";
import type { Course } from "./course.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Timed, World } from "./world.ts";

const PERIOD_MONTHS = { month: 1, quarter: 3, year: 12 } as const;

type QuotaTerm = ClauseTerm<"hourQuota">;

/** How a quota stands at a moment, before the work that is asked about. */
type Standing = {
  readonly found: QuotaTerm;
  readonly period: string;
  readonly used: Map<string, number>;
  readonly usedMinutes: number;
  readonly carriedMinutes: number;
};

/** What is on record about the hours in the fee that cover this work; nothing where none do. */
export function quotaFacts(
  course: Course,
  atMs: number,
  topics: readonly Topic[],
): Pick<DecisionFacts, "quotaHoursUsed" | "quotaHoursCarried"> {
  const standing = standingAt(course, atMs, topics);
  if (standing === undefined) return {};
  const { usedMinutes, carriedMinutes } = standing;
  return { quotaHoursUsed: usedMinutes / 60, quotaHoursCarried: carriedMinutes / 60 };
}

/**
 * Minutes of the work that the hours in the fee cover, where the decision was theirs; they are used up then, and the
 * customer is warned of each point that they reach with it (dk-23).
 */
export function fromQuota(
  course: Course,
  { atMs, topics, minutes }: Timed<EventOf<"work">>,
  clause: string,
): number {
  const standing = standingAt(course, atMs, topics);
  if (standing === undefined || standing.found.clause.id !== clause) return 0;
  const { found, period, used, usedMinutes, carriedMinutes } = standing;
  const leftMinutes = Math.max(0, found.term.hours * 60 + carriedMinutes - usedMinutes);
  const { catalogue, selection } = course.world;
  const entitlements = entitlementsOf(catalogue, selection);
  const work = { topics, startMs: atMs, minutes };
  const wanted = Math.round(weighWork(entitlements, found.term, work));
  const drawn = Math.min(leftMinutes, wanted);
  used.set(period, usedMinutes + drawn);
  warn(course, atMs, standing, usedMinutes + drawn);
  return coveredMinutes(entitlements, found.term, work, leftMinutes);
}

/** Once per period and point, since what is used of a period only grows. */
function warn({ lines }: Course, atMs: number, standing: Standing, used: number): void {
  const { found, period, usedMinutes, carriedMinutes } = standing;
  const { clause, term } = found;
  const granted = term.hours * 60 + carriedMinutes;
  const name = periodName(term.period, period);
  for (const percent of term.warnAtPercent.toSorted((a, b) => a - b)) {
    if (isPointReached(percent, granted, usedMinutes)) continue;
    if (!isPointReached(percent, granted, used)) continue;
    lines.push({
      atMs,
      kind: "act",
      clause: clause.id,
      what: `${percent} % of the hours of ${name} are used: ${used} of ${granted} min`,
      code: "quota-warning",
      facts: { percent, period: name, used, granted },
    });
  }
}

/** `2027-04`, `2027-Q2` or `2027`, from the first month of the period. */
function periodName(kind: keyof typeof PERIOD_MONTHS, month: string): string {
  const year = month.slice(0, 4);
  if (kind === "year") return year;
  return kind === "month" ? month : `${year}-Q${(Number(month.slice(5)) + 2) / 3}`;
}

function standingAt(
  { world, quotaMinutes }: Course,
  atMs: number,
  topics: readonly Topic[],
): Standing | undefined {
  const found = listTerms(world.catalogue, world.selection, "hourQuota").find(({ term }) =>
    term.covers.some((topic) => topics.includes(topic)),
  );
  if (found === undefined) return undefined;
  const rules = rulesOf(world, found);
  const used = quotaMinutes.get(found.clause.id) ?? new Map<string, number>();
  quotaMinutes.set(found.clause.id, used);
  const period = quotaPeriodOf(rules, monthOf(world.timeZone, atMs));
  const first = monthOf(world.timeZone, Math.min(world.agreed.fromMs, atMs));
  const now = drawDownPeriods(rules, used, first, period).at(-1);
  return {
    found,
    period,
    used,
    usedMinutes: used.get(period) ?? 0,
    carriedMinutes: now?.carriedInMinutes ?? 0,
  };
}

function rulesOf({ timeZone }: World, { clause, term }: QuotaTerm): QuotaRules {
  const { hours, period, unused } = term;
  const rolls = unused.rule === "rollsOver" ? unused : undefined;
  return {
    clause: clause.id,
    minutesPerPeriod: hours * 60,
    periodMonths: PERIOD_MONTHS[period],
    timeZone,
    rollOverMonths: rolls?.months ?? 0,
    ...(rolls?.maximumHours !== undefined && { rollOverCapMinutes: rolls.maximumHours * 60 }),
  };
}
