import type { AgentEvent, CheckEvent } from "@driftvakt/protocol/agent";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { acknowledgeAlert, unacknowledgeAlert } from "./acknowledge-alert.ts";
import {
  applyCheckEvent,
  applyStaleCheckEvent,
  type CheckStanding,
  type OnTurn,
  type WatchedServer,
} from "./apply-check-event.ts";
import { CENTRAL_CHECKS } from "./central-checks.ts";
import { getAlert } from "./get-alert.ts";
import { listAlerts } from "./list-alerts.ts";
import { getMail, listMails } from "./list-mails.ts";
import { sendTestMail } from "./send-test-mail.ts";
import { oomEvents, takeMachineEvent } from "./take-machine-event.ts";

type Speaker = WatchedServer & { readonly epoch: number };

export type Alerting = Feature & {
  readonly handlers: RouteHandlers;
  /** Takes a change of a check's standing from its agent, in the transaction that stores it. */
  onCheckEvent(tx: Tx, server: Speaker, event: CheckEvent, standing?: CheckStanding): Promise<void>;
  /** The same for one that arrives after later word of the same check. */
  onStaleCheckEvent(tx: Tx, server: Speaker, event: CheckEvent): Promise<void>;
  /** Takes a machine's word on itself. */
  onAgentEvent(tx: Tx, server: Speaker, event: AgentEvent): Promise<void>;
  /** Takes what we judge ourselves: the machine's reachability, two agents with one identity. */
  onCentralEvent(tx: Tx, server: WatchedServer, event: CheckEvent): Promise<void>;
};

/** `onTurn` is told of every machine whose incidents, alarms or intervals changed, in the causing transaction. */
export function openAlerting(platform: Platform, onTurn?: OnTurn): Alerting {
  const parts = { bus: platform.bus, portalUrl: platform.config.publicUrl, onTurn };
  const nowMs = () => platform.clock.nowMs();
  const viewAfter = async (tx: Tx, alertId: string) => {
    const { alert } = await getAlert(tx, alertId);
    await platform.bus.publish(tx, "live", {
      topic: "alerts",
      serverId: alert.serverId,
      customerId: alert.customerId,
    });
    return alert;
  };
  const onCentralEvent: Alerting["onCentralEvent"] = (tx, { id, customerId, hostname }, event) =>
    applyCheckEvent(tx, parts, { id, customerId, hostname }, { event }, nowMs());

  return {
    onCentralEvent,
    onCheckEvent: async (tx, server, event, standing) => {
      if (CENTRAL_CHECKS.has(event.check)) return refuse(tx, server, event);
      await applyCheckEvent(tx, parts, server, { event, standing }, nowMs());
    },
    onStaleCheckEvent: async (tx, server, event) => {
      if (CENTRAL_CHECKS.has(event.check)) return refuse(tx, server, event);
      await applyStaleCheckEvent(tx, parts, server, event);
    },
    onAgentEvent: async (tx, server, event) => {
      await takeMachineEvent(tx, server, event);
      if (event.what !== "oom-kill") return;
      for (const kill of oomEvents(event)) await onCentralEvent(tx, server, kill);
    },
    handlers: {
      "alerts.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listAlerts(tx, query)),
      "alerts.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, (tx) => getAlert(tx, params.alertId)),
      "alerts.acknowledge": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const acknowledgement = { ...body, actor: caller.actor };
          await acknowledgeAlert(tx, parts, params.alertId, acknowledgement, nowMs());
          return viewAfter(tx, params.alertId);
        }),
      "alerts.unacknowledge": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await unacknowledgeAlert(tx, params.alertId, caller.actor, nowMs());
          return viewAfter(tx, params.alertId);
        }),
      "mails.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listMails(tx, query)),
      "mails.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, (tx) => getMail(tx, params.mailId)),
      "mails.test": async ({ caller }) => {
        await sendTestMail(platform, caller);
        return { ok: true };
      },
    },
  };
}

/** An agent has no say in what is judged from outside: its root could call its own machine up. */
async function refuse(tx: Tx, server: WatchedServer, event: CheckEvent): Promise<void> {
  await recordSecurityEvent(tx, {
    kind: "agent-judged-central-check",
    customerId: server.customerId,
    serverId: server.id,
    detail: { check: event.check, to: event.to },
  });
}
