import type { Correction, MonthAvailability } from "@driftvakt/domain/availability";
import { zero, money, type Money } from "@driftvakt/domain/money";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import type { GivenBack } from "./judge-machine.ts";

/** A month of a machine as it was reported under a contract, and what was found about its credit since. */
export type MonthReport = {
  readonly serverId: string;
  readonly contractId: string;
  readonly month: string;
  readonly result: MonthAvailability;
  readonly reportedMs: number;
  readonly corrections: readonly Correction[];
};

type Row = {
  server_id: string;
  contract_id: string;
  month: string;
  result: MonthAvailability;
  reported_ms: number;
  corrections: [foundMs: number, amountMinor: number, currency: string][];
};

/** Reports of machines in these months with the credits of later findings, oldest first; those that say no credit are left out. */
export async function listReports(
  tx: Tx,
  serverIds: readonly string[],
  months: readonly string[],
): Promise<MonthReport[]> {
  if (serverIds.length === 0 || months.length === 0) return [];
  const { rows } = await sql<Row>`
    select f.server_id, f.contract_id, f.month, f.result, floor(extract(epoch from f.frozen_at) * 1000)::bigint as reported_ms,
      coalesce((
        select json_agg(json_build_array(floor(extract(epoch from a.found_at) * 1000)::bigint,
          (a.evidence->'credit'->>'correctedMinor')::bigint, a.evidence->'credit'->>'currency') order by a.number)
        from month_adjustment a
        where a.customer_id = f.customer_id and a.contract_id = f.contract_id and a.server_id = f.server_id
          and a.month = f.month and a.evidence->'credit'->>'correctedMinor' is not null
      ), '[]') as corrections
    from frozen_month f
    where f.server_id = any(${serverIds}::uuid[]) and f.month = any(${months}::text[])
    order by f.month`.execute(tx);
  return rows.map((row) => ({
    serverId: row.server_id,
    contractId: row.contract_id,
    month: row.month,
    result: row.result,
    reportedMs: row.reported_ms,
    corrections: row.corrections.map(([foundMs, amountMinor, currency]) => ({
      foundMs,
      amount: money(amountMinor, currency),
    })),
  }));
}

/** What a month gives that gave nothing. */
export function noCredit(month: string, basis: Money): GivenBack {
  const nothing = zero(basis.currency);
  return { month, state: "none", amount: nothing, uncapped: nothing, basis, capped: false };
}
