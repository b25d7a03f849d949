import { randomUUID } from "node:crypto";
import type { RunningSystem } from "../system/running-system.ts";

export type Turn = { readonly atMs: number; readonly state: "ok" | "critical" | "unknown" };
export type Fleet = { readonly turns: ReadonlyMap<string, readonly Turn[]> };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Customers of ten machines each, under contract for longer than the window, with turns at random by a fixed seed. */
export async function fillFleet(
  system: RunningSystem,
  servers: number,
  turnsEach: number,
  days: number,
): Promise<Fleet> {
  const [catalogue] = await system.query<{ id: string; version: string }>(
    "select id, version from catalogue where active",
  );
  // Turns lie on whole seconds, so that counting seconds is exact.
  const since = new Date(wholeSecond(Date.now() - (days + 10) * DAY_MS));
  const turns = new Map<string, readonly Turn[]>();
  const next = random(42);
  for (let done = 0; done < servers; done += 10) {
    const customer = randomUUID();
    const contract = randomUUID();
    const ids = Array.from({ length: Math.min(10, servers - done) }, () => randomUUID());
    await system.query(
      "insert into customer (id, name, locale, time_zone) values ($1, $2, 'bs', 'Europe/Sarajevo')",
      [customer, `Customer ${done / 10}`],
    );
    await system.query(
      `insert into contract (id, customer_id, number, catalogue_id, catalogue_version, plan_id, state, starts_at, recipients)
       values ($1, $2, $3, $4, $5, 'vps-full', 'active', $6, '[{"name":"Ops","email":"ops@example.org","locale":"bs"}]')`,
      [contract, customer, `B${done}`, catalogue!.id, catalogue!.version, since],
    );
    await system.query(
      `insert into server (id, customer_id, hostname, state, epoch, last_seen_at, enrolled_at)
       select id, $2, 'host-' || lpad((n + $3)::text, 6, '0'), 'up', 1, now() + interval '1 hour', $4
       from unnest($1::uuid[]) with ordinality as u (id, n)`,
      [ids, customer, done, since],
    );
    await system.query(
      `insert into contract_server (customer_id, contract_id, server_id, bound_at) select $1, $2, id, $3 from unnest($4::uuid[]) as id`,
      [customer, contract, since, ids],
    );
    for (const id of ids) turns.set(id, makeTurns(next, since.getTime(), days + 10, turnsEach));
    await storeTurns(system, customer, new Map(ids.map((id) => [id, turns.get(id)!])));
  }
  await system.query("analyze");
  return { turns };
}

function makeTurns(next: () => number, sinceMs: number, days: number, count: number): Turn[] {
  const times = Array.from({ length: count }, () => wholeSecond(sinceMs + next() * days * DAY_MS));
  const turns: Turn[] = [{ atMs: sinceMs, state: "ok" }];
  for (const atMs of times.sort((a, b) => a - b)) {
    // Trouble lasts for minutes; then it is over.
    if (atMs <= turns.at(-1)!.atMs || turns.at(-1)!.state !== "ok") continue;
    turns.push({ atMs, state: next() < 0.5 ? "critical" : "unknown" });
    const overMs = wholeSecond(atMs + 1000 + next() * 0.2 * HOUR_MS);
    turns.push({ atMs: overMs, state: "ok" });
  }
  return turns.filter(({ atMs }) => atMs < Date.now() - HOUR_MS);
}

async function storeTurns(
  system: RunningSystem,
  customer: string,
  byServer: ReadonlyMap<string, readonly Turn[]>,
): Promise<void> {
  const rows = [...byServer].flatMap(([server, turns]) =>
    turns.map(({ atMs, state }, i) => ({
      server_id: server,
      state,
      from_ms: atMs,
      to_ms: turns[i + 1]?.atMs ?? null,
      seq: i + 1,
    })),
  );
  await system.query(
    `insert into state_interval (customer_id, server_id, check_id, state, from_ms, to_ms, epoch, seq)
     select $1, server_id, 'host', state, from_ms, to_ms, 1, seq
     from jsonb_to_recordset($2::jsonb) as r (server_id uuid, state text, from_ms bigint, to_ms bigint, seq bigint)
     on conflict do nothing`,
    [customer, JSON.stringify(rows)],
  );
}

/** Naive on purpose: looks at every second of the window. */
export function countSeconds(
  turns: readonly Turn[],
  fromMs: number,
  toMs: number,
  state: Turn["state"],
): number {
  let place = -1;
  let seconds = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += 1000) {
    while (place + 1 < turns.length && turns[place + 1]!.atMs <= atMs) place++;
    if (turns[place]?.state === state) seconds++;
  }
  return seconds;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}
