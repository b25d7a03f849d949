import type { ScenarioEvent } from "./scenario-event.ts";
import type { RandomYears, Scenario } from "./scenario.ts";
import { drawCount, drawLength, drawWeighted, seededRandom } from "./seeded-random.ts";
import type { Random } from "./seeded-random.ts";
import { makeWorld } from "./world.ts";
import type { World } from "./world.ts";
import type { Catalogue } from "../catalogue/index.ts";

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;
/** Announced work is told this long ahead: longer than any notice that published terms ask for. */
const NOTICE_MS = 14 * DAY_MS;
/** Nothing that chance draws lasts longer than a month. */
const LONGEST_MINUTES = 31 * 24 * 60;

/** The scenario with the events that chance gives it for this seed, on top of its own. @throws RangeError without `random`. */
export function drawYear(catalogue: Catalogue, scenario: Scenario, seed: string): Scenario {
  const { random: rules } = scenario;
  if (rules === undefined) throw new RangeError("the scenario says nothing about chance (random)");
  const world = makeWorld(catalogue, scenario);
  const random = seededRandom(`${catalogue.id} ${seed}`);
  const events: ScenarioEvent[] = [...scenario.events];
  const years = (world.span.toMs - world.span.fromMs) / (YEAR_DAYS * DAY_MS);
  const claims = random() * 100 < rules.claimedPercent;
  for (let machine = 1; machine <= world.machines; machine += 1) {
    const count = drawCount(random, rules.outagesPerMachineYear * years);
    for (let k = 0; k < count; k += 1) {
      events.push(...drawOutage(world, rules, random, machine, k, claims));
    }
  }
  return { ...scenario, events };
}

function drawOutage(
  world: World,
  rules: RandomYears,
  random: Random,
  machine: number,
  number: number,
  claims: boolean,
): readonly ScenarioEvent[] {
  const { fromMs, toMs } = world.span;
  const atMs = fromMs + Math.floor((random() * (toMs - fromMs)) / 1000) * 1000;
  const exact = drawLength(random, rules.medianMinutes, rules.spread);
  const minutes = Math.min(LONGEST_MINUTES, Math.max(0.1, Math.round(exact * 10) / 10));
  const causes = rules.causes as [RandomYears["causes"][number], ...RandomYears["causes"]];
  const { cause } = drawWeighted(random, causes);
  const id = `m${machine}-${number + 1}`;
  const isAnnounced = random() * 100 < rules.announcedPercent;
  const events: ScenarioEvent[] = [
    {
      at: instantText(atMs),
      event: "outage",
      id,
      machine,
      cause,
      minutes,
      detectedAfterSeconds: 30,
      reportedAfterMinutes: 15,
      closedAfterMinutes: 20,
    },
  ];
  if (cause === "plannedWork" && isAnnounced) {
    events.push({
      at: instantText(atMs - NOTICE_MS),
      event: "announcement",
      id: `work-${id}`,
      starts: instantText(atMs),
      minutes,
    });
  }
  // Whoever claims does so the day after it was over, for each outage by itself.
  if (claims) {
    events.push({
      at: instantText(atMs + minutes * 60_000 + DAY_MS),
      event: "claim",
      outages: [id],
    });
  }
  return events;
}

function instantText(atMs: number): string {
  return new Date(Math.floor(atMs / 1000) * 1000).toISOString().replace(".000Z", "Z");
}
