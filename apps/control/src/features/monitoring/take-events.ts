import type { CheckState } from "@driftvakt/domain/monitoring";
import type { AgentWireEvent, CheckEvent, InventoryEvent } from "@driftvakt/protocol/agent";
import { sql, type Selectable } from "kysely";
import type { Bus } from "../../platform/bus/index.ts";
import { askInOrder, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { SpeakingServer } from "../servers/index.ts";
import { advanceStanding, WORST_FIRST, type Standing } from "./advance-standing.ts";
import type { EventSinks } from "./event-sinks.ts";
import type { CheckStandingTable } from "./tables.ts";

export type TakeParts = { readonly sinks: EventSinks; readonly bus: Pick<Bus, "publish"> };

/**
 * Takes a machine's events, each once: those taken before are passed over, whatever order and however often they come. An
 * alarm may wait for it: what does not need each other's answer is asked together.
 * @throws AppError `unauthenticated` where the machine was enrolled anew or shut out in the meantime: nothing is taken.
 */
export async function takeEvents(
  tx: Tx,
  parts: TakeParts,
  server: SpeakingServer,
  events: readonly AgentWireEvent[],
  nowMs: number,
): Promise<void> {
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  const [speaker, recorded, standings] = await askInOrder(tx, [
    lockSpeaker(tx, server),
    recordNew(tx, server, [...bySeq.keys()], nowMs),
    readStandings(tx, server, listChecks(events)),
  ]);
  if (speaker.length === 0)
    throw new AppError("unauthenticated", "this session is over; sign in again");
  const fresh = recorded
    .map(({ seq }) => seq)
    .sort((a, b) => a - b)
    .map((seq) => bySeq.get(seq)!);
  const checks = fresh.filter((event) => event.type === "check");
  if (checks.length > 0)
    await takeCheckEvents(tx, parts, server, checks, indexStandings(server, standings));
  for (const event of fresh) {
    if (event.type === "inventory") await storeInventory(tx, server, event);
    else if (event.type === "agent") await parts.sinks.onAgentEvent(tx, server, event);
    else if (event.type === "mandate") await parts.sinks.onMandateEvent(tx, server, event);
    else if (event.type === "journal") await parts.sinks.onJournalEntry(tx, server, event);
  }
}

/** One transaction at a time speaks for a machine, so that sinks see its events one after the other. */
function lockSpeaker(tx: Tx, server: SpeakingServer) {
  return tx
    .selectFrom("server")
    .select("id")
    .where("id", "=", server.id)
    .where("epoch", "=", server.epoch)
    .where("state", "not in", ["retired", "quarantined"])
    .forNoKeyUpdate();
}

/** Answers with the numbers that were not taken before. */
function recordNew(tx: Tx, server: SpeakingServer, seqs: readonly number[], nowMs: number) {
  return tx
    .insertInto("agent_event")
    .values(
      seqs.map((seq) => ({
        customer_id: server.customerId,
        server_id: server.id,
        epoch: server.epoch,
        seq,
        taken_at: new Date(nowMs),
      })),
    )
    .onConflict((conflict) => conflict.columns(["server_id", "epoch", "seq"]).doNothing())
    .returning("seq");
}

function listChecks(events: readonly AgentWireEvent[]): string[] {
  return [...new Set(events.flatMap((event) => (event.type === "check" ? [event.check] : [])))];
}

async function takeCheckEvents(
  tx: Tx,
  parts: TakeParts,
  server: SpeakingServer,
  events: readonly CheckEvent[],
  before: ReadonlyMap<string, Standing>,
): Promise<void> {
  const standings = new Map<string, Standing>();
  const stale = new Set<CheckEvent>();
  for (const event of events) {
    const last = standings.get(event.check) ?? before.get(event.check);
    if (last && last.seq > event.seq) stale.add(event);
    standings.set(event.check, advanceStanding(last, event));
  }
  await Promise.all([
    writeStandings(tx, parts, server, standings),
    tellSinks(tx, parts, server, events, { standings, stale }),
  ]);
}

async function tellSinks(
  tx: Tx,
  { sinks }: TakeParts,
  server: SpeakingServer,
  events: readonly CheckEvent[],
  known: {
    readonly standings: ReadonlyMap<string, Standing>;
    readonly stale: ReadonlySet<CheckEvent>;
  },
): Promise<void> {
  for (const event of events) {
    if (known.stale.has(event)) await sinks.onStaleCheckEvent?.(tx, server, event);
    else await sinks.onCheckEvent(tx, server, event, known.standings.get(event.check)!);
  }
}

function readStandings(tx: Tx, server: SpeakingServer, checkIds: readonly string[]) {
  return tx
    .selectFrom("check_standing")
    .selectAll()
    .where("server_id", "=", server.id)
    .where("check_id", "=", sql<string>`any(${checkIds}::text[])`);
}

/** What an earlier enrolment said is void: its numbers say nothing about the order of these. */
function indexStandings(
  server: SpeakingServer,
  rows: readonly Selectable<CheckStandingTable>[],
): Map<string, Standing> {
  return new Map(
    rows
      .filter((row) => row.epoch === server.epoch)
      .map((row) => [
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

/** Writes where checks stand, and the worst of them beside the machine, where the list of servers reads it. */
async function writeStandings(
  tx: Tx,
  { bus }: TakeParts,
  server: SpeakingServer,
  standings: ReadonlyMap<string, Standing>,
): Promise<void> {
  const [, changed] = await askInOrder(tx, [
    upsertStandings(tx, server, standings),
    updateWorst(tx, server),
  ]);
  if (changed.length === 0) return;
  await bus.publish(tx, "live", {
    topic: "servers",
    serverId: server.id,
    customerId: server.customerId,
  });
}

function upsertStandings(tx: Tx, server: SpeakingServer, standings: ReadonlyMap<string, Standing>) {
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
  return tx
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
    );
}

/** Answers with the machine where its worst hard state is another than before. */
function updateWorst(tx: Tx, server: SpeakingServer) {
  const worst = tx
    .selectFrom("check_standing")
    .select("hard_state")
    .where("server_id", "=", server.id)
    .where("epoch", "=", server.epoch)
    .where("gone", "=", false)
    .orderBy(sql`array_position(${WORST_FIRST}::text[], hard_state)`)
    .limit(1);
  return tx
    .with("standing", (db) =>
      db.selectNoFrom((eb) => eb.fn.coalesce(worst, sql<CheckState>`'ok'`).as("worst")),
    )
    .updateTable("server")
    .from("standing")
    .set((eb) => ({ worst: eb.ref("standing.worst") }))
    .where("server.id", "=", server.id)
    .whereRef("server.worst", "!=", "standing.worst")
    .returning("server.id");
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
