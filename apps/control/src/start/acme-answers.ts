import { sql, type Generated, type Kysely } from "kysely";
import type { Database } from "../platform/database/index.ts";

declare module "../platform/database/schema.ts" {
  interface Database {
    acme_challenge: { token: string; answer: string; made_at: Generated<Date> };
  }
}

/** Answers to an authority's checks, by token. */
export type ChallengeAnswers = {
  put(token: string, answer: string): Promise<void>;
  find(token: string): Promise<string | undefined>;
  remove(token: string): Promise<void>;
};

/** Kept in the database: behind one name stand several processes, and the authority asks any of them. */
export function openChallengeAnswers(db: Kysely<Database>): ChallengeAnswers {
  return {
    put: async (token, answer) => {
      // A process that died while it asked for a certificate removed nothing.
      await db
        .deleteFrom("acme_challenge")
        .where("made_at", "<", sql<Date>`now() - interval '1 day'`)
        .execute();
      await db
        .insertInto("acme_challenge")
        .values({ token, answer })
        .onConflict((conflict) => conflict.column("token").doUpdateSet({ answer }))
        .execute();
    },
    find: async (token) => {
      const row = await db
        .selectFrom("acme_challenge")
        .select("answer")
        .where("token", "=", token)
        .executeTakeFirst();
      return row?.answer;
    },
    remove: async (token) => {
      await db.deleteFrom("acme_challenge").where("token", "=", token).execute();
    },
  };
}
