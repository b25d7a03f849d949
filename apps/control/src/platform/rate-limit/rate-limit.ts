import { sql, type Kysely } from "kysely";
import type { Database } from "../database/index.ts";

export type RateRule = { readonly most: number; readonly windowSeconds: number };
export type RateAnswer = {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** How many there were in this window, this one too. */
  readonly count: number;
};

/**
 * Counts one attempt in a fixed window that all processes share. For sign-in and enrolment: it costs a write. The window
 * does not grow by further attempts, so that nobody can lock another out for longer than its length.
 * @param bucket what is counted, e.g. `enrol:192.0.2.1`; hash what is personal.
 */
export async function countAttempt(
  db: Kysely<Database>,
  bucket: string,
  rule: RateRule,
): Promise<RateAnswer> {
  const { rows } = await sql<{ count: number; rest: number }>`
    insert into rate_limit as r (bucket, window_ends_at, count)
    values (${bucket}, now() + make_interval(secs => ${rule.windowSeconds}), 1)
    on conflict (bucket) do update set
      count = case when r.window_ends_at <= now() then 1 else least(r.count + 1, 1000000) end,
      window_ends_at = case when r.window_ends_at <= now() then excluded.window_ends_at else r.window_ends_at end
    returning count, extract(epoch from window_ends_at - now())::float8 as rest`.execute(db);
  return judge(rows[0]!, rule);
}

/** Takes one attempt back: it was counted before its outcome was known, and was a good one. */
export async function refundAttempt(db: Kysely<Database>, bucket: string): Promise<void> {
  await sql`update rate_limit set count = greatest(count - 1, 0) where bucket = ${bucket}`.execute(
    db,
  );
}

/** Forgets a bucket, e.g. the failures of an account after a good sign-in. */
export async function forgetAttempts(db: Kysely<Database>, bucket: string): Promise<void> {
  await db.deleteFrom("rate_limit").where("bucket", "=", bucket).execute();
}

/** Removes windows that are over. */
export async function sweepAttempts(db: Kysely<Database>): Promise<void> {
  await sql`delete from rate_limit where window_ends_at < now()`.execute(db);
}

function judge(row: { count: number; rest: number }, rule: RateRule): RateAnswer {
  const allowed = row.count <= rule.most;
  return {
    allowed,
    retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil(row.rest)),
    count: row.count,
  };
}
