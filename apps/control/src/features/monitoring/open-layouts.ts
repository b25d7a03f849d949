import type { Kysely } from "kysely";
import type { Clock } from "../../platform/clock/index.ts";
import { inScope, type Database, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { limitAttempts } from "../servers/index.ts";
import "./tables.ts";

/** An ordered list of metric keys with the small number that stands for it in rows of readings. */
export type Layout = { readonly no: number; readonly keys: readonly string[] };

type LayoutUser = { readonly serverNo: number; readonly customerId: string };

export type Layouts = {
  /** A customer's layout by its content hash, as far as this process knows it. */
  recall(customerId: string, id: string): Layout | undefined;
  /** Puts on record that a machine uses a layout; nothing to wait for where this process knows that it does. */
  use(server: LayoutUser, layout: Layout): Promise<void> | undefined;
  /** The keys of layouts by their numbers, which the caller has seen in rows that it may see. */
  keysOf(tx: Tx, numbers: readonly number[]): Promise<Layout[]>;
  /** Asks the database for layouts that `recall` does not know. */
  find(customerId: string, ids: readonly string[]): Promise<void>;
  /**
   * Keeps layouts that came with a batch; known ones change nothing, because the id is their content's hash.
   * @throws AppError `too-many-requests` for a machine that brings new ones without end.
   */
  learn(
    server: { readonly id: string; readonly customerId: string },
    layouts: ReadonlyMap<string, readonly string[]>,
  ): Promise<void>;
};

const LAYOUTS_MAX = 50_000;
/** A machine's set of metrics changes with its disks and networks: a few times a day. */
const LEARN_LIMIT = { burst: 60, perSecond: 1 / 60 };

/** Remembers layouts: they never change, and thousands of machines share a few. */
export function openLayouts(db: Kysely<Database>, clock: Clock): Layouts {
  const mayLearn = limitAttempts(LEARN_LIMIT);
  const known = new Map<string, Layout>();

  const byNumber = new Map<number, Layout>();

  const remember = (customerId: string, id: string, layout: Layout): void => {
    if (known.size >= LAYOUTS_MAX) known.delete(known.keys().next().value!);
    known.set(customerId + id, layout);
  };

  const load = async (tx: Tx, customerId: string, ids: readonly string[]): Promise<void> => {
    const rows = await tx
      .selectFrom("metric_layout")
      .select(["no", "id", "keys"])
      .where("customer_id", "=", customerId)
      .where("id", "in", ids)
      .execute();
    for (const row of rows) remember(customerId, row.id, { no: row.no, keys: row.keys });
  };

  /** The layout that each machine used last: nearly always the one that it uses next. */
  const lastUsed = new Map<number, number>();

  const recordUse = async (server: LayoutUser, layout: Layout): Promise<void> => {
    await inScope(db, "provider", (tx) =>
      tx
        .insertInto("server_layout")
        .values({
          customer_id: server.customerId,
          server_no: server.serverNo,
          layout_no: layout.no,
        })
        .onConflict((conflict) => conflict.columns(["server_no", "layout_no"]).doNothing())
        .execute(),
    );
    lastUsed.set(server.serverNo, layout.no);
  };

  const recall: Layouts["recall"] = (customerId, id) => known.get(customerId + id);

  const find: Layouts["find"] = async (customerId, ids) => {
    const missing = ids.filter((id) => !recall(customerId, id));
    if (missing.length > 0) await inScope(db, "provider", (tx) => load(tx, customerId, missing));
  };

  return {
    recall,
    keysOf: async (tx, numbers) => {
      const missing = numbers.filter((no) => !byNumber.has(no));
      if (missing.length > 0) {
        const rows = await tx
          .selectFrom("metric_layout")
          .select(["no", "keys"])
          .where("no", "in", missing)
          .execute();
        if (byNumber.size > LAYOUTS_MAX) byNumber.clear();
        for (const row of rows) byNumber.set(row.no, row);
      }
      return numbers.flatMap((no) => byNumber.get(no) ?? []);
    },
    use: (server, layout) =>
      lastUsed.get(server.serverNo) === layout.no ? undefined : recordUse(server, layout),
    find,
    learn: async ({ id: serverId, customerId }, layouts) => {
      await find(customerId, [...layouts.keys()]);
      const fresh = [...layouts].filter(([id]) => !recall(customerId, id));
      if (fresh.length === 0) return;
      const waitSeconds = mayLearn(serverId, clock.nowMs());
      if (waitSeconds > 0)
        throw new AppError("too-many-requests", "too many new layouts", {
          reason: String(waitSeconds),
        });
      await inScope(db, "provider", async (tx) => {
        await tx
          .insertInto("metric_layout")
          .values(fresh.map(([id, keys]) => ({ customer_id: customerId, id, keys: [...keys] })))
          .onConflict((conflict) => conflict.columns(["customer_id", "id"]).doNothing())
          .execute();
      });
      // Another transaction may have stored the same one a moment ago: what counts is what stands there now.
      await inScope(db, "provider", (tx) =>
        load(
          tx,
          customerId,
          fresh.map(([id]) => id),
        ),
      );
    },
  };
}
