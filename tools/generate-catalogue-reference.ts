/**
 * Writes docs/reference/catalogue.schema.json and docs/reference/catalogue.md from the schema of catalogues.
 * `--check` writes nothing and exits with 1 when they are not what the schema says.
 */
import { Catalogue } from "@driftvakt/domain/catalogue";
import { referenceFiles, writeOrCheck } from "./reference/reference-files.ts";
import { renderReference } from "./catalogue-reference/render-reference.ts";

/** The files as they should be, by name. */
export function generateReference(): Record<string, string> {
  return referenceFiles("catalogue", Catalogue, renderReference);
}

if (import.meta.main)
  process.exitCode = writeOrCheck(generateReference(), "tools/generate-catalogue-reference.ts");
