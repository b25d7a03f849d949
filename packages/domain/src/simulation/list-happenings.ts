import type { Catalogue } from "../catalogue/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import type { Scenario } from "./scenario.ts";
import { eventsOf, makeWorld, momentMs } from "./world.ts";
import type { Timed, World } from "./world.ts";

const MINUTE_MS = 60_000;

/** Something of a scenario with its place in time, for pictures: `fromMs` to `toMs`, the same where it is a moment. */
export type Happening = {
  /** Its place in the scenario's list of events. */
  readonly index: number;
  readonly event: ScenarioEvent["event"];
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly machine?: number;
  /** When it became known, where that is another moment: an announcement's publication. */
  readonly toldMs?: EpochMs;
  /** What it is about: the service, the ticket, the cause. Words of the scenario, not sentences. */
  readonly name: string;
  /** A closed word that says more, where the event has one: a cause, a channel, a state. */
  readonly word?: string;
};

/** Everything that happens in a scenario, by time. @throws RangeError for a plan that the catalogue does not have. */
export function listHappenings(catalogue: Catalogue, scenario: Scenario): readonly Happening[] {
  const world = makeWorld(catalogue, scenario);
  return world.events
    .map((event) => ({ index: event.index, event: event.event, ...placed(world, event) }))
    .toSorted((a, b) => a.fromMs - b.fromMs || a.index - b.index);
}

type Placed = Omit<Happening, "index" | "event">;

function placed(world: World, event: Timed<ScenarioEvent>): Placed {
  const { atMs } = event;
  const moment = (name: string, word?: string): Placed => ({
    fromMs: atMs,
    toMs: atMs,
    name,
    ...(word !== undefined && { word }),
  });
  const stretch = (minutes: number, name: string, machine = 1, word?: string): Placed => ({
    ...moment(name, word),
    toMs: atMs + minutes * MINUTE_MS,
    machine,
  });
  switch (event.event) {
    case "outage":
      return stretch(event.minutes, event.service ?? "", event.machine, event.cause);
    case "alarm":
      return stretch(event.minutes, event.check, event.machine, event.state);
    case "gap":
    case "silence":
      return stretch(event.minutes, "", event.machine);
    case "announcement": {
      const fromMs = momentMs(event.starts, world.timeZone);
      return { fromMs, toMs: fromMs + event.minutes * MINUTE_MS, toldMs: atMs, name: event.id };
    }
    case "ticket":
      return { ...moment(event.id, event.channel), toMs: lastStepMs(world, event.id, atMs) };
    case "step":
      return moment(event.ticket, event.step);
    case "work":
      return { ...stretch(event.minutes, event.ticket, 1, event.topics[0]) };
    case "use":
      return moment(event.thing ?? event.metric ?? "", String(event.amount));
    case "happens":
      return moment(event.on);
    case "backup":
      return moment("", event.ok ? "good" : "failed");
    case "update":
      return moment(event.id);
    case "report":
      return moment(event.name);
    case "buy":
      return moment(event.price, String(event.hours));
    case "ask":
      return moment(event.request.kind);
    default:
      return moment("");
  }
}

/** A ticket is drawn up to the last thing that happened to it. */
function lastStepMs(world: World, ticket: string, fromMs: EpochMs): EpochMs {
  const steps = eventsOf(world, "step").filter((step) => step.ticket === ticket);
  return Math.max(fromMs, ...steps.map(({ atMs }) => atMs));
}
