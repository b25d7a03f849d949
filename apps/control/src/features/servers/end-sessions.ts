import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import type { SessionEnd } from "./tables.ts";

/**
 * Ends a machine's live sessions, all or all but one start of its agent, and tells every process to forget them and to
 * close the stream (A08: within 5 s; here as soon as the transaction commits).
 * @returns how many were live.
 */
export async function endSessions(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  serverId: string,
  end: { because: SessionEnd; exceptBootId?: string; at: Date },
): Promise<number> {
  let query = tx
    .updateTable("agent_session")
    .set({ ended_at: end.at, ended_because: end.because })
    .where("server_id", "=", serverId)
    .where("ended_at", "is", null);
  if (end.exceptBootId !== undefined) query = query.where("boot_id", "!=", end.exceptBootId);
  const ended = await query.returning("expires_at").execute();
  const live = ended.filter((row) => row.expires_at > end.at).length;
  if (live > 0) await bus.publish(tx, "agents", { serverId });
  return live;
}
