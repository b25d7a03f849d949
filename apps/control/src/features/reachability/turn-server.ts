import type { Reachability } from "@driftvakt/domain/monitoring";
import type { CheckEvent } from "@driftvakt/protocol/agent";
import type { Tx } from "../../platform/database/index.ts";
import type { WatchedServer } from "../alerting/index.ts";

export type Turn = {
  readonly server: WatchedServer;
  readonly before: Reachability;
  readonly after: Reachability;
  /** When it happened: the agent's last word for going away, now for coming back. */
  readonly atMs: number;
  readonly clauses: readonly string[];
};

type Alarm = (tx: Tx, server: WatchedServer, event: CheckEvent) => Promise<void>;

/**
 * Puts a machine's new reachability on record and alarms: `host` critical when it is down (msp-07), `agent` warning
 * when only its agent is silent. Does nothing where another process was first.
 */
export async function turnServer(
  tx: Tx,
  turn: Turn,
  alarm: Alarm,
  nowMs: number,
): Promise<boolean> {
  const changed = await tx
    .updateTable("server")
    .set({ state: turn.after, state_since: new Date(nowMs) })
    .where("id", "=", turn.server.id)
    .where("state", "=", turn.before)
    .returning("id")
    .executeTakeFirst();
  if (!changed) return false;
  if (turn.before === "down")
    await alarm(tx, turn.server, hostEvent(turn, "critical", "ok", "the machine is back"));
  if (turn.before === "unreachable")
    await alarm(tx, turn.server, agentEvent(turn, "warning", "ok", "the agent speaks again"));
  if (turn.after === "down")
    await alarm(
      tx,
      turn.server,
      hostEvent(turn, "ok", "critical", "the agent is silent and the machine does not answer"),
    );
  if (turn.after === "unreachable")
    await alarm(
      tx,
      turn.server,
      agentEvent(
        turn,
        "ok",
        "warning",
        "the agent is silent; nothing shows that the machine is down",
      ),
    );
  return true;
}

function hostEvent(
  turn: Turn,
  from: CheckEvent["from"],
  to: CheckEvent["to"],
  output: string,
): CheckEvent {
  return event("host", turn, from, to, output);
}

function agentEvent(
  turn: Turn,
  from: CheckEvent["from"],
  to: CheckEvent["to"],
  output: string,
): CheckEvent {
  return event("agent", turn, from, to, output);
}

function event(
  check: string,
  turn: Turn,
  from: CheckEvent["from"],
  to: CheckEvent["to"],
  output: string,
): CheckEvent {
  return {
    type: "check",
    seq: 1,
    atMs: turn.atMs,
    check,
    change: "hard",
    from,
    to,
    attempt: 1,
    output,
    value: null,
    clauses: [...turn.clauses],
  };
}
