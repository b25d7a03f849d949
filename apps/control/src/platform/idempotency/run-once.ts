import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import { newId } from "../ids/index.ts";
import type { SecretBox } from "../keys/index.ts";
import { holding, type Hold } from "./hold.ts";

export const IDEMPOTENCY_HOURS = 24;
/** How long an attempt that shows no life is taken to be alive, in seconds. */
export const LEASE_SECONDS = 120;
const BEAT_MS = 30_000;
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
 * refused. A failed change leaves nothing, so that it can be sent again. An attempt holds its key by a lease: where its
 * process died before anything took effect, the next try after the lease runs; where it died between the effect and the
 * answer, later tries are told that it took effect and is not run again.
 * @returns the answer, and whether it is a stored one.
 */
export async function runOnce<T>(
  db: Kysely<Database>,
  secrets: SecretBox,
  request: IdempotentRequest,
  work: () => Promise<T>,
): Promise<{ answer: T; isReplay: boolean }> {
  const { actor, key } = request;
  const hold: Hold = { actor, key, holder: newId() };
  if (!(await take(db, request, hold)))
    return { answer: await readStored<T>(db, secrets, request), isReplay: true };
  const heart = setInterval(() => void renew(db, hold).catch(ignoreMissedBeat), BEAT_MS);
  try {
    const answer = await holding(hold, work);
    await held(db.updateTable("idempotent_answer"), hold)
      .set({ answer: secrets.seal(JSON.stringify(answer), contextOf(request)) })
      .execute();
    return { answer, isReplay: false };
  } catch (error) {
    await held(db.deleteFrom("idempotent_answer"), hold)
      .where("answer", "is", null)
      .where("effect_at", "is", null)
      .execute();
    throw error;
  } finally {
    clearInterval(heart);
  }
}

/** Takes a key that is free, or whose holder has shown no life for a lease and changed nothing. */
async function take(
  db: Kysely<Database>,
  { actor, key, requestHash }: IdempotentRequest,
  { holder }: Hold,
): Promise<boolean> {
  const { rows } = await sql`
    insert into idempotent_answer as known (actor, key, request_hash, holder, leased_until)
    values (${actor}, ${key}, ${requestHash}, ${holder}, now() + make_interval(secs => ${LEASE_SECONDS}))
    on conflict (actor, key) do update set holder = excluded.holder, leased_until = excluded.leased_until
    where known.answer is null and known.effect_at is null and known.leased_until < now()
      and known.request_hash = excluded.request_hash
    returning key`.execute(db);
  return rows.length === 1;
}

async function renew(db: Kysely<Database>, hold: Hold): Promise<void> {
  const until = sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`;
  await held(db.updateTable("idempotent_answer"), hold).set({ leased_until: until }).execute();
}

/** The lease outlasts several; what the work itself meets when the database is away, it says. */
function ignoreMissedBeat(): void {}

type Held<Q> = { where(column: "actor" | "key" | "holder", is: "=", value: string): Q };

/** Only while the key is this attempt's own. */
function held<Q extends Held<Q>>(query: Q, { actor, key, holder }: Hold): Q {
  return query.where("actor", "=", actor).where("key", "=", key).where("holder", "=", holder);
}

async function readStored<T>(
  db: Kysely<Database>,
  secrets: SecretBox,
  request: IdempotentRequest,
): Promise<T> {
  const row = await db
    .selectFrom("idempotent_answer")
    .select(["request_hash", "answer", "effect_at", sql<boolean>`leased_until > now()`.as("alive")])
    .where("actor", "=", request.actor)
    .where("key", "=", request.key)
    .executeTakeFirst();
  if (!row) throw conflict("has just failed; send it again", "idempotency-key-failed");
  if (row.request_hash !== request.requestHash) {
    throw new AppError("conflict", "this Idempotency-Key was used for another request", {
      reason: "idempotency-key-reused",
    });
  }
  if (row.answer !== null) return JSON.parse(secrets.open(row.answer, contextOf(request))) as T;
  if (row.effect_at !== null && !row.alive)
    throw conflict(
      "took effect, but its answer was lost; it is not run again: look up what it did",
      "idempotency-key-took-effect",
    );
  throw conflict("is still in work", "idempotency-key-in-use");
}

function conflict(what: string, reason: string): AppError {
  return new AppError("conflict", `the first request with this Idempotency-Key ${what}`, {
    reason,
  });
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
