import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { checkBoundaries } from "../boundaries/check-boundaries.ts";
import { findUnknownIds } from "../clauses/list-clauses.ts";
import { checkDocsPaths } from "../docs-paths/check-docs-paths.ts";
import { checkMigrations, checkNames, checkSizes } from "../layout/check-layout.ts";
import type { Verdict } from "../layout/judge-files.ts";
import { checkTermFields } from "../term-fields/check-term-fields.ts";
import { capture, root } from "../terminal/run-command.ts";

/** `said` is shown when the rule fails; `warnings` always. */
export type RuleOutcome = Readonly<{ passed: boolean; said: string; warnings: readonly string[] }>;
export type Rule = Readonly<{ name: string; about: string; run: () => Promise<RuleOutcome> }>;

const binary = (name: string) => join(root, "node_modules/.bin", name);

async function runTool(argv: readonly string[]): Promise<RuleOutcome> {
  const { code, output } = await capture(argv);
  return { passed: code === 0, said: output, warnings: [] };
}

function judge({ errors, warnings }: Verdict): RuleOutcome {
  return { passed: errors.length === 0, said: errors.join("\n"), warnings };
}

const inProcess = (check: () => Verdict) => () => Promise.resolve().then(check).then(judge);
const errorsOnly = (check: () => string[]) => inProcess(() => ({ errors: check(), warnings: [] }));

/** One rule per TypeScript project, so that each workspace is held to its own libraries: the domain has no Node. */
function typeRules(): Rule[] {
  const projects = globSync("{packages,apps}/*/tsconfig*.json", { cwd: root }).sort();
  return [...projects, "tsconfig.tests.json"].map((project) => ({
    name: `types ${project.replace(/\/tsconfig\.json$/, "").replace(/^tsconfig\.(.*)\.json$/, "$1")}`,
    about: "TypeScript, strict",
    run: () => runTool([binary("tsc"), "-p", project]),
  }));
}

/** Files that are generated from the schema must be what it generates now. */
function generatedRules(): Rule[] {
  const generators = globSync("tools/generate-*.ts", { cwd: root }).filter(
    (path) => !path.endsWith(".test.ts") && existsSync(join(root, path)),
  );
  return generators.sort().map((path) => ({
    name: `generated ${path.replace(/^tools\/generate-(.*)\.ts$/, "$1")}`,
    about: "generated files are up to date",
    run: () => runTool([process.execPath, path, "--check"]),
  }));
}

/** Every rule that a machine keeps, slowest first, as two or more run at a time. */
export function listRules(): Rule[] {
  return [
    {
      name: "lint",
      about: "oxlint with types: no floating promises, no import cycles, nothing unused",
      run: () =>
        runTool([
          binary("oxlint"),
          "--type-aware",
          "--deny-warnings",
          "--report-unused-disable-directives",
        ]),
    },
    {
      name: "dead code",
      about: "knip: every export and dependency is used",
      run: () => runTool([binary("knip"), "--no-progress"]),
    },
    ...typeRules(),
    { name: "format", about: "oxfmt", run: () => runTool([binary("oxfmt"), "--check"]) },
    ...generatedRules(),
    { name: "boundaries", about: "who may import whom", run: errorsOnly(checkBoundaries) },
    {
      name: "clause ids",
      about: "ids in test names are in a catalogue",
      run: errorsOnly(findUnknownIds),
    },
    {
      name: "term fields",
      about: "what a catalogue can say is read by a rule, or the table says why not",
      run: errorsOnly(checkTermFields),
    },
    {
      name: "docs",
      about: "paths, links and commands in documents exist",
      run: errorsOnly(checkDocsPaths),
    },
    { name: "sizes", about: "files under 300 lines, never over 500", run: inProcess(checkSizes) },
    {
      name: "names",
      about: "kebab-case names that say what is inside",
      run: inProcess(checkNames),
    },
    { name: "migrations", about: "numbered, forward only", run: inProcess(checkMigrations) },
  ];
}
