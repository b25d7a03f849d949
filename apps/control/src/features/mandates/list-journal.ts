import type { RouteOutput } from "../../platform/http/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { pageOf, readCursor, type PageAsk } from "../../platform/paging/index.ts";
import "./tables.ts";

/** An agent's journal in its present epoch, newest first, and whether its whole chain holds. */
export async function listJournal(
  tx: Tx,
  serverId: string,
  ask: PageAsk,
): Promise<RouteOutput<"servers.journal">> {
  const server = await tx
    .selectFrom("server")
    .select("epoch")
    .where("id", "=", serverId)
    .executeTakeFirst();
  if (!server) throw new AppError("not-found", "no such server");
  const after = readCursor(ask.cursor, "number");
  const entries = tx
    .selectFrom("journal_entry")
    .where("server_id", "=", serverId)
    .where("epoch", "=", server.epoch);
  let query = entries
    .selectAll()
    .orderBy("number", "desc")
    .limit(ask.limit + 1);
  if (after) query = query.where("number", "<", after[0]);
  const broken = await entries
    .select("number")
    .where("holds", "=", false)
    .limit(1)
    .executeTakeFirst();
  const page = pageOf(
    await query.execute(),
    ask,
    (row) => [row.number],
    (row) => ({
      number: row.number,
      atMs: row.at.getTime(),
      body: parseBody(row.body),
      hash: row.hash,
    }),
  );
  return { ...page, chainHolds: broken === undefined };
}

/** Bodies are JSON as agents write them; one that is not is shown as it is. */
function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
