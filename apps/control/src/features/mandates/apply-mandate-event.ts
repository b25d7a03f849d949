import type { MandateState } from "@driftvakt/protocol/api";
import type { MandateEvent } from "@driftvakt/protocol/agent";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { appendStep, FINAL_STATES, lockMandate } from "./repository.ts";

/** The machine that speaks, as its session proves it. */
export type SpeakingServer = { id: string; customerId: string; hostname: string; epoch: number };

const STATE_OF_STAGE = {
  accepted: "accepted",
  refused: "refused",
  started: "running",
  succeeded: "succeeded",
  failed: "failed",
} as const satisfies Record<MandateEvent["stage"], MandateState>;

/**
 * Takes an agent's word on a mandate. A final state stays; an agent may only speak of its own machine's mandates (A14).
 * @returns whether anything changed.
 */
export async function applyMandateEvent(
  tx: Tx,
  server: SpeakingServer,
  event: MandateEvent,
): Promise<boolean> {
  if (event.mandateId === null) {
    await recordSecurityEvent(tx, {
      kind: "mandate-refused",
      customerId: server.customerId,
      serverId: server.id,
      detail: { refusal: event.refusal, output: event.output },
    });
    return false;
  }
  const mandate = await lockMandate(tx, event.mandateId);
  if (!mandate || mandate.server_id !== server.id) {
    const foreign = mandate !== undefined;
    await recordSecurityEvent(tx, {
      kind: foreign ? "foreign-mandate-result" : "unknown-mandate-result",
      customerId: server.customerId,
      serverId: server.id,
      detail: { mandateId: event.mandateId, stage: event.stage, refusal: event.refusal },
    });
    return false;
  }
  if ((FINAL_STATES as readonly string[]).includes(mandate.state)) return false;
  const state = STATE_OF_STAGE[event.stage];
  if (state === mandate.state) return false;
  const at = new Date(event.atMs);
  const final = (FINAL_STATES as readonly string[]).includes(state);
  await tx
    .updateTable("mandate")
    .set({ state, refusal: event.refusal, output: event.output, finished_at: final ? at : null })
    .where("id", "=", mandate.id)
    .execute();
  await appendStep(tx, mandate, { at, stage: state, detail: event.refusal ?? event.output });
  if (state === "refused") {
    await recordSecurityEvent(tx, {
      kind: "mandate-refused",
      customerId: server.customerId,
      serverId: server.id,
      detail: { mandateId: mandate.id, refusal: event.refusal },
    });
  }
  return true;
}
