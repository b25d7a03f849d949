import type { AgentEvent } from "@driftvakt/protocol/agent";
import type { UpdateState } from "@driftvakt/protocol/api";
import { recordAudit, recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

type Speaker = { readonly id: string; readonly customerId: string; readonly hostname: string };

const STATES: Readonly<Partial<Record<AgentEvent["what"], UpdateState>>> = {
  updating: "started",
  updated: "installed",
  "update-refused": "refused",
  "update-rolled-back": "rolled-back",
};
/** Words may come in late: nothing leads back from what a machine ended with. */
const BEFORE: Readonly<Partial<Record<UpdateState, readonly UpdateState[]>>> = {
  started: ["offered"],
  installed: ["offered", "started", "lost"],
  refused: ["offered"],
  "rolled-back": ["offered", "started", "lost"],
};
/** Refusals that say something about whoever sent it, not about the machine. */
const HARMLESS = new Set(["on-hold", "not-updatable", "failed-before", "other-platform"]);

/**
 * Keeps what an agent says of its own update. A refused signature goes on the security record: somebody tried (A20).
 * @returns true where it said something of that kind.
 */
export async function takeUpdateWord(
  tx: Tx,
  server: Speaker,
  event: AgentEvent,
  nowMs: number,
): Promise<boolean> {
  const state = STATES[event.what];
  if (!state) return false;
  const [version = "", ...rest] = event.detail.split(" ");
  const detail = rest.join(" ");
  if (state === "refused" && !HARMLESS.has(detail))
    await recordSecurityEvent(tx, {
      kind: "agent-update-refused",
      customerId: server.customerId,
      serverId: server.id,
      detail: { version, refusal: detail },
    });
  const changed = await tx
    .updateTable("agent_update")
    .set({ state, detail, changed_at: new Date(nowMs) })
    .where("server_id", "=", server.id)
    .where("state", "in", BEFORE[state] ?? [])
    // One whose manifest was not believed names no version: it is the one that was offered.
    .$if(version !== "?", (query) => query.where("version", "=", version))
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return true;
  await recordAudit(
    tx,
    {
      actor: { kind: "agent", id: server.id, name: server.hostname },
      customerId: server.customerId,
      action: `release.${state}`,
      object: `server:${server.id}`,
      detail: { version, detail },
    },
    new Date(nowMs),
  );
  return true;
}
