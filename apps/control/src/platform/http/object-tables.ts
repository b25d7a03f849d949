import type { ObjectKind } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { recordSecurityEvent } from "../audit/index.ts";
import { inScope, type Database, type Tx } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import type { Caller } from "./handlers.ts";

/** In which table the objects lie that paths name. Row-level security decides whether a caller sees the row. */
export const OBJECT_TABLES: Readonly<Record<ObjectKind, string>> = {
  customer: "customer",
  server: "server",
  alert: "alert",
  contract: "contract",
  promise: "promise",
  mandate: "mandate",
  person: "person",
  "api-key": "api_key",
  announcement: "announcement",
  mail: "mail",
  enrolment: "enrolment",
};

/**
 * Answers 404 for an object that the caller cannot see, the same as for one that does not exist, before any handler runs
 * (A01). Reaching for another customer's object goes on record.
 */
export async function requireVisible(
  db: Kysely<Database>,
  caller: Caller,
  objects: Readonly<Record<string, ObjectKind>>,
  params: Readonly<Record<string, unknown>>,
  route: string,
): Promise<void> {
  for (const [param, kind] of Object.entries(objects)) {
    const id = String(params[param]);
    const isSeen = await inScope(db, caller.scope, (tx) => exists(tx, kind, id));
    if (isSeen) continue;
    if (caller.customerId !== null) await recordIfForeign(db, caller, kind, id, route);
    throw new AppError("not-found", `no such ${kind}`);
  }
}

async function exists(tx: Tx, kind: ObjectKind, id: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from ${sql.table(OBJECT_TABLES[kind])} where id = ${id}`.execute(tx);
  return rows.length > 0;
}

async function recordIfForeign(
  db: Kysely<Database>,
  caller: Caller,
  kind: ObjectKind,
  id: string,
  route: string,
): Promise<void> {
  await inScope(db, "provider", async (tx) => {
    if (!(await exists(tx, kind, id))) return;
    await recordSecurityEvent(tx, {
      kind: "foreign-object",
      customerId: caller.customerId,
      detail: { route, kind, id, personId: caller.personId },
    });
  });
}
