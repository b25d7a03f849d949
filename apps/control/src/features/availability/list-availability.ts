import type { Availability } from "@driftvakt/protocol/api";
import type { MonthAvailability } from "@driftvakt/domain/availability";
import { monthOf } from "@driftvakt/domain/calendar";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import { findFrozenMonths } from "./freeze-months.ts";
import { judgeMachine, reachOf, type Window } from "./judge-machine.ts";
import { limitCreditsOfMonth } from "./limit-credit.ts";
import { readMachines } from "./read-machines.ts";
import { viewAvailability, viewOutages, type NamedServer, type OutageView } from "./views.ts";

export type AvailabilityAsk = {
  readonly period?: string | undefined;
  readonly days?: number | undefined;
};

/** Availability of machines, by host name (ba-02, ba-06, ba-07). */
export async function listAvailability(
  tx: Tx,
  ask: AvailabilityAsk & PageAsk & { readonly customerId?: string | undefined },
  nowMs: number,
): Promise<Page<Availability>> {
  const [timeZone, servers] = await Promise.all([findTimeZone(tx), listServers(tx, ask)]);
  const window = windowOf(ask, timeZone, nowMs);
  const page = pageOf(
    servers,
    ask,
    (server) => [server.hostname, server.id],
    (server) => server,
  );
  const ids = page.items.map(({ id }) => id);
  const versions = new Map(page.items.map(({ id, lineVersion }) => [id, lineVersion]));
  const [machines, frozen] = await Promise.all([
    readMachines(tx, ids, reachOf(window, nowMs), { ...monthOnly(window), versions }),
    findReported(tx, ids, window, timeZone, nowMs),
  ]);
  const judged = new Map(
    ids.map((id) => {
      const machine = { ...machines.get(id)!, frozen: frozen.get(id) };
      return [id, judgeMachine(machine, window, timeZone, nowMs)];
    }),
  );
  const limited = await limitCreditsOfMonth(tx, judged, window, timeZone, nowMs);
  const items = page.items.map((server) =>
    viewAvailability(server, limited.get(server.id)!, window),
  );
  return { ...page, items };
}

/** One machine with its outages, each counted or excluded by a clause. @throws AppError `not-found`. */
export async function getAvailability(
  tx: Tx,
  serverId: string,
  ask: AvailabilityAsk,
  nowMs: number,
): Promise<{ availability: Availability; outages: OutageView[] }> {
  const timeZone = await findTimeZone(tx);
  const window = windowOf(ask, timeZone, nowMs);
  const server = await tx
    .selectFrom("server")
    .select(["id", "hostname", "customer_id as customerId"])
    .where("id", "=", serverId)
    .executeTakeFirst();
  if (!server) throw new AppError("not-found", "no such server");
  const [machines, frozen] = await Promise.all([
    readMachines(tx, [serverId], reachOf(window, nowMs), monthOnly(window)),
    findReported(tx, [serverId], window, timeZone, nowMs),
  ]);
  const machine = { ...machines.get(serverId)!, frozen: frozen.get(serverId) };
  const own = new Map([[serverId, judgeMachine(machine, window, timeZone, nowMs)]]);
  const judged = (await limitCreditsOfMonth(tx, own, window, timeZone, nowMs)).get(serverId)!;
  return { availability: viewAvailability(server, judged, window), outages: viewOutages(judged) };
}

/** The provider's zone: where machines without a contract have their months. */
export async function findTimeZone(tx: Tx): Promise<string> {
  const row = await tx.selectFrom("installation").select("time_zone").executeTakeFirst();
  return row?.time_zone ?? "UTC";
}

/** Only months that are over can have been reported. */
async function findReported(
  tx: Tx,
  serverIds: readonly string[],
  window: Window,
  timeZone: string,
  nowMs: number,
): Promise<ReadonlyMap<string, MonthAvailability>> {
  const isOver = window.kind === "month" && window.month < monthOf(timeZone, nowMs);
  return isOver ? findFrozenMonths(tx, serverIds, window.month) : new Map();
}

function monthOnly(window: Window): { readonly month?: string } {
  return window.kind === "month" ? { month: window.month } : {};
}

function windowOf({ period, days }: AvailabilityAsk, timeZone: string, nowMs: number): Window {
  const month = period ?? monthOf(timeZone, nowMs);
  if (period !== undefined && days !== undefined)
    throw new AppError("invalid", "ask for a month or for days, not both");
  return days === undefined ? { kind: "month", month } : { kind: "days", days, month };
}

async function listServers(
  tx: Tx,
  ask: PageAsk & { readonly customerId?: string | undefined },
): Promise<(NamedServer & { readonly lineVersion: number })[]> {
  const after = readCursor(ask.cursor, "string", "string");
  let query = tx
    .selectFrom("server")
    .select(["id", "hostname", "customer_id as customerId", "line_version as lineVersion"])
    .where("enrolled_at", "is not", null)
    .orderBy("hostname")
    .orderBy("id")
    .limit(ask.limit + 1);
  if (ask.customerId) query = query.where("customer_id", "=", ask.customerId);
  if (after)
    query = query.where(sql<boolean>`(hostname, id) > (${after[0]}::text, ${after[1]}::uuid)`);
  return query.execute();
}
