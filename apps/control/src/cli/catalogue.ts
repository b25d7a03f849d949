import { readFileSync, statSync } from "node:fs";
import { loadCatalogue } from "@driftvakt/domain/catalogue";
import { EXIT } from "../start/exit-codes.ts";
import { findCatalogue } from "../start/find-catalogue.ts";
import { StartError } from "../start/start-error.ts";
import { printJson, readArgs, UsageError, type Command } from "./command.ts";

const MOST_BYTES = 4 * 1024 * 1024;

export const catalogueCommand: Command = {
  help: `
driftvakt catalogue check FILE: checks a service description; it needs no running control plane

  --json       machine-readable output: a list of problems

Exit codes: 0 valid, 1 problems found, 65 the file cannot be read.`,
  run: async (args) => {
    const { values, positionals } = readArgs(
      args,
      { json: { type: "boolean", default: false }, data: { type: "string" } },
      2,
    );
    const [what, name] = positionals;
    if (what !== "check" || !name) throw new UsageError("catalogue check FILE is what there is");
    const file = findCatalogue(name);
    const result = loadCatalogue(read(file), { fileName: file });
    if (values.json) printJson(result.ok ? [] : result.problems);
    else if (result.ok) {
      const { catalogue } = result;
      process.stdout.write(
        `${file}: valid, ${catalogue.clauses.length} clauses, ${catalogue.plans.length} plans\n`,
      );
    } else {
      for (const problem of result.problems) process.stdout.write(`${describeProblem(problem)}\n`);
    }
    return result.ok ? EXIT.done : EXIT.found;
  },
};

type Problem = Extract<ReturnType<typeof loadCatalogue>, { ok: false }>["problems"][number];

function describeProblem(problem: Problem): string {
  const hint =
    "suggestion" in problem && problem.suggestion ? ` -> ${String(problem.suggestion)}` : "";
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}${hint}`;
}

function read(file: string): string {
  if (statSync(file).size > MOST_BYTES) {
    throw new StartError(
      EXIT.badData,
      `${file} is larger than 4 MiB`,
      "a service description is some 100 kB",
    );
  }
  return readFileSync(file, "utf8");
}
