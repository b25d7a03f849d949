import type { Catalogue } from "@driftvakt/domain/catalogue";
import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
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
  contract_id: string;
  customer_id: string;
  catalogue_id: string;
  catalogue_version: string;
  hash: string;
  plan_id: string;
  level_id: string | null;
  choices: Record<string, boolean | number | string>;
  starts_ms: number;
  ends_ms: number | null;
  bound: [serverId: string, fromMs: number, toMs: number | null][];
};

/** Under which contracts machines were in a stretch of time, oldest first; an end that has not come is infinity. */
export async function listBindings(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
): Promise<Binding[]> {
  const { rows } = await sql<Row>`${prepared}
    with bound as (
      select contract_id, json_agg(json_build_array(server_id, ${epochMs("bound_at")}, ${epochMs("freed_at")})) as list
      from contract_server
      where server_id = any(${serverIds}::uuid[]) and bound_at < ${new Date(range.toMs)}
        and (freed_at is null or freed_at > ${new Date(range.fromMs)})
      group by contract_id
    )
    select c.id as contract_id, c.customer_id, c.catalogue_id, c.catalogue_version, k.hash, c.plan_id, c.level_id, c.choices,
      ${epochMs("c.starts_at")} as starts_ms, ${epochMs("c.ends_at")} as ends_ms, bound.list as bound
    from bound join contract c on c.id = bound.contract_id
      join catalogue k on k.id = c.catalogue_id and k.version = c.catalogue_version`.execute(tx);
  const bindings: Binding[] = [];
  for (const row of rows) {
    const { catalogue_id, catalogue_version, hash } = row;
    bindings.push(
      ...bindingsOf(row, await getCatalogue(tx, catalogue_id, catalogue_version, hash)),
    );
  }
  return bindings
    .filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs && toMs > fromMs)
    .sort((a, b) => a.fromMs - b.fromMs || (a.contractId < b.contractId ? -1 : 1));
}

function bindingsOf(row: Row, catalogue: Catalogue): Binding[] {
  const selection = selectionOf(row);
  return row.bound.map(([serverId, boundMs, freedMs]) => ({
    serverId,
    customerId: row.customer_id,
    contractId: row.contract_id,
    catalogue,
    selection,
    fromMs: Math.max(boundMs, row.starts_ms),
    toMs: Math.min(freedMs ?? Number.POSITIVE_INFINITY, row.ends_ms ?? Number.POSITIVE_INFINITY),
  }));
}

function epochMs(expression: string) {
  return sql<number>`floor(extract(epoch from ${sql.raw(expression)}) * 1000)::bigint`;
}
