import type { CheckStandingView } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { findCheckLimits } from "../contracts/index.ts";
import "./tables.ts";

/** Where each check of a machine stands, by name, with the limits it is judged by; those no longer on the machine are left out. */
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
  const limitsOf = await findCheckLimits(tx, serverId);
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
    limits: limitsOf(row.check_id),
  }));
}
