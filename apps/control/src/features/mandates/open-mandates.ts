import type { JournalEvent, MandateEvent, Order } from "@driftvakt/protocol/agent";
import type { MandateView } from "@driftvakt/protocol/api";
import type { Caller, RouteHandlers } from "../../platform/http/index.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import type { Contracts } from "../contracts/index.ts";
import { applyMandateEvent, type SpeakingServer } from "./apply-mandate-event.ts";
import { cancelMandate } from "./cancel-mandate.ts";
import { decideOperation } from "./decide-operation.ts";
import { expireMandates } from "./expire-mandates.ts";
import { issueMandate } from "./issue-mandate.ts";
import { listJournal } from "./list-journal.ts";
import { listMandates, viewMandate } from "./list-mandates.ts";
import { findMandate, listSteps, listUndelivered, markDelivered } from "./repository.ts";
import { storeJournalEntry } from "./store-journal-entry.ts";

export type Mandates = Feature & {
  readonly handlers: RouteHandlers;
  /** Mandates that the agent of this machine has not accepted yet; they count as delivered once they are asked for. */
  listOrders(tx: Tx, serverId: string): Promise<Order[]>;
  onMandateEvent(tx: Tx, server: SpeakingServer, event: MandateEvent): Promise<void>;
  onJournalEntry(tx: Tx, server: SpeakingServer, event: JournalEvent): Promise<void>;
};

const EXPIRY_JOB = "expire-mandates";

export function openMandates(platform: Platform, contracts: Pick<Contracts, "signing">): Mandates {
  const nowMs = () => platform.clock.nowMs();

  const getView = async (tx: Tx, mandateId: string): Promise<MandateView> => {
    const row = await findMandate(tx, mandateId);
    if (!row) throw new AppError("not-found", "no such mandate");
    return viewMandate(row);
  };

  const announce = (tx: Tx, serverId: string, customerId: string) =>
    platform.bus.publish(tx, "live", { topic: "mandates", serverId, customerId });

  return {
    listOrders: async (tx, serverId) => {
      const server = await tx
        .selectFrom("server")
        .select("epoch")
        .where("id", "=", serverId)
        .executeTakeFirst();
      if (!server) return [];
      const rows = await listUndelivered(tx, serverId, server.epoch, new Date(nowMs()));
      for (const row of rows) await markDelivered(tx, row, new Date(nowMs()));
      return rows.map((row) => ({ type: "mandate", envelope: row.envelope }));
    },
    onMandateEvent: async (tx, server, event) => {
      if (await applyMandateEvent(tx, server, event))
        await announce(tx, server.id, server.customerId);
    },
    onJournalEntry: storeJournalEntry,
    start: async () => {
      await platform.jobs.work(EXPIRY_JOB, () =>
        inScope(platform.db, "provider", async (tx) => {
          for (const { serverId, customerId } of await expireMandates(tx, nowMs()))
            await announce(tx, serverId, customerId);
        }),
      );
      await platform.jobs.schedule(EXPIRY_JOB, "* * * * *");
    },
    handlers: {
      "mandates.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listMandates(tx, query)),
      "mandates.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => ({
          mandate: await getView(tx, params.mandateId),
          course: (await listSteps(tx, params.mandateId)).map((step) => ({
            atMs: step.at.getTime(),
            stage: step.stage,
            detail: step.detail,
          })),
        })),
      "mandates.preview": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const server = await tx
            .selectFrom("server")
            .select("id")
            .where("id", "=", params.serverId)
            .executeTakeFirst();
          if (!server) throw new AppError("not-found", "no such server");
          const { name } = body.operation;
          return (await decideOperation(tx, server.id, name, askerOf(caller), nowMs())).view;
        }),
      "mandates.issue": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const actor = { ...caller.actor, kind: askerOf(caller) };
          const id = await issueMandate(
            tx,
            { serverId: params.serverId, operation: body.operation, reason: body.reason, actor },
            contracts.signing(),
          );
          await platform.bus.publish(tx, "orders", { serverId: params.serverId });
          const view = await getView(tx, id);
          await announce(tx, view.serverId, view.customerId);
          return view;
        }),
      "mandates.cancel": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await cancelMandate(tx, params.mandateId, caller.actor, nowMs());
          const view = await getView(tx, params.mandateId);
          await announce(tx, view.serverId, view.customerId);
          return view;
        }),
      "servers.journal": ({ caller, params, query }) =>
        inScope(platform.db, caller.scope, (tx) => listJournal(tx, params.serverId, query)),
    },
  };
}

/** Only people ask through the API: the provider's as technicians, a customer's as customers. */
function askerOf(caller: Caller): "customer" | "technician" {
  return caller.customerId === null ? "technician" : "customer";
}
