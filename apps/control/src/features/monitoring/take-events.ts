import type { AgentWireEvent, CheckEvent, InventoryEvent } from "@driftvakt/protocol/agent";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import type { SpeakingServer } from "../servers/index.ts";
import { advanceStanding, worstOf, type Standing } from "./advance-standing.ts";
import type { EventSinks } from "./event-sinks.ts";
import "./tables.ts";

export type TakeParts = { readonly sinks: EventSinks; readonly bus: Pick<Bus, "publish"> };

/**
 * Takes a machine's events, each once: those taken before are passed over, whatever order and however often they come.
 * @returns false where the machine was enrolled anew or shut out in the meantime: nothing was taken.
 */
export async function takeEvents(
  tx: Tx,
  parts: TakeParts,
  server: SpeakingServer,
  events: readonly AgentWireEvent[],
  nowMs: number,
): Promise<boolean> {
  if (!(await lockSpeaker(tx, server))) return false;
  const fresh = await recordNew(tx, server, events, nowMs);
  const checks = fresh.filter((event) => event.type === "check");
  if (checks.length > 0) await takeCheckEvents(tx, parts, server, checks);
  for (const event of fresh) {
    if (event.type === "inventory") await storeInventory(tx, server, event);
    else if (event.type === "agent") await parts.sinks.onAgentEvent(tx, server, event);
    else if (event.type === "mandate") await parts.sinks.onMandateEvent(tx, server, event);
    else if (event.type === "journal") await parts.sinks.onJournalEntry(tx, server, event);
  }
  return true;
}

/** One transaction at a time speaks for a machine, so that sinks see its events one after the other. */
async function lockSpeaker(tx: Tx, server: SpeakingServer): Promise<boolean> {
  const row = await tx
    .selectFrom("server")
    .select("id")
    .where("id", "=", server.id)
    .where("epoch", "=", server.epoch)
    .where("state", "not in", ["retired", "quarantined"])
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function recordNew(
  tx: Tx,
  server: SpeakingServer,
  events: readonly AgentWireEvent[],
  nowMs: number,
): Promise<AgentWireEvent[]> {
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  const rows = await tx
    .insertInto("agent_event")
    .values(
      [...bySeq.keys()].map((seq) => ({
        customer_id: server.customerId,
        server_id: server.id,
        epoch: server.epoch,
        seq,
        taken_at: new Date(nowMs),
      })),
    )
    .onConflict((conflict) => conflict.columns(["server_id", "epoch", "seq"]).doNothing())
    .returning("seq")
    .execute();
  return rows
    .map((row) => row.seq)
    .sort((a, b) => a - b)
    .map((seq) => bySeq.get(seq)!);
}

async function takeCheckEvents(
  tx: Tx,
  parts: TakeParts,
  server: SpeakingServer,
  events: readonly CheckEvent[],
): Promise<void> {
  const checkIds = [...new Set(events.map((event) => event.check))];
  const standings = await readStandings(tx, server, checkIds);
  const stale = new Set<CheckEvent>();
  for (const event of events) {
    const before = standings.get(event.check);
    if (before && before.seq > event.seq) stale.add(event);
    standings.set(event.check, advanceStanding(before, event));
  }
  await writeStandings(tx, server, standings);
  await updateWorst(tx, parts, server);
  for (const event of events) {
    if (stale.has(event)) await parts.sinks.onStaleCheckEvent?.(tx, server, event);
    else await parts.sinks.onCheckEvent(tx, server, event);
  }
}

async function readStandings(
  tx: Tx,
  server: SpeakingServer,
  checkIds: readonly string[],
): Promise<Map<string, Standing>> {
  const rows = await tx
    .selectFrom("check_standing")
    .selectAll()
    .where("server_id", "=", server.id)
    .where("check_id", "in", checkIds)
    .execute();
  // What an earlier enrolment said is void: its numbers say nothing about the order of these.
  const current = rows.filter((row) => row.epoch === server.epoch);
  return new Map(
    current.map((row) => [
      row.check_id,
      {
        ...row,
        hardState: row.hard_state,
        hardSinceMs: row.hard_since_ms,
        hardSeq: row.hard_seq,
        flappingSeq: row.flapping_seq,
      },
    ]),
  );
}

async function writeStandings(
  tx: Tx,
  server: SpeakingServer,
  standings: ReadonlyMap<string, Standing>,
): Promise<void> {
  const rows = [...standings].map(([checkId, standing]) => ({
    customer_id: server.customerId,
    server_id: server.id,
    check_id: checkId,
    epoch: server.epoch,
    seq: standing.seq,
    state: standing.state,
    attempt: standing.attempt,
    output: standing.output,
    value: standing.value,
    clauses: [...standing.clauses],
    gone: standing.gone,
    hard: standing.hard,
    hard_state: standing.hardState,
    hard_since_ms: standing.hardSinceMs,
    hard_seq: standing.hardSeq,
    flapping: standing.flapping,
    flapping_seq: standing.flappingSeq,
  }));
  await tx
    .insertInto("check_standing")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["customer_id", "server_id", "check_id"]).doUpdateSet((eb) => ({
        epoch: eb.ref("excluded.epoch"),
        seq: eb.ref("excluded.seq"),
        state: eb.ref("excluded.state"),
        attempt: eb.ref("excluded.attempt"),
        output: eb.ref("excluded.output"),
        value: eb.ref("excluded.value"),
        clauses: eb.ref("excluded.clauses"),
        gone: eb.ref("excluded.gone"),
        hard: eb.ref("excluded.hard"),
        hard_state: eb.ref("excluded.hard_state"),
        hard_since_ms: eb.ref("excluded.hard_since_ms"),
        hard_seq: eb.ref("excluded.hard_seq"),
        flapping: eb.ref("excluded.flapping"),
        flapping_seq: eb.ref("excluded.flapping_seq"),
      })),
    )
    .execute();
}

