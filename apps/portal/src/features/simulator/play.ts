import { loadCatalogue, type Catalogue } from "@driftvakt/domain/catalogue";
import {
  checkExpectation,
  drawYears,
  listClosedTimes,
  listHappenings,
  loadScenario,
  reportYears,
  simulate,
  type DrawnYear,
  type Scenario,
} from "@driftvakt/domain/simulation";
import { epochDay, startOfDate } from "@driftvakt/domain/calendar";
import type {
  CatalogueFacts,
  ClauseText,
  Played,
  PlayedYears,
  Read,
  ScenarioFacts,
  Source,
  YearsWish,
} from "./worker-messages.ts";

/** Progress is told about this often, so that the page can be drawn between. */
const TELL_EVERY_MS = 120;

/** A text that cannot be played: the page shows the problems of its parts before it offers to play. */
export class Unreadable extends RangeError {}

/** The last one of each kind, since it is asked for again and again while somebody plays. */
const loaded = new Map<string, ReturnType<typeof loadCatalogue>>();

function catalogueOf({ text, fileName }: Source): ReturnType<typeof loadCatalogue> {
  const key = `${fileName}\0${text}`;
  const known = loaded.get(key);
  if (known) return known;
  const read = loadCatalogue(text, { fileName });
  loaded.clear();
  loaded.set(key, read);
  return read;
}

export function readCatalogue(source: Source): Read<CatalogueFacts> {
  const read = catalogueOf(source);
  if (!read.ok) return read;
  const { id, version, name, plans, clauses } = read.catalogue;
  const facts = {
    id,
    version,
    name,
    plans: plans.map((plan) => ({ id: plan.id, name: plan.name })),
    clauseCount: clauses.length,
    warnings: read.warnings,
  };
  return { ok: true, facts };
}

export function readScenario({ text, fileName }: Source): Read<ScenarioFacts> {
  const read = loadScenario(text, { fileName });
  if (!read.ok) return read;
  const { name, catalogue, from, to, events, contract, random } = read.scenario;
  const machines = contract.machines ?? 1;
  const eventCount = events.length;
  return { ok: true, facts: { name, catalogue, from, to, eventCount, machines, random } };
}

/** @throws RangeError where the scenario asks for what the service description does not have. */
export function playOnce(sources: { catalogue: Source; scenario: Source }): Played {
  const { catalogue, scenario } = bothOf(sources);
  const simulation = simulate(catalogue, scenario);
  const start = (date: string) => startOfDate(simulation.timeZone, epochDay(date));
  return {
    result: { ...simulation, unmet: checkExpectation(scenario.expect, simulation) },
    happenings: listHappenings(catalogue, scenario),
    closed: listClosedTimes(catalogue, scenario),
    clauses: clausesOf(catalogue),
    fromMs: start(scenario.from),
    toMs: start(scenario.to),
  };
}

/** @throws RangeError as `playOnce` does. */
export function playYears(
  sources: { catalogue: Source; scenario: Source; wish: YearsWish },
  tell: (drawn: readonly DrawnYear[]) => void,
): PlayedYears {
  const { catalogue, scenario: own } = bothOf(sources);
  const { years, seed, machines, random } = sources.wish;
  const scenario: Scenario = { ...own, contract: { ...own.contract, machines }, random };
  const drawn: DrawnYear[] = [];
  let told = 0;
  let lastMs = performance.now();
  for (const year of drawYears(catalogue, scenario, { years, seed })) {
    drawn.push(year);
    if (performance.now() - lastMs < TELL_EVERY_MS) continue;
    tell(drawn.slice(told));
    told = drawn.length;
    lastMs = performance.now();
  }
  return { report: reportYears(catalogue, scenario, { years, seed }, drawn), drawn };
}

function bothOf(sources: { catalogue: Source; scenario: Source }): {
  catalogue: Catalogue;
  scenario: Scenario;
} {
  const catalogue = catalogueOf(sources.catalogue);
  const { text, fileName } = sources.scenario;
  const scenario = loadScenario(text, { fileName });
  if (!catalogue.ok || !scenario.ok) throw new Unreadable("there are problems in the files");
  return { catalogue: catalogue.catalogue, scenario: scenario.scenario };
}

function clausesOf({ clauses }: Catalogue): Record<string, ClauseText> {
  return Object.fromEntries(
    clauses.map(({ id, kind, title, text }) => [id, { id, kind, title, text }]),
  );
}
