import type { CheckEvent } from "@driftvakt/protocol/agent";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { findAlarmRouting, type AlarmRouting } from "../contracts/index.ts";
import type { AlertMailFacts } from "./compose-alert-mail.ts";
import { tellRecipients } from "./notify.ts";
import { planTurn, type TurnPlan } from "./plan-turn.ts";
import { readTurnContext, type TurnContext } from "./read-turn-context.ts";
import { turnInterval } from "./state-intervals.ts";
import { writeIncident } from "./write-incident.ts";

/** Told in the transaction of the change that a machine's incidents, alarms or intervals are other than before. */
export type OnTurn = (tx: Tx, serverId: string) => Promise<void>;

export type AlertingParts = {
  readonly bus: Pick<Bus, "publish">;
  readonly portalUrl: string;
  readonly onTurn?: OnTurn | undefined;
};
export type WatchedServer = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
  /** The enrolment that the event belongs to; absent for what we judge ourselves. */
  readonly epoch?: number;
};

/** Where the check stands by its own agent's words; what we judge ourselves has none. */
export type CheckStanding = { readonly hardSeq: number; readonly flapping: boolean };
const UNHEARD: CheckStanding = { hardSeq: 0, flapping: false };

type Word = { readonly event: CheckEvent; readonly standing?: CheckStanding | undefined };

/**
 * Takes a hard change of a check: opens, changes or closes the incident, keeps the interval, tells the recipients
 * (se-02, msp-07, srv-12). Runs in the transaction that stores the event, with the machine's row held: if the alarm
 * cannot be put on record, the event is not acknowledged either and comes again. The alarm waits: what does not need each other is
 * asked together, and the statements follow each other on the connection.
 */
export async function applyCheckEvent(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  { event, standing = UNHEARD }: Word,
  nowMs: number,
): Promise<void> {
  if (event.change === "soft") return;
  const [context, routing] = await Promise.all([
    readTurnContext(tx, server.id, event),
    findAlarmRouting(tx, server.id),
  ]);
  const { flapping } = standing;
  const superseded = standing.hardSeq > event.seq;
  const plan = planTurn({ event, open: context.open, flapping, superseded, nowMs });
  const alertId = context.open?.id ?? newId(nowMs);
  if (plan.incident === "none") {
    const turned = await turnCheck(tx, server, event, context.open?.id ?? null);
    if (turned) await parts.onTurn?.(tx, server.id);
    return;
  }
  const { id: serverId, customerId } = server;
  await Promise.all([
    turnCheck(tx, server, event, alertId),
    writeIncident(tx, server, { alertId, plan, event, routing, flapping }),
    tell(tx, parts, server, { alertId, plan, event, routing, context }, nowMs),
    parts.onTurn?.(tx, serverId),
    parts.bus.publish(tx, "live", { topic: "alerts", serverId, customerId }),
  ]);
}

/**
 * Takes word of a check that arrives after later word of it: history (R7). Its time finds its place among the
 * intervals; nobody is told, no incident moves.
 */
export async function applyStaleCheckEvent(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  event: CheckEvent,
): Promise<void> {
  if (await turnCheck(tx, server, event, null)) await parts.onTurn?.(tx, server.id);
}

/** Only hard states make intervals; flapping and soft ones say nothing new of them. */
async function turnCheck(
  tx: Tx,
  server: WatchedServer,
  event: CheckEvent,
  alertId: string | null,
): Promise<boolean> {
  const { change, to } = event;
  if (change !== "hard" && change !== "appeared" && change !== "disappeared") return false;
  return turnInterval(tx, {
    customerId: server.customerId,
    serverId: server.id,
    checkId: event.check,
    state: change === "disappeared" ? "gone" : to,
    atMs: event.atMs,
    count: server.epoch === undefined ? undefined : { epoch: server.epoch, seq: event.seq },
    alertId: to === "ok" ? null : alertId,
  });
}

type Told = {
  readonly alertId: string;
  readonly plan: TurnPlan;
  readonly event: CheckEvent;
  readonly routing: AlarmRouting | undefined;
  readonly context: TurnContext;
};

async function tell(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  { alertId, plan, event, routing, context }: Told,
  nowMs: number,
): Promise<void> {
  if (!plan.tell || !routing) return;
  const { open } = context;
  const state = plan.incident === "settle" && open ? open.state : event.to;
  const facts: AlertMailFacts = {
    state: event.check === "host" && state !== "ok" ? "down" : state,
    hostname: server.hostname,
    check: event.check,
    output: event.output,
    clauses: open?.clauses ?? event.clauses,
    sinceMs: open?.opened_at.getTime() ?? event.atMs,
    ...(plan.tell === "recovery" ? { untilMs: event.atMs } : {}),
    timeZone: routing.timeZone,
    late: open?.late ?? plan.late,
    portalUrl: `${parts.portalUrl}/alerts/${alertId}`,
  };
  const { recipients } = routing;
  const telling = { alertId, customerId: server.customerId, kind: plan.tell, recipients, facts };
  await tellRecipients(tx, parts.bus, { ...telling, told: context.told }, nowMs);
}
