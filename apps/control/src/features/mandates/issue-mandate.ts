import { seal } from "@driftvakt/protocol/envelope";
import { mandateSchema, type Actor, type Operation } from "@driftvakt/protocol/mandate";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { Signing } from "../contracts/index.ts";
import { decideOperation } from "./decide-operation.ts";
import { appendStep, nextSequence } from "./repository.ts";

/** How long an agent may be away and still carry it out, in milliseconds: a restart asked for is a restart now. */
const MANDATE_LIFE_MS = 10 * 60 * 1000;
/** Grace for an agent whose clock is behind. */
const CLOCK_GRACE_MS = 2 * 60 * 1000;

export type MandateRequest = {
  serverId: string;
  operation: Operation;
  reason: string;
  actor: AuditActor & { kind: "customer" | "technician" | "system" };
};

/**
 * Issues a mandate: decision, record, signature and audit entry happen together or not at all.
 * @throws AppError `not-found` for an unknown machine, `refused` with the clause where the contract says no,
 *   `conflict` where the machine has no agent.
 */
export async function issueMandate(
  tx: Tx,
  request: MandateRequest,
  signing: Signing,
): Promise<string> {
  const server = await tx
    .selectFrom("server")
    .selectAll()
    .where("id", "=", request.serverId)
    .forUpdate()
    .executeTakeFirst();
  if (!server) throw new AppError("not-found", "no such server");
  if (server.state === "waiting" || server.state === "retired" || server.state === "quarantined") {
    throw new AppError("conflict", `this machine is ${server.state}; it can be told nothing`);
  }
  const decision = await decideOperation(
    tx,
    server.id,
    request.operation.name,
    request.actor.kind,
    signing.nowMs,
  );
  if (!decision.may || !decision.catalogue) {
    throw new AppError("refused", decision.view.sentence.en, {
      reason: decision.view.reason,
      clause: decision.view.clause,
    });
  }
  const id = newId(signing.nowMs);
  const sequence = await nextSequence(tx, server.id, server.epoch);
  const askedBy: Actor = {
    kind: request.actor.kind,
    id: request.actor.id,
    name: request.actor.name,
  };
  const mandate = mandateSchema.parse({
    format: 1,
    id,
    audience: { installationId: signing.installationId, serverId: server.id, epoch: server.epoch },
    sequence,
    operation: request.operation,
    clause: decision.view.clause,
    catalogue: decision.catalogue,
    askedBy,
    approvedBy: [],
    reason: request.reason,
    notBeforeMs: signing.nowMs - CLOCK_GRACE_MS,
    expiresMs: signing.nowMs + MANDATE_LIFE_MS,
  });
  const now = new Date(signing.nowMs);
  await tx
    .insertInto("mandate")
    .values({
      id,
      customer_id: server.customer_id,
      server_id: server.id,
      epoch: server.epoch,
      sequence,
      contract_id: decision.contractId,
      operation: request.operation.name,
      parameters: JSON.stringify(request.operation.parameters),
      clause: mandate.clause,
      asked_by: JSON.stringify(askedBy),
      approved_by: "[]",
      reason: request.reason,
      state: "issued",
      refusal: null,
      envelope: JSON.stringify(seal("mandate", mandate, signing.privateKey)),
      issued_at: now,
      expires_at: new Date(mandate.expiresMs),
      finished_at: null,
    })
    .execute();
  await appendStep(
    tx,
    { id, customer_id: server.customer_id },
    { at: now, stage: "issued", detail: `under ${mandate.clause}` },
  );
  await recordAudit(
    tx,
    {
      actor: request.actor,
      customerId: server.customer_id,
      action: "mandate.issue",
      object: `mandate:${id}`,
      detail: {
        serverId: server.id,
        operation: request.operation,
        clause: mandate.clause,
        reason: request.reason,
      },
    },
    now,
  );
  return id;
}
