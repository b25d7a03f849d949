import type { CheckStandingView } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** Where each check of a machine stands, by name; those no longer on the machine are left out. */
export async function listChecks(tx: Tx, serverId: string): Promise<CheckStandingView[]> {
  const rows = await tx
    .selectFrom("check_standing as standing")
    .innerJoin("server", "server.id", "standing.server_id")
    .selectAll("standing")
    .where("standing.server_id", "=", serverId)
    .whereRef("standing.epoch", "=", "server.epoch")
    .where("standing.gone", "=", false)
    .orderBy("standing.check_id")
    .execute();
  return rows.map((row) => ({
    check: row.check_id,
    state: row.state,
    hard: row.hard,
    attempt: row.attempt,
    sinceMs: row.hard_since_ms,
    flapping: row.flapping,
    output: row.output,
    value: row.value,
    clauses: row.clauses,
  }));
}