/** Keeps the worst hard state beside the machine, where the list of servers reads it. */
async function updateWorst(tx: Tx, parts: TakeParts, server: SpeakingServer): Promise<void> {
  const rows = await tx
    .selectFrom("check_standing")
    .select("hard_state")
    .distinct()
    .where("server_id", "=", server.id)
    .where("epoch", "=", server.epoch)
    .where("gone", "=", false)
    .execute();
  const worst = worstOf(rows.map((row) => row.hard_state));
  const changed = await tx
    .updateTable("server")
    .set({ worst })
    .where("id", "=", server.id)
    .where("worst", "!=", worst)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return;
  await parts.bus.publish(tx, "live", {
    topic: "servers",
    serverId: server.id,
    customerId: server.customerId,
  });
}

/** Keeps the newest of each part. */
async function storeInventory(
  tx: Tx,
  server: SpeakingServer,
  event: InventoryEvent,
): Promise<void> {
  await tx
    .insertInto("inventory_part")
    .values({
      customer_id: server.customerId,
      server_id: server.id,
      part: event.part,
      epoch: server.epoch,
      seq: event.seq,
      at_ms: event.atMs,
      items: JSON.stringify(event.items),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["customer_id", "server_id", "part"])
        .doUpdateSet((eb) => ({
          epoch: eb.ref("excluded.epoch"),
          seq: eb.ref("excluded.seq"),
          at_ms: eb.ref("excluded.at_ms"),
          items: eb.ref("excluded.items"),
        }))
        .where((eb) =>
          eb.or([
            eb("inventory_part.epoch", "<", eb.ref("excluded.epoch")),
            eb.and([
              eb("inventory_part.epoch", "=", eb.ref("excluded.epoch")),
              eb("inventory_part.seq", "<", eb.ref("excluded.seq")),
            ]),
          ]),
        ),
    )
    .execute();
}
