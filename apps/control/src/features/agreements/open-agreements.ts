import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Caller, RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import type { Contracts } from "../contracts/index.ts";
import { askContract } from "./ask-contract.ts";
import { getAgreements } from "./get-agreements.ts";
import { findDocument, publishDocument } from "./publish-document.ts";
import { acceptDocument, setConsent } from "./sign-agreement.ts";

/** What was agreed, by whom and when: orders, terms, consents. */
export function openAgreements(
  platform: Platform,
  contracts: Pick<Contracts, "order" | "confirm">,
): Feature & { readonly handlers: RouteHandlers } {
  const nowMs = () => platform.clock.nowMs();
  const change = (caller: Caller, contractId: string, work: (tx: Tx) => Promise<void>) =>
    inScope(platform.db, caller.scope, async (tx) => {
      await work(tx);
      const row = await tx
        .selectFrom("contract")
        .select("customer_id")
        .where("id", "=", contractId)
        .executeTakeFirstOrThrow();
      await platform.bus.publish(tx, "live", {
        topic: "contracts",
        serverId: null,
        customerId: row.customer_id,
      });
      return getAgreements(tx, contractId);
    });

  return {
    handlers: {
      "agreements.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, (tx) => getAgreements(tx, params.contractId)),
      "agreements.order": ({ caller, params }) =>
        change(caller, params.contractId, (tx) =>
          contracts.order(tx, params.contractId, caller.actor),
        ),
      "agreements.confirm": ({ caller, params, body }) =>
        change(caller, params.contractId, (tx) =>
          contracts.confirm(tx, params.contractId, body, caller.actor),
        ),
      "agreements.accept": ({ caller, params, body }) =>
        change(caller, params.contractId, (tx) =>
          acceptDocument(tx, params.contractId, body, caller.actor, nowMs()),
        ),
      "agreements.consent": ({ caller, params, body }) =>
        change(caller, params.contractId, (tx) =>
          setConsent(
            tx,
            params.contractId,
            { id: params.consentId, given: body.given },
            caller.actor,
            nowMs(),
          ),
        ),
      "agreements.ask": ({ caller, params, body }) =>
        inScope(platform.db, caller.scope, (tx) =>
          askContract(
            tx,
            params.contractId,
            body,
            caller.customerId === null ? "technician" : "customer",
            nowMs(),
          ),
        ),
      "documents.publish": ({ caller, body }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          await publishDocument(tx, body, caller.actor, nowMs());
          await platform.bus.publish(tx, "live", {
            topic: "contracts",
            serverId: null,
            customerId: null,
            everybody: true,
          });
          return { ok: true };
        }),
      "documents.get": ({ caller, params }) =>
        inScope(platform.db, caller.scope, async (tx) => {
          const row = await findDocument(tx, params.documentId, params.version);
          if (!row) throw new AppError("not-found", "no such version of this document");
          return {
            id: row.id,
            version: row.version,
            title: row.title,
            text: row.body,
            publishedAtMs: row.published_at.getTime(),
            hash: row.hash,
          };
        }),
    },
  };
}
