import type { Tx } from "../../platform/database/index.ts";
import { issueLink, LINK_MINUTES } from "../../platform/sign-in/index.ts";
import { invitePerson } from "./invite-person.ts";

export type OwnerAsk = {
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly publicUrl: string;
  readonly nowMs: number;
};

/** Makes the owner at the first start. @returns the one-time sign-in link, valid for 15 minutes. */
export async function makeOwner(tx: Tx, ask: OwnerAsk): Promise<string> {
  const { signInUrl } = await invitePerson(
    tx,
    {
      name: "Owner",
      email: ask.email,
      role: "owner",
      customerId: null,
      locale: ask.locale,
      timeZone: ask.timeZone,
    },
    {
      actor: { kind: "system", id: "driftvakt", name: "Driftvakt" },
      publicUrl: ask.publicUrl,
      nowMs: ask.nowMs,
      linkMinutes: LINK_MINUTES.here,
    },
  );
  return signInUrl;
}

/** A new link for an owner who has never been able to sign in: neither a password nor a passkey is set. */
export async function renewOwnerLink(
  tx: Tx,
  publicUrl: string,
  nowMs: number,
): Promise<string | undefined> {
  const owner = await tx
    .selectFrom("person")
    .select("id")
    .where("role", "=", "owner")
    .where("disabled_at", "is", null)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  if (!owner || (await hasCredential(tx, owner.id))) return undefined;
  return issueLink(tx, publicUrl, owner.id, { nowMs, minutes: LINK_MINUTES.here });
}

async function hasCredential(tx: Tx, personId: string): Promise<boolean> {
  const [password, passkey] = [
    await tx
      .selectFrom("sign_in.account")
      .select("id")
      .where("userId", "=", personId)
      .executeTakeFirst(),
    await tx
      .selectFrom("sign_in.passkey")
      .select("id")
      .where("userId", "=", personId)
      .executeTakeFirst(),
  ];
  return password !== undefined || passkey !== undefined;
}
