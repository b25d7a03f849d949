import { monthOf } from "@driftvakt/domain/calendar";
import { inScope, type Tx } from "../../platform/database/index.ts";
import type { BusSignal } from "../../platform/bus/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { findTimeZone } from "../availability/index.ts";
import type { ServerFacts } from "../servers/index.ts";
import { countPromisesAtRisk, getOverview } from "./get-overview.ts";
import { listBoundServers, listMissing, listTimeDependent, monthsNow } from "./list-due.ts";
import { getPromise, listPromises } from "./list-promises.ts";
import { markDue, refreshMarked, refreshServers, type OnChange } from "./refresh-promises.ts";

/** What changes together is judged together: marks gather this long. */
const GATHER_MS = 40;
/** Finds machines that came under contract, and marks whose signal was lost. */
const POLL_MS = 5_000;
const MINUTE_JOB = "judge-open-promises";
const HOUR_JOB = "judge-all-promises";
const SERVERS_AT_ONCE = 200;

export type Promises = Feature & {
  readonly handlers: RouteHandlers;
  /** For lists of machines. */
  countAtRisk(
    tx: Tx,
    serverIds: readonly string[],
  ): Promise<ReadonlyMap<string, Partial<ServerFacts>>>;
  /** Judges what is marked until nothing is left. */
  refresh(): Promise<void>;
  /** Judges all machines under contract. */
  refreshAll(): Promise<void>;
};

/** Keeps the ledger: judges again at once what something happened to, and by the clock what only time changes. */
export function openPromises(platform: Platform): Promises {
  const { db, bus, log } = platform;
  const nowMs = () => platform.clock.nowMs();
  let gathering: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let unsubscribe = () => {};

  const onChange: OnChange = async (tx, changes) => {
    // One word a customer: a whole fleet's refresh is not a thousand messages.
    const customers = Map.groupBy(changes, (one) => one.customerId);
    for (const [customerId, own] of customers)
      await bus.publish(tx, "live", {
        topic: "promises",
        serverId: own.length === 1 ? own[0]!.serverId : null,
        customerId,
      });
  };

  const refresh = async (): Promise<void> => {
    while (await refreshMarked(db, nowMs, onChange));
  };

  const run = (): void => {
    gathering = undefined;
    if (running) {
      again = true;
      return;
    }
    running = refresh()
      .catch((error: unknown) => log.error("promises could not be judged", { error }))
      .finally(() => {
        running = undefined;
        if (again) kick();
        again = false;
      });
  };
  const kick = (): void => {
    gathering ??= setTimeout(run, GATHER_MS);
  };

  const hear = (signal: BusSignal<"live">): void => {
    if (signal.type === "missed") return kick();
    const { topic, serverId, customerId } = signal.payload;
    if (topic === "promises") return;
    if (topic !== "contracts" && topic !== "mandates") return kick();
    markChanged(serverId, customerId).then(kick, (error: unknown) =>
      log.error("promises could not be marked", { error }),
    );
  };

  /** Contracts and mandates say whom they concern; should the mark be lost, the hourly round finds it. */
  const markChanged = (serverId: string | null, customerId: string | null): Promise<void> =>
    inScope(db, "provider", async (tx) => {
      if (serverId !== null) return markDue(tx, [serverId]);
      if (customerId === null) return;
      const servers = await tx
        .selectFrom("contract_server")
        .select("server_id")
        .distinct()
        .where("customer_id", "=", customerId)
        .execute();
      await markDue(
        tx,
        servers.map((row) => row.server_id),
      );
    });

  /** A contract without any promise leaves its machines without rows: those are not tried again every time. */
  const tried = new Set<string>();
  const markMissing = async (): Promise<void> => {
    await inScope(db, "provider", async (tx) => {
      const missing = await listMissing(tx, monthsNow(nowMs()));
      const fresh = missing.filter((id) => !tried.has(id));
      fresh.forEach((id) => tried.add(id));
      await markDue(tx, fresh);
    });
    kick();
  };
  const poll = (): void => {
    markMissing().catch((error: unknown) => log.error("promises could not be marked", { error }));
  };

  const refreshOpen = async (): Promise<void> => {
    const due = await inScope(db, "provider", (tx) => listTimeDependent(tx, monthsNow(nowMs())));
    for (let i = 0; i < due.length; i += SERVERS_AT_ONCE)
      await refreshServers(db, due.slice(i, i + SERVERS_AT_ONCE), nowMs, onChange);
  };

  const refreshAll = async (): Promise<void> => {
    tried.clear();
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const from = after;
      const ids = await inScope(db, "provider", (tx) =>
        listBoundServers(tx, from, SERVERS_AT_ONCE),
      );
      if (ids.length === 0) return;
      await refreshServers(db, ids, nowMs, onChange);
      after = ids.at(-1)!;
    }
  };

  const thisMonth = async (tx: Tx): Promise<string> => monthOf(await findTimeZone(tx), nowMs());

  return {
    refresh,
    refreshAll,
    countAtRisk: async (tx, serverIds) => countPromisesAtRisk(tx, serverIds, await thisMonth(tx)),
    start: async () => {
      unsubscribe = bus.subscribe("live", hear);
      polling = setInterval(poll, POLL_MS);
      await platform.jobs.work(MINUTE_JOB, refreshOpen);
      await platform.jobs.schedule(MINUTE_JOB, "* * * * *");
      await platform.jobs.work(HOUR_JOB, refreshAll);
      await platform.jobs.schedule(HOUR_JOB, "7 * * * *");
      poll();
    },
    stop: async () => {
      unsubscribe();
      clearInterval(polling);
      clearTimeout(gathering);
      await running;
    },
    handlers: {
      "overview.get": ({ caller }) =>
        inScope(db, caller.scope, async (tx) => getOverview(tx, await thisMonth(tx))),
      "promises.list": ({ caller, query }) =>
        inScope(db, caller.scope, async (tx) => listPromises(tx, query, await thisMonth(tx))),
      "promises.get": ({ caller, params }) =>
        inScope(db, caller.scope, (tx) => getPromise(tx, params.promiseId)),
    },
  };
}
