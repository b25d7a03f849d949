import { recordAudit } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { issueLink, LINK_MINUTES } from "../../platform/sign-in/index.ts";
import { SYSTEM_ACTOR } from "../provider/index.ts";
import { endSessions } from "./repository.ts";

export type ResetAsk = {
  readonly email: string;
  /** Also forgets password, authenticator app and passkeys: for somebody who lost them. */
  readonly forgetFactors: boolean;
  readonly publicUrl: string;
  readonly nowMs: number;
};

/**
 * Lets somebody in who has lost every way of signing in. Only this machine's own command calls it; there is no address for
 * it on the network, so that nobody can talk it out of us.
 * @returns a one-time sign-in link, valid for 15 minutes.
 * @throws AppError `not-found` when nobody signs in with that address, `conflict` for somebody disabled.
 */
export async function resetSignIn(tx: Tx, ask: ResetAsk): Promise<string> {
  const person = await tx
    .selectFrom("person")
    .selectAll()
    .where("email", "=", ask.email.toLowerCase())
    .forUpdate()
    .executeTakeFirst();
  if (!person) throw new AppError("not-found", `nobody signs in as ${ask.email}`);
  if (person.disabled_at) throw new AppError("conflict", `${ask.email} is disabled`);
  if (ask.forgetFactors) await forgetFactors(tx, person.id);
  await endSessions(tx, person.id);
  const link = await issueLink(tx, ask.publicUrl, person.id, {
    nowMs: ask.nowMs,
    minutes: LINK_MINUTES.here,
  });
  await recordAudit(tx, {
    actor: { ...SYSTEM_ACTOR, id: "local", name: "driftvakt command" },
    customerId: person.customer_id,
    action: ask.forgetFactors ? "person.reset-factors" : "person.link",
    object: `person:${person.id}`,
    detail: { email: person.email },
  });
  return link;
}

async function forgetFactors(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom("sign_in.passkey").where("userId", "=", personId).execute();
  await tx.deleteFrom("sign_in.twoFactor").where("userId", "=", personId).execute();
  await tx.deleteFrom("sign_in.account").where("userId", "=", personId).execute();
  await tx
    .updateTable("sign_in.user")
    .set({ twoFactorEnabled: false })
    .where("id", "=", personId)
    .execute();
}
