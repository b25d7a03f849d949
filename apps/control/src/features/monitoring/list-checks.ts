import type { CheckStandingView } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { listCentralChecks } from "../alerting/index.ts";
import { findCheckLimits } from "../contracts/index.ts";
import "./tables.ts";

/**
 * Where each check of a machine stands: what we judge ourselves first, then by name what its agent judges, with the limits;
 * those no longer on the machine are left out.
 */
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
  const own = rows.map((row) => ({
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
  return [...(await listCentralChecks(tx, serverId)), ...own];
}
