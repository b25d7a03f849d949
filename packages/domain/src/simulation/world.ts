import { epochDay, startOfDate } from "../calendar/index.ts";
import type { Catalogue, Plan, Selection } from "../catalogue/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import type { Scenario } from "./scenario.ts";

/** An event with its moment worked out; `index` is its place in the scenario. */
export type Timed<Event extends ScenarioEvent = ScenarioEvent> = Event & {
  readonly atMs: EpochMs;
  readonly index: number;
};

/** A scenario made ready to be played. */
export type World = {
  readonly catalogue: Catalogue;
  readonly plan: Plan;
  readonly selection: Selection;
  /** How many of each option are booked. */
  readonly counts: ReadonlyMap<string, number>;
  readonly machines: number;
  readonly timeZone: string;
  /** What is played. */
  readonly span: Interval;
  /** The part of it in which the contract runs. */
  readonly agreed: Interval;
  readonly events: readonly Timed[];
  /** The same by kind, so that asking for one kind does not look at all of them. */
  readonly byKind: ReadonlyMap<ScenarioEvent["event"], readonly Timed[]>;
  readonly scenario: Scenario;
};

/** @throws RangeError for a plan that the catalogue does not have; everything else was checked on load. */
export function makeWorld(catalogue: Catalogue, scenario: Scenario): World {
  const { contract } = scenario;
  const plan = catalogue.plans.find(({ id }) => id === contract.plan);
  if (plan === undefined) {
    const known = catalogue.plans.map(({ id }) => id).join(", ");
    throw new RangeError(`catalogue ${catalogue.id} has no plan ${contract.plan}; it has ${known}`);
  }
  const { timeZone } = catalogue.provider;
  const start = (date: string): EpochMs => startOfDate(timeZone, epochDay(date));
  const span = { fromMs: start(scenario.from), toMs: start(scenario.to) };
  const agreed = {
    fromMs: Math.max(span.fromMs, contract.from === undefined ? span.fromMs : start(contract.from)),
    toMs: Math.min(span.toMs, contract.to === undefined ? span.toMs : start(contract.to)),
  };
  const counts = new Map<string, number>();
  for (const [option, booked] of Object.entries(contract.options ?? {})) {
    if (booked !== false && booked !== 0) counts.set(option, booked === true ? 1 : booked);
  }
  const events = timeEvents(scenario.events, timeZone);
  return {
    catalogue,
    plan,
    selection: { plan: plan.id, level: contract.level, options: [...counts.keys()] },
    counts,
    machines: contract.machines ?? 1,
    timeZone,
    span,
    agreed,
    events,
    byKind: Map.groupBy(events, ({ event }) => event),
    scenario,
  };
}

/** By time, then as written: the order in the file decides only between events of one moment. */
function timeEvents(events: readonly ScenarioEvent[], timeZone: string): readonly Timed[] {
  return events
    .map((event, index) => ({ ...event, atMs: momentMs(event.at, timeZone), index }))
    .toSorted((a, b) => a.atMs - b.atMs || a.index - b.index);
}

/** `2027-04-10T12:00` in the zone, or with its own offset. A time that a clock change skips is the moment after. */
export function momentMs(text: string, timeZone: string): EpochMs {
  if (/(Z|[+-]\d{2}:\d{2})$/u.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The events of one kind, in order. */
export function eventsOf<Name extends ScenarioEvent["event"]>(
  { byKind }: Pick<World, "byKind">,
  name: Name,
): readonly Timed<Extract<ScenarioEvent, { event: Name }>>[] {
  return (byKind.get(name) ?? []) as unknown as readonly Timed<
    Extract<ScenarioEvent, { event: Name }>
  >[];
}
