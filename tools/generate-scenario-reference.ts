/**
 * Writes docs/reference/scenario.schema.json and docs/reference/scenario.md from the schema of scenarios.
 * `--check` writes nothing and exits with 1 when they are not what the schema says.
 */
import { Scenario } from "@driftvakt/domain/simulation";
import { referenceFiles, writeOrCheck } from "./reference/reference-files.ts";
import { renderScenarioReference } from "./scenario-reference/render-scenario-reference.ts";

/** The files as they should be, by name. */
export function generateScenarioReference(): Record<string, string> {
  return referenceFiles("scenario", Scenario, renderScenarioReference);
}

if (import.meta.main)
  process.exitCode = writeOrCheck(
    generateScenarioReference(),
    "tools/generate-scenario-reference.ts",
  );
