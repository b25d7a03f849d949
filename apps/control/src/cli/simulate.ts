import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { formatProblem, loadCatalogue, type Catalogue } from "@driftvakt/domain/catalogue";
import { momentText } from "@driftvakt/domain/contract";
import { toDecimal } from "@driftvakt/domain/money";
import {
  checkExpectation,
  loadScenario,
  simulate,
  simulateYears,
  type Scenario,
  type Simulation,
  type YearsReport,
} from "@driftvakt/domain/simulation";
import { EXIT } from "../start/exit-codes.ts";
import { findCatalogue } from "../start/find-catalogue.ts";
import { StartError } from "../start/start-error.ts";
import { printJson, printTable, readArgs, UsageError, type Command } from "./command.ts";

const MOST_BYTES = 16 * 1024 * 1024;
const MOST_YEARS = 100_000;

export const simulateCommand: Command = {
  help: `
driftvakt simulate SCENARIO.yaml: plays a timeline of events against a catalogue; it needs no running control plane

Prints what the contract would have said, done, given back and charged, each with its clause.

  --json       machine-readable output
  --years N    draws N years by the scenario's "random" part instead, and reports what they would have cost
  --seed TEXT  draws other years; the same text draws the same ones (default: 1)

Exit codes: 0 as the scenario expects, 1 it shows something else, 65 scenario or catalogue cannot be read.
The format is described in docs/reference/scenario.md; test/scenarios/ holds examples.`,
  run: async (args) => {
    const { values, positionals } = readArgs(
      args,
      {
        json: { type: "boolean", default: false },
        years: { type: "string" },
        seed: { type: "string", default: "1" },
      },
      1,
    );
    const [file] = positionals;
    if (file === undefined) throw new UsageError("name a scenario: simulate SCENARIO.yaml");
    const scenario = readScenario(file);
    const catalogue = readCatalogue(scenario.catalogue, dirname(file));
    if (values.years !== undefined)
      return playYears(catalogue, scenario, yearsOf(values.years), values.seed, values.json);
    return playOnce(catalogue, scenario, values.json);
  },
};

function playOnce(catalogue: Catalogue, scenario: Scenario, json: boolean): number {
  const simulation = orSay(() => simulate(catalogue, scenario));
  const unmet = checkExpectation(scenario.expect, simulation);
  if (json) printJson({ ...simulation, unmet });
  else {
    printTimeline(simulation);
    printSummary(simulation);
    for (const one of unmet) process.stdout.write(`not as expected: ${one}\n`);
  }
  return unmet.length === 0 ? EXIT.done : EXIT.found;
}

function printTimeline({ lines, timeZone, machines }: Simulation): void {
  const head = ["when", "what", "clause", ...(machines > 1 ? ["machine"] : []), ""];
  printTable(
    head,
    lines.map((line) => [
      momentText(line.atMs, timeZone),
      line.kind,
      line.clause,
      ...(machines > 1 ? [line.machine === undefined ? "" : `#${line.machine}`] : []),
      line.sentence === undefined ? line.what : `${line.what}. ${line.sentence}`,
    ]),
  );
}

function printSummary(simulation: Simulation): void {
  const { credits, charges, invoiced, promiseMonths, name, catalogue } = simulation;
  process.stdout.write(`\n${name} (${catalogue})\n`);
  printTable(
    ["", ""],
    [
      ["credits", `${toDecimal(credits)} ${credits.currency}`],
      ["charged beside the fees", `${toDecimal(charges)} ${charges.currency}`],
      ["invoiced with tax", `${toDecimal(invoiced)} ${invoiced.currency}`],
    ],
  );
  process.stdout.write("\n");
  printTable(
    ["promise", "machine-months"],
    Object.entries(promiseMonths).map(([clause, states]) => [
      clause,
      Object.entries(states)
        .map(([state, count]) => `${count} ${state}`)
        .join(", "),
    ]),
  );
}

function playYears(
  catalogue: Catalogue,
  scenario: Scenario,
  years: number,
  seed: string,
  json: boolean,
): number {
  const report = orSay(() => simulateYears(catalogue, scenario, { years, seed }));
  if (json) printJson(report);
  else printYears(scenario, report);
  return EXIT.done;
}

function printYears(scenario: Scenario, report: YearsReport): void {
  const { credits, missedPeriods, currency, years, machines, shareOfFeesBasisPoints } = report;
  const money = (amountMinor: number): string =>
    `${toDecimal({ amountMinor, currency })} ${currency}`;
  const row = (of: typeof credits, text: (value: number) => string): string[] =>
    [of.mean, of.least, of.half, of.ninety, of.ninetyFive, of.ninetyNine, of.most].map(text);
  process.stdout.write(`${scenario.name}: ${years} years of ${machines} machines\n\n`);
  printTable(
    ["", "mean", "least", "half", "90 %", "95 %", "99 %", "most"],
    [
      ["credits", ...row(credits, money)],
      ["periods missed", ...row(missedPeriods, String)],
    ],
  );
  const share = (shareOfFeesBasisPoints / 100).toFixed(2);
  process.stdout.write(`\nOn average ${share} % of the base fees are given back.\n`);
}

function yearsOf(text: string): number {
  const years = Number(text);
  if (!Number.isInteger(years) || years < 1 || years > MOST_YEARS)
    throw new UsageError(`--years is a whole number from 1 to ${MOST_YEARS}`);
  return years;
}

function readScenario(file: string): Scenario {
  const loaded = loadScenario(read(file, "scenario"), { fileName: file });
  if (loaded.ok) return loaded.scenario;
  throw new StartError(
    EXIT.badData,
    loaded.problems.map(formatProblem).join("\n"),
    "docs/reference/scenario.md describes the format",
  );
}

/** A path from the scenario's folder where there is such a file, else the name of a catalogue of this installation. */
function readCatalogue(name: string, folder: string): Catalogue {
  const beside = resolve(folder, name);
  const tests = join(folder, "../catalogues", `${name}.yaml`);
  const file = [beside, tests].find((path) => existsSync(path)) ?? findCatalogue(name);
  const loaded = loadCatalogue(read(file, "catalogue"), { fileName: file });
  if (loaded.ok) return loaded.catalogue;
  throw new StartError(
    EXIT.badData,
    loaded.problems.map(formatProblem).join("\n"),
    "driftvakt catalogue check tells more",
  );
}

function read(file: string, what: string): string {
  if (!existsSync(file))
    throw new StartError(EXIT.badData, `there is no ${what} ${file}`, "name a file that exists");
  if (statSync(file).size > MOST_BYTES)
    throw new StartError(EXIT.badData, `${file} is larger than 16 MiB`, "play it in parts");
  return readFileSync(file, "utf8");
}

/** A plan that the catalogue does not have, or no word about chance, is the file's mistake and not ours. */
function orSay<Result>(play: () => Result): Result {
  try {
    return play();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StartError(EXIT.badData, error.message, "correct the scenario");
  }
}
