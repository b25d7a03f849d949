import type { AgentEvent, CheckEvent } from "@driftvakt/protocol/agent";
import { recordSecurityEvent } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** The check under which kills by the kernel for want of memory are told. */
export const OOM_CHECK = "oom-kill";

/** Word that says something about trust or loss, not about the machine's own life. */
const ODD: ReadonlySet<AgentEvent["what"]> = new Set([
  "clock-stepped",
  "spool-dropped",
  "spool-damaged",
  "charter-refused",
  "target-refused",
]);

type Speaker = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
  readonly epoch: number;
};

/** Keeps a machine's word on itself; oddities go on the security record besides. */
export async function takeMachineEvent(tx: Tx, server: Speaker, event: AgentEvent): Promise<void> {
  await tx
    .insertInto("machine_event")
    .values({
      customer_id: server.customerId,
      server_id: server.id,
      epoch: server.epoch,
      seq: event.seq,
      at_ms: event.atMs,
      what: event.what,
      detail: event.detail,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (!ODD.has(event.what)) return;
  await recordSecurityEvent(tx, {
    kind: `agent-${event.what}`,
    customerId: server.customerId,
    serverId: server.id,
    detail: { atMs: event.atMs, detail: event.detail },
  });
}

/** A kill is over when it is told: the problem and its end, one after the other. */
export function oomEvents(event: AgentEvent): readonly [CheckEvent, CheckEvent] {
  const common = {
    type: "check",
    seq: event.seq,
    atMs: event.atMs,
    check: OOM_CHECK,
    change: "hard",
    attempt: 1,
    output: event.detail,
    value: null,
    clauses: [],
  } satisfies Partial<CheckEvent>;
  return [
    { ...common, from: "ok", to: "warning" },
    { ...common, from: "warning", to: "ok", atMs: event.atMs + 1 },
  ];
}

/** How long before an agent's last word a farewell still explains its silence. */
const FAREWELL_HOLDS_MS = 2 * 60 * 1000;

/** The machine's own farewell shortly before it fell silent: it was shut down in good order, by its root or a mandate. */
export async function findFarewell(
  tx: Tx,
  serverId: string,
  silentSinceMs: number,
): Promise<{ readonly atMs: number } | undefined> {
  const row = await tx
    .selectFrom("machine_event")
    .select(["what", "at_ms"])
    .where("server_id", "=", serverId)
    .where("at_ms", ">=", silentSinceMs - FAREWELL_HOLDS_MS)
    .where("what", "in", ["machine-stopping", "machine-started", "started"])
    .orderBy("at_ms", "desc")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.what === "machine-stopping" ? { atMs: row.at_ms } : undefined;
}

/** A machine's word on its own power: it went down in good order, or its agent speaks for the first time since it started. */
export type PowerWord = {
  readonly what: "machine-stopping" | "machine-started";
  readonly atMs: number;
};

/** A machine's words on its own power between two moments, both included, in no order. */
export async function listPowerWords(
  tx: Tx,
  serverId: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<PowerWord[]> {
  const rows = await tx
    .selectFrom("machine_event")
    .select(["what", "at_ms"])
    .where("server_id", "=", serverId)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<=", toMs)
    .where("what", "in", ["machine-stopping", "machine-started"])
    .execute();
  return rows.map((row) => ({ what: row.what as PowerWord["what"], atMs: row.at_ms }));
}
