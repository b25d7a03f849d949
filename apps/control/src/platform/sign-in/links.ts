import type { Kysely } from "kysely";
import type { Database, Tx } from "../database/index.ts";
import { newId } from "../ids/index.ts";
import { hashToken, makeToken, tokenKind } from "./secret-token.ts";

/** How long a link for the first sign-in at this machine holds, and one that is handed to somebody. */
export const LINK_MINUTES = { here: 15, invitation: 24 * 60 } as const;

/** Makes a one-time sign-in link; older ones of the same person end. @returns the address to open. */
export async function issueLink(
  tx: Tx,
  publicUrl: string,
  personId: string,
  options: { readonly nowMs: number; readonly minutes: number },
): Promise<string> {
  const token = makeToken("dvl");
  const now = new Date(options.nowMs);
  await tx
    .updateTable("sign_in.link")
    .set({ used_at: now })
    .where("person_id", "=", personId)
    .where("used_at", "is", null)
    .execute();
  await tx
    .insertInto("sign_in.link")
    .values({
      id: newId(),
      person_id: personId,
      token_hash: hashToken(token),
      created_at: now,
      expires_at: new Date(options.nowMs + options.minutes * 60_000),
      used_at: null,
    })
    .execute();
  // The page sends it on by POST: fetching the address, as mail scanners do, uses nothing up.
  return `${publicUrl}/sign-in/link/${token}`;
}

/** Takes a link: it works once, and not after its time. @returns whose it was. */
export async function takeLink(
  db: Kysely<Database>,
  token: string,
  nowMs: number,
): Promise<string | undefined> {
  if (tokenKind(token) !== "dvl") return undefined;
  const taken = await db
    .updateTable("sign_in.link")
    .set({ used_at: new Date(nowMs) })
    .where("token_hash", "=", hashToken(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", new Date(nowMs))
    .returning("person_id")
    .executeTakeFirst();
  return taken?.person_id;
}
