import type { Server, ServerState } from "@driftvakt/protocol/api";
import type { CheckState } from "@driftvakt/domain/monitoring";
import { sql, type SelectQueryBuilder } from "kysely";
import type { Database, Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import type { ServerFacts, ServerParts } from "./server-parts.ts";

export type ServerFilter = PageAsk & {
  readonly search?: string | undefined;
  readonly state?: ServerState | undefined;
  readonly worst?: CheckState | undefined;
  readonly customerId?: string | undefined;
  readonly sort: "worst" | "hostname" | "customer" | "last-seen";
};

const COLUMNS = [
  "server.id",
  "server.hostname",
  "server.customer_id",
  "customer.name as customer_name",
  "server.state",
  "server.worst_of_all",
  "server.severity",
  "server.operating_system",
  "server.agent_version",
  "server.last_seen_at",
  "server.cpu_percent",
  "server.memory_percent",
  "server.filesystem_percent",
] as const;

const NO_FACTS: ServerFacts = {
  contractId: null,
  planName: null,
  openAlertCount: 0,
  promisesAtRiskCount: 0,
};

/** Servers in the caller's scope, a page at a time, with the number of all that match. */
export async function listServers(
  tx: Tx,
  filter: ServerFilter,
  facts: ServerParts["facts"],
): Promise<Page<Server>> {
  const rows = await order(where(selectServers(tx), filter), filter)
    .limit(filter.limit + 1)
    .execute();
  const { total } = await where(selectServers(tx).clearSelect(), filter)
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const known = await gatherFacts(
    tx,
    rows.map((row) => row.id),
    facts,
  );
  return pageOf(
    rows,
    filter,
    (row) => SORTS[filter.sort].keyOf(row),
    (row) => view(row, known),
    Number(total),
  );
}

/** @throws AppError `not-found`, also for another customer's server. */
export async function getServer(
  tx: Tx,
  serverId: string,
  facts: ServerParts["facts"],
): Promise<Server> {
  const row = await selectServers(tx).where("server.id", "=", serverId).executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such server");
  return view(row, await gatherFacts(tx, [serverId], facts));
}

function selectServers(tx: Tx) {
  return tx
    .selectFrom("server")
    .innerJoin("customer", "customer.id", "server.customer_id")
    .select(COLUMNS);
}

type Query<O> = SelectQueryBuilder<Database, "server" | "customer", O>;
type Row = Awaited<ReturnType<ReturnType<typeof selectServers>["execute"]>>[number];

function where<O>(query: Query<O>, filter: ServerFilter): Query<O> {
  let asked = query;
  if (filter.customerId) asked = asked.where("server.customer_id", "=", filter.customerId);
  if (filter.worst) asked = asked.where("server.worst_of_all", "=", filter.worst);
  // Retired ones are history: they show where somebody asks for them.
  asked = filter.state
    ? asked.where("server.state", "=", filter.state)
    : asked.where("server.state", "!=", "retired");
  if (filter.search) {
    const pattern = `%${filter.search.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;
    asked = asked.where((eb) =>
      eb.or([eb("server.hostname", "ilike", pattern), eb("customer.name", "ilike", pattern)]),
    );
  }
  return asked;
}

type Sort = {
  order<O>(query: Query<O>): Query<O>;
  after<O>(query: Query<O>, cursor: string): Query<O>;
  keyOf(row: Row): readonly (string | number)[];
};

/** Each order ends with the id, so that no two rows share a place. */
const SORTS: Readonly<Record<ServerFilter["sort"], Sort>> = {
  worst: {
    order: (query) =>
      query.orderBy("server.severity", "desc").orderBy("server.hostname").orderBy("server.id"),
    after: (query, cursor) => {
      const [severity, hostname, id] = readCursor(cursor, "number", "string", "string")!;
      return query.where((eb) =>
        eb.or([
          eb("server.severity", "<", severity),
          eb.and([
            eb("server.severity", "=", severity),
            sql<boolean>`(server.hostname, server.id) > (${hostname}, ${id}::uuid)`,
          ]),
        ]),
      );
    },
    keyOf: (row) => [row.severity, row.hostname, row.id],
  },
  hostname: {
    order: (query) => query.orderBy("server.hostname").orderBy("server.id"),
    after: (query, cursor) => {
      const [hostname, id] = readCursor(cursor, "string", "string")!;
      return query.where(sql<boolean>`(server.hostname, server.id) > (${hostname}, ${id}::uuid)`);
    },
    keyOf: (row) => [row.hostname, row.id],
  },
  customer: {
    order: (query) =>
      query.orderBy("customer.name").orderBy("server.hostname").orderBy("server.id"),
    after: (query, cursor) => {
      const [name, hostname, id] = readCursor(cursor, "string", "string", "string")!;
      return query.where(
        sql<boolean>`(customer.name, server.hostname, server.id) > (${name}, ${hostname}, ${id}::uuid)`,
      );
    },
    keyOf: (row) => [row.customer_name, row.hostname, row.id],
  },
  "last-seen": {
    order: (query) => query.orderBy(lastSeenMs(), "desc").orderBy("server.id"),
    after: (query, cursor) => {
      const [seen, id] = readCursor(cursor, "number", "string")!;
      return query.where((eb) =>
        eb.or([
          eb(lastSeenMs(), "<", seen),
          eb.and([eb(lastSeenMs(), "=", seen), eb("server.id", ">", id)]),
        ]),
      );
    },
    keyOf: (row) => [row.last_seen_at?.getTime() ?? 0, row.id],
  },
};

function lastSeenMs() {
  return sql<number>`coalesce(floor(extract(epoch from server.last_seen_at) * 1000), 0)`;
}

function order<O>(query: Query<O>, filter: ServerFilter): Query<O> {
  const sort = SORTS[filter.sort];
  return sort.order(filter.cursor === undefined ? query : sort.after(query, filter.cursor));
}

async function gatherFacts(
  tx: Tx,
  serverIds: readonly string[],
  sources: ServerParts["facts"],
): Promise<ReadonlyMap<string, Partial<ServerFacts>>> {
  const gathered = new Map<string, Partial<ServerFacts>>();
  if (serverIds.length === 0) return gathered;
  for (const source of sources) {
    for (const [id, facts] of await source(tx, serverIds))
      gathered.set(id, { ...gathered.get(id), ...facts });
  }
  return gathered;
}

function view(row: Row, facts: ReadonlyMap<string, Partial<ServerFacts>>): Server {
  return {
    id: row.id,
    hostname: row.hostname,
    customerId: row.customer_id,
    customerName: row.customer_name,
    state: row.state,
    worst: row.worst_of_all,
    operatingSystem: row.operating_system,
    agentVersion: row.agent_version,
    lastSeenAtMs: row.last_seen_at?.getTime() ?? null,
    latest: {
      cpuPercent: row.cpu_percent,
      memoryPercent: row.memory_percent,
      fullestFilesystemPercent: row.filesystem_percent,
    },
    ...NO_FACTS,
    ...facts.get(row.id),
  };
}
