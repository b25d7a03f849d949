import type { Catalogue, Selection } from "@driftvakt/domain/catalogue";
import { compileChecks } from "@driftvakt/domain/contract";
import type { HostCheck } from "@driftvakt/domain/monitoring";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { getCatalogue } from "./load-catalogue.ts";
import { selectionOf } from "./selection.ts";
import type { Choices } from "./tables.ts";

type Row = {
  catalogue_id: string;
  catalogue_version: string;
  plan_id: string;
  level_id: string | null;
  choices: Choices;
  server_ids: string[];
};

/** How machines' contracts want them judged down; machines for which no clause promises to notice are left out. */
export async function findHostChecks(
  tx: Tx,
  serverIds: readonly string[],
): Promise<Map<string, HostCheck>> {
  const checks = new Map<string, HostCheck>();
  if (serverIds.length === 0) return checks;
  const { rows } = await sql<Row>`
    select c.catalogue_id, c.catalogue_version, c.plan_id, c.level_id, c.choices, array_agg(b.server_id) as server_ids
    from contract_server b join contract c on c.id = b.contract_id
    where b.server_id = any(${serverIds}::uuid[]) and b.freed_at is null and c.state = 'active'
    group by 1, 2, 3, 4, 5`.execute(tx);
  for (const row of rows) {
    const check = await hostCheckOf(tx, row);
    if (check) for (const id of row.server_ids) checks.set(id, check);
  }
  return checks;
}

/** The shortest silence after which any contract in force wants a machine looked at, in seconds; undefined: none does. */
export async function findShortestSilence(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<Omit<Row, "server_ids">>`
    select distinct catalogue_id, catalogue_version, plan_id, level_id, choices from contract where state = 'active'`.execute(
    tx,
  );
  let shortest: number | undefined;
  for (const row of rows) {
    const check = await hostCheckOf(tx, row);
    if (check) shortest = Math.min(shortest ?? check.silentSeconds, check.silentSeconds);
  }
  return shortest;
}

async function hostCheckOf(tx: Tx, row: Omit<Row, "server_ids">): Promise<HostCheck | undefined> {
  const catalogue = await getCatalogue(tx, row.catalogue_id, row.catalogue_version);
  return compileHostCheck(catalogue, selectionOf(row));
}

/** Answers depend on catalogue and selection alone; remembering them only saves work. */
const remembered = new WeakMap<Catalogue, Map<string, HostCheck | undefined>>();

function compileHostCheck(catalogue: Catalogue, selection: Selection): HostCheck | undefined {
  const known = remembered.get(catalogue) ?? new Map<string, HostCheck | undefined>();
  remembered.set(catalogue, known);
  const key = JSON.stringify([selection.plan, selection.level ?? "", selection.options ?? []]);
  if (!known.has(key)) {
    const { checks } = compileChecks(catalogue, selection);
    known.set(
      key,
      checks.find((check) => check.type === "host"),
    );
  }
  return known.get(key);
}
