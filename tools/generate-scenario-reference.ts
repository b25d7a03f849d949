/**
 * Writes docs/reference/scenario.schema.json and docs/reference/scenario.md from the schema of scenarios.
 * `--check` writes nothing and exits with 1 when they are not what the schema says.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Scenario } from "@driftvakt/domain/simulation";
import { z } from "zod";
import type { JsonSchema } from "./catalogue-reference/describe-type.ts";
import { renderScenarioReference } from "./scenario-reference/render-scenario-reference.ts";

const folder = new URL("../docs/reference/", import.meta.url);

/** The files as they should be, by name. */
export function generateScenarioReference(): Record<string, string> {
  const schema = z.toJSONSchema(Scenario, { io: "input", target: "draft-7" });
  const definitions = schema.definitions as Record<string, JsonSchema>;
  const { title, description } = definitions["Scenario"] ?? {};
  return {
    "scenario.schema.json": `${JSON.stringify({ ...schema, title, description }, undefined, 1)}\n`,
    "scenario.md": renderScenarioReference(definitions),
  };
}

function readExisting(name: string): string {
  try {
    return readFileSync(new URL(name, folder), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function main(argv: string[]): number {
  const { values } = parseArgs({
    args: argv,
    options: { check: { type: "boolean", default: false } },
  });
  const stale = Object.entries(generateScenarioReference()).filter(
    ([name, text]) => readExisting(name) !== text,
  );
  for (const [name, text] of stale) {
    if (values.check)
      console.error(
        `docs/reference/${name} is not what the schema says\n  -> node tools/generate-scenario-reference.ts`,
      );
    else writeFileSync(new URL(name, folder), text);
  }
  return values.check && stale.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
