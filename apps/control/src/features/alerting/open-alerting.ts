import type { CheckEvent } from "@driftvakt/protocol/agent";
import { inScope, type Tx } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { acknowledgeAlert, unacknowledgeAlert } from "./acknowledge-alert.ts";
import { applyCheckEvent, type WatchedServer } from "./apply-check-event.ts";
import { getAlert } from "./get-alert.ts";
import { listAlerts } from "./list-alerts.ts";
import { getMail, listMails } from "./list-mails.ts";

export type Alerting = Feature & {
  readonly handlers: RouteHandlers;
  /** Takes a change of a check's standing, in the transaction that stores it. */
  onCheckEvent(tx: Tx, server: WatchedServer, event: CheckEvent): Promise<void>;
};

export function openAlerting(platform: Platform): Alerting {
  const parts = { bus: platform.bus, portalUrl: platform.config.publicUrl };
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
  return {
    onCheckEvent: (tx, server, event) => applyCheckEvent(tx, parts, server, event, nowMs()),
    handlers: {
      "alerts.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listAlerts(tx, query)),
      "alerts.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, (tx) => getAlert(tx, params.alertId)),
      "alerts.acknowledge": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await acknowledgeAlert(tx, params.alertId, { ...body, actor: caller.actor }, nowMs());
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
    },
  };
}
