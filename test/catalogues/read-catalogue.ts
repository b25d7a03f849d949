import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadCatalogue } from "../../packages/domain/src/catalogue/index.ts";
import type { Catalogue } from "../../packages/domain/src/catalogue/index.ts";

const root = join(import.meta.dirname, "../..");
const known = new Map<string, Catalogue>();

/** A catalogue of this checkout: one of the five service descriptions, or a test catalogue. Throws with its problems. */
export function readCatalogue(id: string): Catalogue {
  const seen = known.get(id);
  if (seen !== undefined) return seen;
  const folder = ["se", "msp", "dk", "srv", "ba"].includes(id) ? "catalogues" : "test/catalogues";
  const fileName = join(folder, `${id}.yaml`);
  const loaded = loadCatalogue(readFileSync(join(root, fileName), "utf8"), { fileName });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.slice(0, 5), undefined, 1));
  known.set(id, loaded.catalogue);
  return loaded.catalogue;
}
