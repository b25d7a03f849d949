import type { Reachability } from "@driftvakt/domain/monitoring";
import type { CheckEvent } from "@driftvakt/protocol/agent";
import type { Tx } from "../../platform/database/index.ts";
import {
  AGENT_CHECK,
  HOST_CHECK,
  turnInterval,
  type IntervalState,
  type WatchedServer,
} from "../alerting/index.ts";

export type Turn = {
  readonly server: WatchedServer;
  readonly before: Reachability;
  readonly after: Reachability;
  /** When it happened: the last sign of life for going away, now for coming back. */
  readonly atMs: number;
  /** From when to then nobody listened at all, where that is so: nothing is known of that time. */
  readonly unknownFromMs?: number | undefined;
  readonly clauses: readonly string[];
  /** Its own farewell, where it was shut down in good order. */
  readonly farewell?: { readonly atMs: number } | undefined;
};

type Alarm = (tx: Tx, server: WatchedServer, event: CheckEvent) => Promise<void>;

/**
 * Puts a machine's new reachability on record and alarms: `host` critical when it is down (msp-07), `agent` warning
 * when only its agent is silent. Time with a silent agent is unknown, not downtime (R12). Does nothing where another
 * process was first.
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
  if (turn.unknownFromMs !== undefined) await turnHost(tx, turn, "unknown", turn.unknownFromMs);
  for (const event of eventsOf(turn)) await alarm(tx, turn.server, event);
  if (turn.after !== "down")
    await turnHost(tx, turn, turn.after === "up" ? "ok" : "unknown", turn.atMs);
  return true;
}

function turnHost(tx: Tx, turn: Turn, state: IntervalState, atMs: number): Promise<boolean> {
  const { customerId, id: serverId } = turn.server;
  return turnInterval(tx, { customerId, serverId, checkId: HOST_CHECK, state, atMs });
}

function eventsOf(turn: Turn): CheckEvent[] {
  const events: CheckEvent[] = [];
  if (turn.before === "down")
    events.push(event(HOST_CHECK, turn, "critical", "ok", backText(turn)));
  if (turn.before === "unreachable")
    events.push(event(AGENT_CHECK, turn, "warning", "ok", agentOverText(turn)));
  if (turn.after === "down") events.push(event(HOST_CHECK, turn, "ok", "critical", downText(turn)));
  if (turn.after === "unreachable")
    events.push(event(AGENT_CHECK, turn, "ok", "warning", SILENT_TEXT));
  return events;
}

const SILENT_TEXT = "the agent is silent; nothing shows that the machine is down";

function backText({ after }: Turn): string {
  return after === "up"
    ? "the machine is back"
    : "the machine answers again; its agent is still silent";
}

function agentOverText({ after }: Turn): string {
  return after === "up"
    ? "the agent speaks again"
    : "the machine does not answer any more either; see the alarm of the machine";
}

function downText({ farewell }: Turn): string {
  return farewell
    ? `the machine was shut down in good order at ${new Date(farewell.atMs).toISOString()} and does not answer`
    : "the agent is silent and the machine does not answer";
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
