import { createHash } from "node:crypto";
import { loadCatalogue, type Catalogue } from "@driftvakt/domain/catalogue";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import "./tables.ts";

const parsed = new Map<string, Catalogue>();

/**
 * Reads a stored catalogue; parsed ones are kept by hash, because the same few are asked for again and again. Who has
 * the `hash` already saves the question.
 */
export async function getCatalogue(
  tx: Tx,
  id: string,
  version: string,
  hash?: string,
): Promise<Catalogue> {
  const stored = tx.selectFrom("catalogue").where("id", "=", id).where("version", "=", version);
  const row = hash === undefined ? await stored.select("hash").executeTakeFirst() : { hash };
  if (!row) throw new AppError("not-found", `no catalogue ${id} ${version}`);
  const known = parsed.get(row.hash);
  if (known) return known;
  const { source } = await stored.select("source").executeTakeFirstOrThrow();
  return parse(row.hash, source);
}

/** The catalogue that new contracts are made from. */
export async function getActiveCatalogue(tx: Tx): Promise<Catalogue> {
  return (await getActiveSource(tx)).catalogue;
}

/** The same with the text it was loaded from. */
export async function getActiveSource(
  tx: Tx,
): Promise<{ readonly catalogue: Catalogue; readonly source: string }> {
  const row = await tx
    .selectFrom("catalogue")
    .select(["hash", "source"])
    .where("active", "=", true)
    .executeTakeFirst();
  if (!row) throw new AppError("unavailable", "no catalogue is active; load one with --catalogue");
  return { catalogue: parse(row.hash, row.source), source: row.source };
}

function parse(hash: string, source: string): Catalogue {
  const known = parsed.get(hash);
  if (known) return known;
  const result = loadCatalogue(source, { fileName: "stored catalogue" });
  if (!result.ok)
    throw new Error(`a stored catalogue no longer loads: ${result.problems[0]?.message}`);
  parsed.set(hash, result.catalogue);
  return result.catalogue;
}

/**
 * Stores a catalogue and makes it the active one. A version that is stored already must be the same text:
 * what customers agreed to is never changed under them.
 */
export async function activateCatalogue(
  tx: Tx,
  source: string,
  fileName: string,
): Promise<Catalogue> {
  const result = loadCatalogue(source, { fileName });
  if (!result.ok) {
    const problems = result.problems.map((problem) => ({
      path: `${problem.file}:${problem.line}:${problem.column}`,
      message: problem.message,
    }));
    throw new AppError("invalid", `${fileName} is not a valid catalogue`, { problems });
  }
  const { catalogue } = result;
  const hash = createHash("sha256").update(source).digest("hex");
  const stored = await tx
    .selectFrom("catalogue")
    .select("hash")
    .where("id", "=", catalogue.id)
    .where("version", "=", catalogue.version)
    .executeTakeFirst();
  if (stored && stored.hash !== hash) {
    throw new AppError(
      "conflict",
      `catalogue ${catalogue.id} ${catalogue.version} is stored with another text; give the changed one a new version`,
    );
  }
  await tx.updateTable("catalogue").set({ active: false }).where("active", "=", true).execute();
  await tx
    .insertInto("catalogue")
    .values({ id: catalogue.id, version: catalogue.version, source, hash, active: true })
    .onConflict((conflict) => conflict.columns(["id", "version"]).doUpdateSet({ active: true }))
    .execute();
  return catalogue;
}
