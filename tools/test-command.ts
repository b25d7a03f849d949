/** `driftvakt test`: everything there is, cheapest first, with a last line that machines can read. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  findMissingDebianPackages,
  installDebianPackages,
} from "../test/fleet/install-debian-packages.ts";
import { root, show } from "./terminal/run-command.ts";
import { kindOf, kinds, listTestFiles, needsRoot, type Kind } from "./testing/kinds.ts";
import { runCheckStage, runTests, type StageResult } from "./testing/run-stage.ts";
import { closingLine, sum } from "./testing/sum-reports.ts";

const help = `Usage: driftvakt test [--only KIND]... [PATTERN]... [--json]

Runs the checks and every test: pure (rules), pg (a real PostgreSQL), host (real machines and tools),
e2e (the whole system), browser (real Chromium). Installs the Debian packages they need when root.

  --only KIND   check, pure, pg, host, e2e or browser; may be given several times
  PATTERN       only test files whose path contains it (leaves out the checks)
  --mutation [PATH]  change the domain's code bit by bit and see whether its tests notice (slow; not part of the rest)
  --json        one JSON object on stdout, everything else on stderr
  --help        this

The last line is: N passed, N failed[, N skipped]. Exit codes: 0 all passed, 1 something failed, was left out
while CI=true, or nothing ran; 64 wrong usage.`;

const stages = ["check", ...kinds] as const;
type Stage = (typeof stages)[number];
type Options = Readonly<{ only: ReadonlySet<Stage>; patterns: readonly string[]; json: boolean }>;

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      mutation: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
}

function refuseUsage(message: string): never {
  console.error(`driftvakt test: ${message}\n  -> driftvakt test --help`);
  process.exit(64);
}

/** Kinds that cannot run here, each with the reason; installs what root may install. */
async function prepare(wanted: readonly Kind[], tell: (line: string) => void) {
  const leftOut = new Map<Kind, string>();
  const heavy = wanted.filter((kind) => needsRoot.has(kind));
  if (heavy.length === 0) return leftOut;
  if (process.getuid?.() !== 0) {
    for (const kind of heavy) leftOut.set(kind, "boots machines and needs root");
    return leftOut;
  }
  const missing = await findMissingDebianPackages();
  if (missing.length === 0) return leftOut;
  tell(`installing ${missing.length} Debian packages: ${missing.join(" ")}`);
  try {
    await installDebianPackages(missing);
  } catch (error) {
    // Not swallowed: what is left out is told at the end, and fails in CI.
    const why = `Debian packages could not be installed: ${(error as Error).message}`;
    for (const kind of heavy) leftOut.set(kind, why);
  }
  return leftOut;
}

function wantedKinds({ only, patterns }: Options): Kind[] {
  const files = listTestFiles().filter(
    (file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)),
  );
  const present = new Set(files.map(kindOf));
  return kinds.filter((kind) => present.has(kind) && (only.size === 0 || only.has(kind)));
}

async function runAll(options: Options) {
  const output = options.json ? "stderr" : "stdout";
  const tell = (line: string) => process[output].write(`\n== ${line}\n`);
  const wanted = wantedKinds(options);
  const leftOut = await prepare(wanted, tell);
  const results: StageResult[] = [];
  const finish = (result: StageResult) => {
    results.push(result);
    tell(`${result.stage}: ${closingLine(result)} in ${result.seconds.toFixed(1)} s`);
  };
  const wantsCheck =
    options.only.size === 0 ? options.patterns.length === 0 : options.only.has("check");
  if (wantsCheck) {
    tell("check: format, lint, types, boundaries, dead code, docs");
    finish(
      await runCheckStage(
        "check",
        [process.execPath, join(root, "tools/check-command.ts")],
        output,
      ),
    );
  }
  const runnable = wanted.filter((kind) => !leftOut.has(kind));
  if (runnable.some((kind) => kind === "e2e" || kind === "browser")) {
    tell("build: the portal and the agent");
    finish(
      await runCheckStage(
        "build",
        [process.execPath, join(root, "tools/build-artefacts.ts")],
        output,
      ),
    );
  }
  for (const kind of runnable) {
    tell(`${kind} tests`);
    finish(await runTests(kind, options.patterns, output));
  }
  for (const [kind, why] of leftOut) tell(`left out: ${kind} tests: ${why}`);
  return { results, leftOut, tell };
}

async function main(argv: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parse(argv);
  } catch (error) {
    refuseUsage((error as Error).message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.mutation) return runMutations(positionals);
  const strange = values.only.find((name) => !(stages as readonly string[]).includes(name));
  if (strange !== undefined) refuseUsage(`--only ${strange}: one of ${stages.join(", ")}`);
  const options = {
    only: new Set(values.only as Stage[]),
    patterns: positionals,
    json: values.json,
  };
  const { results, leftOut, tell } = await runAll(options);
  return conclude(options, results, leftOut, tell);
}

/** Stryker decides by the score that its configuration asks for; `paths` are folders or files below packages/domain. */
async function runMutations(paths: readonly string[]): Promise<number> {
  const patterns = paths.map((path) =>
    path.endsWith(".ts") ? path : `${path.replace(/\/$/, "")}/**/*.ts`,
  );
  const mutate =
    patterns.length === 0 ? [] : ["--mutate", [...patterns, "!**/*.test.ts"].join(",")];
  const stryker = join(root, "node_modules/.bin/stryker");
  const argv = [stryker, "run", "tools/mutation/stryker.config.json", ...mutate];
  const { code } = await show(argv, "stdout");
  return code === 0 ? 0 : 1;
}

function conclude(
  options: Options,
  results: readonly StageResult[],
  leftOut: ReadonlyMap<Kind, string>,
  tell: (line: string) => void,
): number {
  const total = sum(results);
  const onlyChecks = options.only.size === 1 && options.only.has("check");
  const nothingRan = total.passed + total.failed === 0 && !onlyChecks;
  const incomplete = leftOut.size > 0 && process.env["CI"] === "true";
  if (nothingRan) tell("no test ran: that is a failure too");
  if (incomplete) tell("in CI nothing may be left out: that is a failure");
  if (options.json) {
    const left = [...leftOut].map(([kind, why]) => ({ kind, why }));
    console.log(JSON.stringify({ ...total, stages: results, leftOut: left }, undefined, 2));
  }
  process[options.json ? "stderr" : "stdout"].write(`\n${closingLine(total)}\n`);
  return total.failed > 0 || nothingRan || incomplete ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
