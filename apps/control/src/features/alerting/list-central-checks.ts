import type { CheckState } from "@driftvakt/domain/monitoring";
import type { CheckStandingView, ServerState } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { findHostChecks } from "../contracts/index.ts";
import { AGENT_CHECK, HOST_CHECK } from "./central-checks.ts";
import { CLONE_CHECK } from "./clone-alarm.ts";
import "./tables.ts";

/** What we judge of a machine in each of its states, and in words for people while no alarm has some. */
const STANDINGS: Readonly<
  Partial<Record<ServerState, readonly (readonly [check: string, CheckState, text: string])[]>>
> = {
  up: [
    [HOST_CHECK, "ok", "up"],
    [AGENT_CHECK, "ok", "the agent speaks"],
  ],
  unreachable: [
    [HOST_CHECK, "unknown", "nothing shows whether it is up"],
    [AGENT_CHECK, "warning", "the agent is silent"],
  ],
  down: [
    [HOST_CHECK, "critical", "down"],
    [AGENT_CHECK, "unknown", "the machine is down"],
  ],
  quarantined: [[CLONE_CHECK, "critical", "two agents use this machine's identity"]],
};

/**
 * Where the checks of a machine stand that no agent can judge: whether it is up and its agent speaks, where a clause
 * promises to notice (msp-07), and whether its identity is its own.
 */
export async function listCentralChecks(tx: Tx, serverId: string): Promise<CheckStandingView[]> {
  const server = await tx
    .selectFrom("server")
    .select(["state", "state_since"])
    .where("id", "=", serverId)
    .executeTakeFirst();
  const standings = (server && STANDINGS[server.state]) ?? [];
  const host = (await findHostChecks(tx, [serverId])).get(serverId);
  const open = await tx
    .selectFrom("alert")
    .select(["check_id", "output", "clauses", "opened_at"])
    .where("server_id", "=", serverId)
    .where("closed_at", "is", null)
    .execute();
  return standings
    .filter(([check]) => host !== undefined || check === CLONE_CHECK)
    .map(([check, state, text]) => {
      const alert = state === "ok" ? undefined : open.find((one) => one.check_id === check);
      return {
        check,
        state,
        hard: true,
        attempt: 1,
        sinceMs: (alert?.opened_at ?? server!.state_since).getTime(),
        flapping: false,
        output: alert?.output ?? text,
        value: null,
        clauses: alert?.clauses ?? [...(host?.clauses ?? [])],
        limits: null,
      };
    });
}
