import { parseMetricKey } from "@driftvakt/domain/monitoring";
import { sql, type Kysely } from "kysely";
import { inScope, type Database } from "../../platform/database/index.ts";
import type { Log } from "../../platform/log/index.ts";
import type { AgentSession, Sessions } from "../servers/index.ts";
import type { Layout } from "./open-layouts.ts";

export type Presence = {
  /** A machine spoke just now. Cheap: called for every batch. */
  spoke(session: AgentSession, nowMs: number): void;
  /** Its newest readings. */
  read(
    session: AgentSession,
    atMs: number,
    layout: Layout,
    values: readonly (number | null)[],
  ): void;
  /** Writes what has gathered; the timer does it every few seconds. */
  flush(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
};

type Parts = { readonly db: Kysely<Database>; readonly log: Log; readonly sessions: Sessions };

type Seen = {
  readonly session: AgentSession;
  lastSeenMs: number;
  readAtMs: number;
  layout: Layout | undefined;
  values: readonly (number | null)[];
};

export const PRESENCE_SECONDS = 4;

/**
 * Remembers when each machine was last heard of and its newest readings, and writes both for all machines in one
 * statement every few seconds: per report it would cost more than the report. The statement also tells which machines
 * were shut out or enrolled anew, so that their sessions end here within seconds even where the bus failed (A08).
 */
export function openPresence({ db, log, sessions }: Parts): Presence {
  let seen = new Map<string, Seen>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  const of = (session: AgentSession): Seen => {
    const known = seen.get(session.id);
    if (known?.session === session) return known;
    const fresh = { session, lastSeenMs: 0, readAtMs: 0, layout: undefined, values: [] };
    seen.set(session.id, fresh);
    return fresh;
  };

  const write = async (): Promise<void> => {
    const batch = [...seen.values()];
    if (batch.length === 0) return;
    seen = new Map();
    const rows = await inScope(db, "provider", (tx) => updateServers(tx, batch));
    const alive = new Map(rows.map((row) => [row.id, row]));
    for (const { session } of batch) {
      const row = alive.get(session.id);
      if (row && (row.epoch !== session.epoch || SHUT_OUT.has(row.state)))
        sessions.forget(session.id);
    }
  };

  const flush = (): Promise<void> => {
    flushing ??= write().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  return {
    spoke: (session, nowMs) => {
      of(session).lastSeenMs = nowMs;
    },
    read: (session, atMs, layout, values) => {
      const own = of(session);
      if (atMs < own.readAtMs) return;
      own.readAtMs = atMs;
      own.layout = layout;
      own.values = values;
    },
    flush,
    start: () => {
      timer = setInterval(() => {
        flush().catch((error: unknown) => log.error("last-seen times not written", { error }));
      }, PRESENCE_SECONDS * 1000);
    },
    stop: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

const SHUT_OUT = new Set(["retired", "quarantined"]);

type Row = { id: string; epoch: number; state: string };

/** Rows that another transaction holds are passed over: the next round has them, and nobody waits for this one. */
async function updateServers(
  tx: Parameters<Parameters<typeof inScope>[2]>[0],
  batch: readonly Seen[],
): Promise<Row[]> {
  const latest = batch.map(({ layout, values }) => summarise(layout, values));
  const { rows } = await sql<Row>`
    with seen as (
      select * from unnest(
        ${batch.map((one) => one.session.id)}::uuid[],
        ${batch.map((one) => one.lastSeenMs)}::float8[],
        ${latest.map((one) => one?.cpu ?? null)}::real[],
        ${latest.map((one) => one?.memory ?? null)}::real[],
        ${latest.map((one) => one?.filesystem ?? null)}::real[],
        ${latest.map((one) => one !== undefined)}::boolean[]
      ) as s (id, at_ms, cpu, memory, filesystem, has_readings)
    ), free as (
      select server.id from server join seen on seen.id = server.id
      for no key update of server skip locked
    )
    update server set
      last_seen_at = greatest(last_seen_at, to_timestamp(seen.at_ms / 1000)),
      cpu_percent = case when has_readings then cpu else cpu_percent end,
      memory_percent = case when has_readings then memory else memory_percent end,
      filesystem_percent = case when has_readings then filesystem else filesystem_percent end
    from seen join free on free.id = seen.id
    where server.id = seen.id
    returning server.id, server.epoch, server.state`.execute(tx);
  return rows;
}

type Places = { cpu: number; memory: number; filesystems: readonly number[] };
const places = new WeakMap<Layout, Places>();

/** Where in a layout's rows the readings of the server list stand; found once a layout. */
function placesOf(layout: Layout): Places {
  const known = places.get(layout);
  if (known) return known;
  const found = {
    cpu: layout.keys.indexOf("cpu.busy"),
    memory: layout.keys.indexOf("memory.used"),
    filesystems: layout.keys.flatMap((key, i) =>
      parseMetricKey(key)?.name === "filesystem.used" ? [i] : [],
    ),
  };
  places.set(layout, found);
  return found;
}

function summarise(layout: Layout | undefined, values: readonly (number | null)[]) {
  if (!layout) return undefined;
  const { cpu, memory, filesystems } = placesOf(layout);
  const full = filesystems.map((i) => values[i]).filter((value) => value != null);
  return {
    cpu: values[cpu] ?? null,
    memory: values[memory] ?? null,
    filesystem: full.length > 0 ? Math.max(...full) : null,
  };
}
