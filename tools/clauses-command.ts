/** `driftvakt clauses`: what was promised, how far it is built, and the tests that show it. */
import { parseArgs } from "node:util";
import { stages } from "./clauses/judge-stage.ts";
import { collectTests, listClauses, type ClauseStanding } from "./clauses/list-clauses.ts";

const help = `Usage: driftvakt clauses [--kind KIND] [--stage STAGE] [--catalogue NAME] [ID]... [--json]

Every clause of the five service descriptions, how far it is built, and the tests that show it:
  typed    it is in a catalogue, as fields that software can read
  decided  a test of the rules (packages/domain) carries its id
  kept     a test that runs the real product carries its id

  --kind KIND        promise, authority, limit, exclusion, price or duty
  --stage STAGE      typed, decided or kept
  --catalogue NAME   se, msp, dk, srv or ba
  --tests            name the tests below each clause
  --abuse            the abuse cases (A01, …) that tests carry, instead of clauses
  --json             a JSON array of {id, catalogue, kind, capability, title, stage, tests}
  --help             this

Exit codes: 0 listed, 1 nothing fits, 64 wrong usage.`;

const options = {
  kind: { type: "string" },
  stage: { type: "string" },
  catalogue: { type: "string" },
  tests: { type: "boolean", default: false },
  abuse: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function countBy(
  clauses: readonly ClauseStanding[],
  of: (clause: ClauseStanding) => string,
): string {
  const groups = Object.entries(Object.groupBy(clauses, of));
  return groups.map(([name, members]) => `${members?.length ?? 0} ${name}`).join(", ");
}

function print(clauses: readonly ClauseStanding[], withTests: boolean): void {
  for (const { id, kind, stage, tests, capability, title } of clauses) {
    const count = tests.length === 0 ? "" : `${tests.length} tests`;
    const start = `${id.padEnd(8)}${kind.padEnd(11)}${stage.padEnd(9)}${count.padEnd(10)}`;
    console.log(`${start}${capability.join(", ").padEnd(24)}  ${title.en}`);
    if (withTests) for (const test of tests) console.log(`          ${test.path}: ${test.name}`);
  }
  const byStage = stages.map(
    (name) => `${clauses.filter(({ stage }) => stage === name).length} ${name}`,
  );
  console.log(`\n${clauses.length} clauses: ${byStage.join(", ")}`);
  console.log(
    `${countBy(clauses, ({ catalogue }) => catalogue)}; ${countBy(clauses, ({ kind }) => kind)}`,
  );
}

function printAbuse(json: boolean): number {
  const cases = [...collectTests()]
    .filter(([id]) => id.startsWith("A"))
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([id, tests]) => ({ id, tests }));
  if (json) console.log(JSON.stringify(cases, undefined, 2));
  else
    for (const { id, tests } of cases)
      for (const { path, name } of tests) console.log(`${id}  ${path}: ${name}`);
  return cases.length === 0 ? 1 : 0;
}

function main(argv: string[]): number {
  const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, options });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.abuse) return printAbuse(values.json);
  const clauses = listClauses().filter(
    (clause) =>
      (positionals.length === 0 || positionals.includes(clause.id)) &&
      (values.kind === undefined || clause.kind === values.kind) &&
      (values.stage === undefined || clause.stage === values.stage) &&
      (values.catalogue === undefined || clause.catalogue === values.catalogue),
  );
  if (values.json) console.log(JSON.stringify(clauses, undefined, 2));
  else print(clauses, values.tests || positionals.length > 0);
  return clauses.length === 0 ? 1 : 0;
}

/** `parseArgs` throws a TypeError for an option it does not know; anything else is a fault of ours. */
function complain(error: unknown): number {
  if (!(error instanceof TypeError) || !("code" in error)) throw error;
  console.error(`driftvakt clauses: ${error.message}\n  -> driftvakt clauses --help`);
  return 64;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.exitCode = complain(error);
}
