import type { CheckEvent } from "@driftvakt/protocol/agent";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { findAlarmRouting, type AlarmRouting } from "../contracts/index.ts";
import { tellRecipients, type Telling } from "./notify.ts";
import { appendAlertStep, lockOpenAlert, turnInterval } from "./repository.ts";
import type { AlertMailFacts } from "./compose-alert-mail.ts";

/** Word that is older than this when it arrives is late: it is told as history, not as news. */
export const LATE_AFTER_MS = 2 * 60 * 1000;

export type AlertingParts = { readonly bus: Pick<Bus, "publish">; readonly portalUrl: string };
export type WatchedServer = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
};

/**
 * Takes a hard change of a check: opens, changes or closes the incident, keeps the interval, tells the recipients
 * (se-02, msp-07, srv-12). Runs in the transaction that stores the event: if the alarm cannot be put on record, the
 * event is not acknowledged either and comes again.
 */
export async function applyCheckEvent(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  event: CheckEvent,
  nowMs: number,
): Promise<void> {
  if (event.change === "soft") return;
  if (event.change === "disappeared") return closeVanished(tx, parts, server, event);
  if (event.change === "appeared") {
    await turnInterval(tx, {
      customerId: server.customerId,
      serverId: server.id,
      checkId: event.check,
      state: event.to,
      atMs: event.atMs,
      alertId: null,
    });
    if (event.to === "ok") return;
  }
  const open = await lockOpenAlert(tx, server.id, event.check);
  if (event.change === "flapping-started" || event.change === "flapping-stopped") {
    if (open)
      await tx
        .updateTable("alert")
        .set({ flapping: event.change === "flapping-started" })
        .where("id", "=", open.id)
        .execute();
    return;
  }
  if (event.to === "ok") {
    if (open) await closeAlert(tx, parts, server, open, event, nowMs);
  } else if (open) {
    await changeAlert(tx, parts, server, open, event, nowMs);
  } else {
    await openAlert(tx, parts, server, event, nowMs);
  }
  await turnInterval(tx, {
    customerId: server.customerId,
    serverId: server.id,
    checkId: event.check,
    state: event.to,
    atMs: event.atMs,
    alertId: null,
  });
  await parts.bus.publish(tx, "live", {
    topic: "alerts",
    serverId: server.id,
    customerId: server.customerId,
  });
}

type OpenAlert = NonNullable<Awaited<ReturnType<typeof lockOpenAlert>>>;

async function openAlert(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  event: CheckEvent,
  nowMs: number,
): Promise<void> {
  const routing = await findAlarmRouting(tx, server.id);
  const late = nowMs - event.atMs > LATE_AFTER_MS;
  const alert = {
    id: newId(nowMs),
    customer_id: server.customerId,
    server_id: server.id,
    check_id: event.check,
    contract_id: routing?.contractId ?? null,
    state: event.to,
    output: event.output,
    clauses: event.clauses,
    opened_at: new Date(event.atMs),
    closed_at: null,
    late,
    flapping: false,
    acknowledged_by: null,
    acknowledged_at: null,
    acknowledgement_comment: null,
  };
  await tx.insertInto("alert").values(alert).execute();
  await appendAlertStep(tx, alert, {
    at: alert.opened_at,
    what: "opened",
    detail: `${event.from} → ${event.to}: ${event.output}`,
  });
  await tell(
    tx,
    parts,
    server,
    { id: alert.id, sinceMs: event.atMs, clauses: event.clauses, late },
    "problem",
    event,
    routing,
    nowMs,
  );
}

async function changeAlert(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  alert: OpenAlert,
  event: CheckEvent,
  nowMs: number,
): Promise<void> {
  if (alert.state === event.to) return;
  const keeps = alert.acknowledgement_sticky;
  await tx
    .updateTable("alert")
    .set({
      state: event.to,
      output: event.output,
      ...(keeps
        ? {}
        : { acknowledged_by: null, acknowledged_at: null, acknowledgement_comment: null }),
    })
    .where("id", "=", alert.id)
    .execute();
  await appendAlertStep(tx, alert, {
    at: new Date(event.atMs),
    what: "changed",
    detail: `${alert.state} → ${event.to}: ${event.output}`,
  });
  if (alert.flapping || (keeps && alert.acknowledged_at)) return;
  const routing = await findAlarmRouting(tx, server.id);
  await tell(tx, parts, server, factsOf(alert), "problem", event, routing, nowMs);
}

async function closeAlert(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  alert: OpenAlert,
  event: CheckEvent,
  nowMs: number,
): Promise<void> {
  await tx
    .updateTable("alert")
    .set({ state: "ok", closed_at: new Date(Math.max(event.atMs, alert.opened_at.getTime())) })
    .where("id", "=", alert.id)
    .execute();
  await appendAlertStep(tx, alert, {
    at: new Date(event.atMs),
    what: "recovered",
    detail: event.output,
  });
  if (alert.flapping) return;
  const routing = await findAlarmRouting(tx, server.id);
  await tell(tx, parts, server, factsOf(alert), "recovery", event, routing, nowMs);
}

/** What is no longer watched is no longer wrong; nobody is told of a recovery that nobody saw. */
async function closeVanished(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  event: CheckEvent,
): Promise<void> {
  const open = await lockOpenAlert(tx, server.id, event.check);
  await tx
    .updateTable("state_interval")
    .set({ to_ms: event.atMs })
    .where("server_id", "=", server.id)
    .where("check_id", "=", event.check)
    .where("to_ms", "is", null)
    .where("from_ms", "<=", event.atMs)
    .execute();
  if (!open) return;
  await tx
    .updateTable("alert")
    .set({ closed_at: new Date(Math.max(event.atMs, open.opened_at.getTime())) })
    .where("id", "=", open.id)
    .execute();
  await appendAlertStep(tx, open, {
    at: new Date(event.atMs),
    what: "no longer watched",
    detail: event.output,
  });
  await parts.bus.publish(tx, "live", {
    topic: "alerts",
    serverId: server.id,
    customerId: server.customerId,
  });
}

type ToldAlert = { id: string; sinceMs: number; clauses: readonly string[]; late: boolean };

function factsOf(alert: OpenAlert): ToldAlert {
  return {
    id: alert.id,
    sinceMs: alert.opened_at.getTime(),
    clauses: alert.clauses,
    late: alert.late,
  };
}

/** A late problem that is over already is history: only its record is kept. */
async function tell(
  tx: Tx,
  parts: AlertingParts,
  server: WatchedServer,
  alert: ToldAlert,
  kind: Telling["kind"],
  event: CheckEvent,
  routing: AlarmRouting | undefined,
  nowMs: number,
): Promise<void> {
  if (!routing) return;
  const facts: AlertMailFacts = {
    state: event.check === "host" && event.to !== "ok" ? "down" : event.to,
    hostname: server.hostname,
    check: event.check,
    output: event.output,
    clauses: alert.clauses,
    sinceMs: alert.sinceMs,
    ...(kind === "recovery" ? { untilMs: event.atMs } : {}),
    timeZone: routing.timeZone,
    late: alert.late,
    portalUrl: `${parts.portalUrl}/alerts/${alert.id}`,
  };
  await tellRecipients(
    tx,
    parts.bus,
    {
      alertId: alert.id,
      customerId: server.customerId,
      kind,
      recipients: routing.recipients,
      facts,
    },
    nowMs,
  );
}
