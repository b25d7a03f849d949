import type { Interval } from "@driftvakt/domain/interval";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** An incident with when it was told. */
export type IncidentRecord = {
  readonly id: string;
  readonly serverId: string;
  readonly contractId: string | null;
  readonly check: string;
  readonly clauses: readonly string[];
  readonly worst: "warning" | "critical" | "unknown";
  readonly state: "ok" | "warning" | "critical" | "unknown";
  readonly openedMs: number;
  readonly closedMs: number | null;
  readonly late: boolean;
  /** When the first message about it was handed over to a mail server, and how many were. */
  readonly toldMs: number | null;
  readonly toldCount: number;
};

export type OperationRecord = {
  readonly id: string;
  readonly serverId: string;
  readonly operation: string;
  readonly issuedMs: number;
  readonly state: string;
};

export type MachineRecord = {
  readonly serverId: string;
  readonly enrolledMs: number | null;
  readonly lastSeenMs: number | null;
  /** Whether its agent listens on any port; null where nothing is known of its ports. */
  readonly listens: boolean | null;
};

export type LedgerRecord = {
  readonly incidents: ReadonlyMap<string, readonly IncidentRecord[]>;
  readonly operations: ReadonlyMap<string, readonly OperationRecord[]>;
  readonly machines: ReadonlyMap<string, MachineRecord>;
};

/** What was put on record about machines in a stretch of time; three queries for all of them. */
export async function readRecord(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
): Promise<LedgerRecord> {
  return {
    incidents: Map.groupBy(await readIncidents(tx, serverIds, range), (one) => one.serverId),
    operations: Map.groupBy(await readOperations(tx, serverIds, range), (one) => one.serverId),
    machines: new Map((await readMachineRecords(tx, serverIds)).map((one) => [one.serverId, one])),
  };
}

/** A late problem that was over already is told with its end; that is its alarm. */
async function readIncidents(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<IncidentRecord[]> {
  const { rows } = await sql<IncidentRecord>`
    select a.id, a.server_id as "serverId", a.contract_id as "contractId", a.check_id as "check", a.clauses, a.worst, a.state, a.late,
      ${epochMs("a.opened_at")} as "openedMs", ${epochMs("a.closed_at")} as "closedMs",
      told.at as "toldMs", coalesce(told.count, 0)::integer as "toldCount"
    from alert a left join lateral (
      select ${epochMs("min(m.sent_at)")} as at, count(distinct n.recipient) as count
      from notification n join mail m on m.id = n.mail_id
      where n.alert_id = a.id and m.sent_at is not null and (n.kind in ('problem', 'flapping') or (a.late and n.kind = 'recovery'))
    ) as told on true
    where a.server_id = any(${serverIds}::uuid[]) and a.opened_at < ${new Date(toMs)}
      and (a.closed_at is null or a.closed_at >= ${new Date(fromMs)})
    order by a.opened_at, a.id`.execute(tx);
  return rows;
}

async function readOperations(
  tx: Tx,
  serverIds: readonly string[],
  { fromMs, toMs }: Interval,
): Promise<OperationRecord[]> {
  const { rows } = await sql<OperationRecord>`
    select id, server_id as "serverId", operation, state, ${epochMs("issued_at")} as "issuedMs"
    from mandate
    where server_id = any(${serverIds}::uuid[]) and issued_at >= ${new Date(fromMs)} and issued_at < ${new Date(toMs)}
    order by issued_at, id`.execute(tx);
  return rows;
}

/** The program's own name; the kernel keeps the first 15 characters. */
const AGENT_PROCESS = "driftvakt-agent";

async function readMachineRecords(tx: Tx, serverIds: readonly string[]): Promise<MachineRecord[]> {
  const { rows } = await sql<MachineRecord>`
    select s.id as "serverId", ${epochMs("s.enrolled_at")} as "enrolledMs", ${epochMs("s.last_seen_at")} as "lastSeenMs",
      p.items @> ${JSON.stringify([{ process: AGENT_PROCESS, protocol: "tcp" }])}::jsonb as listens
    from server s left join inventory_part p on p.customer_id = s.customer_id and p.server_id = s.id and p.part = 'sockets'
    where s.id = any(${serverIds}::uuid[])`.execute(tx);
  return rows;
}

/** Whole milliseconds: exact, and the same wherever they are computed. */
function epochMs(expression: string) {
  return sql<number>`floor(extract(epoch from ${sql.raw(expression)}) * 1000)::bigint`;
}
