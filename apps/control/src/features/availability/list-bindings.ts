import type { Catalogue } from "@driftvakt/domain/catalogue";
import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { getCatalogue, selectionOf } from "../contracts/index.ts";

/** A machine under a contract, and when. */
export type Binding = Interval & {
  readonly serverId: string;
  readonly customerId: string;
  readonly contractId: string;
  readonly catalogue: Catalogue;
  readonly selection: ReturnType<typeof selectionOf>;
};

type Row = {
  server_id: string;
  customer_id: string;
  contract_id: string;
  catalogue_id: string;
  catalogue_version: string;
  plan_id: string;
  level_id: string | null;
  choices: Record<string, boolean | number | string>;
  from_at: Date;
  to_at: Date | null;
};

/** Under which contracts machines were in a stretch of time, oldest first; an end that has not come is infinity. */
export async function listBindings(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
): Promise<Binding[]> {
  const { rows } = await sql<Row>`
    select b.server_id, b.customer_id, b.contract_id, c.catalogue_id, c.catalogue_version, c.plan_id, c.level_id, c.choices,
      greatest(b.bound_at, c.starts_at) as from_at, least(b.freed_at, c.ends_at) as to_at
    from contract_server b join contract c on c.id = b.contract_id
    where b.server_id = any(${serverIds}::uuid[])
      and greatest(b.bound_at, c.starts_at) < ${new Date(range.toMs)}
      and coalesce(least(b.freed_at, c.ends_at), 'infinity') > ${new Date(range.fromMs)}
    order by from_at`.execute(tx);
  const catalogues = new Map<string, Catalogue>();
  const bindings: Binding[] = [];
  for (const row of rows) {
    const key = `${row.catalogue_id} ${row.catalogue_version}`;
    const catalogue =
      catalogues.get(key) ?? (await getCatalogue(tx, row.catalogue_id, row.catalogue_version));
    catalogues.set(key, catalogue);
    bindings.push({
      serverId: row.server_id,
      customerId: row.customer_id,
      contractId: row.contract_id,
      catalogue,
      selection: selectionOf(row),
      fromMs: row.from_at.getTime(),
      toMs: row.to_at?.getTime() ?? Number.POSITIVE_INFINITY,
    });
  }
  return bindings;
}
