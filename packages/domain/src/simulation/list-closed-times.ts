import { compileCalendar, openingsWithin } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { calendarSpecOf } from "../contract/index.ts";
import type { Interval } from "../interval/index.ts";
import { subtractIntervals } from "../interval/index.ts";
import type { Scenario } from "./scenario.ts";
import { makeWorld } from "./world.ts";

/** When nobody is at work, by the clause that says the hours; for pictures. */
export type ClosedTimes = { readonly clause: string; readonly intervals: readonly Interval[] };

/** Whose hours are meant by "service time" where a contract has several: the work's, then the house's, then the intake's. */
const PURPOSES = ["service", "openingHours", "faultIntake"] as const;

/**
 * The time of a scenario outside the contract's service time, in order; undefined where the contract names no hours or
 * somebody is always there. @throws RangeError for a plan that the catalogue does not have.
 */
export function listClosedTimes(catalogue: Catalogue, scenario: Scenario): ClosedTimes | undefined {
  const { selection, span } = makeWorld(catalogue, scenario);
  const hours = listTerms(catalogue, selection, "serviceHours");
  const chosen = PURPOSES.flatMap((purpose) =>
    hours.filter(({ term }) => term.purpose === purpose),
  );
  const [first] = chosen;
  if (first === undefined) return undefined;
  const calendar = compileCalendar(calendarSpecOf(catalogue, first.term.calendar));
  const intervals = subtractIntervals([span], openingsWithin(calendar, span));
  return intervals.length === 0 ? undefined : { clause: first.clause.id, intervals };
}
