import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import type { SecretBox } from "../keys/index.ts";

export const IDEMPOTENCY_HOURS = 24;
const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;

export type IdempotentRequest = {
  /** Whose key it is: keys of two callers never meet. */
  readonly actor: string;
  readonly key: string;
  readonly requestHash: string;
};

export function readIdempotencyKey(header: unknown): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === "string" && KEY_SHAPE.test(header)) return header;
  throw new AppError("invalid", "Idempotency-Key is 1 to 255 printable characters without spaces");
}

export function hashRequest(route: string, params: unknown, query: unknown, body: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([route, params, query, body]))
    .digest("hex");
}

/**
 * Runs a change once per key (A06): the same key and request get the stored answer, the same key with another request is
 * refused. A failed change leaves nothing, so that it can be sent again. When the process died in between, the key stays
 * taken and later tries answer 409: whether it took effect must be looked up, it is not run a second time.
 * @returns the answer, and whether it is a stored one.
 */
export async function runOnce<T>(
  db: Kysely<Database>,
  secrets: SecretBox,
  request: IdempotentRequest,
  work: () => Promise<T>,
): Promise<{ answer: T; isReplay: boolean }> {
  const { actor, key, requestHash } = request;
  const mine = await db
    .insertInto("idempotent_answer")
    .values({ actor, key, request_hash: requestHash, answer: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst();
  if (!mine) return { answer: await readStored<T>(db, secrets, request), isReplay: true };
  try {
    const answer = await work();
    await db
      .updateTable("idempotent_answer")
      .set({ answer: secrets.seal(JSON.stringify(answer), contextOf(request)) })
      .where("actor", "=", actor)
      .where("key", "=", key)
      .execute();
    return { answer, isReplay: false };
  } catch (error) {
    await db
      .deleteFrom("idempotent_answer")
      .where("actor", "=", actor)
      .where("key", "=", key)
      .where("answer", "is", null)
      .execute();
    throw error;
  }
}

async function readStored<T>(
  db: Kysely<Database>,
  secrets: SecretBox,
  request: IdempotentRequest,
): Promise<T> {
  const row = await db
    .selectFrom("idempotent_answer")
    .select(["request_hash", "answer"])
    .where("actor", "=", request.actor)
    .where("key", "=", request.key)
    .executeTakeFirst();
  if (!row)
    throw new AppError(
      "conflict",
      "the first request with this Idempotency-Key has just failed; send it again",
    );
  if (row.request_hash !== request.requestHash) {
    throw new AppError("conflict", "this Idempotency-Key was used for another request", {
      reason: "idempotency-key-reused",
    });
  }
  if (row.answer === null) {
    throw new AppError("conflict", "the first request with this Idempotency-Key is still in work", {
      reason: "idempotency-key-in-use",
    });
  }
  return JSON.parse(secrets.open(row.answer, contextOf(request))) as T;
}

function contextOf(request: IdempotentRequest): string {
  return `idempotent:${request.actor}:${request.key}`;
}

/** Forgets answers that are older than a day. */
export async function sweepAnswers(db: Kysely<Database>): Promise<void> {
  await sql`delete from idempotent_answer where created_at < now() - make_interval(hours => ${IDEMPOTENCY_HOURS})`.execute(
    db,
  );
}
