import { ROLE_PERMISSIONS, type Permission, type Person, type Role } from "@driftvakt/protocol/api";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Caller } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { issueLink, LINK_MINUTES } from "../../platform/sign-in/index.ts";
import { findPerson, insertPerson, viewPerson } from "./repository.ts";

export type Invitation = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly customerId: string | null;
  readonly locale: string;
  readonly timeZone: string;
};

export type InviteContext = {
  readonly actor: AuditActor;
  readonly publicUrl: string;
  readonly nowMs: number;
  readonly linkMinutes: number;
};

/** The customer's word is no right of the provider's, but he says who of the customer may give it. */
function isCustomersOwn(caller: Caller, permission: Permission): boolean {
  return caller.customerId === null && permission === "contracts.accept";
}

/** Nobody gives a role that carries more than they have themselves, nor lets people into another customer. */
export function requireMayInvite(caller: Caller, invitation: Invitation): void {
  const isProviderRole = invitation.role === "owner" || invitation.role === "technician";
  if (isProviderRole !== (invitation.customerId === null)) {
    throw new AppError("invalid", "provider roles have no customer, customer roles have one");
  }
  if (caller.customerId !== null && caller.customerId !== invitation.customerId) {
    throw new AppError("not-found", "no such customer");
  }
  const missing = ROLE_PERMISSIONS[invitation.role].filter(
    (one) => !caller.permissions.has(one) && !isCustomersOwn(caller, one),
  );
  if (missing.length > 0) {
    throw new AppError("forbidden", `this role may more than you: ${missing.join(", ")}`);
  }
}

/** Adds a person and makes the link for the first sign-in. @throws AppError `conflict` when the address is taken. */
export async function invitePerson(
  tx: Tx,
  invitation: Invitation,
  context: InviteContext,
): Promise<{ person: Person; signInUrl: string }> {
  const email = invitation.email.toLowerCase();
  await requireFree(tx, email);
  if (invitation.customerId !== null) await requireCustomer(tx, invitation.customerId);
  const id = newId(context.nowMs);
  await insertPerson(tx, {
    id,
    customer_id: invitation.customerId,
    role: invitation.role,
    name: invitation.name,
    email,
    locale: invitation.locale,
    time_zone: invitation.timeZone,
  });
  const signInUrl = await issueLink(tx, context.publicUrl, id, {
    nowMs: context.nowMs,
    minutes: context.linkMinutes,
  });
  await recordAudit(tx, {
    actor: context.actor,
    customerId: invitation.customerId,
    action: "person.invite",
    object: `person:${id}`,
    detail: { name: invitation.name, email, role: invitation.role },
  });
  return { person: viewPerson((await findPerson(tx, id))!), signInUrl };
}

export const INVITATION_MINUTES = LINK_MINUTES.invitation;

async function requireFree(tx: Tx, email: string): Promise<void> {
  const taken = await tx
    .selectFrom("sign_in.user")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  if (taken) throw new AppError("conflict", "somebody signs in with this address already");
}

async function requireCustomer(tx: Tx, customerId: string): Promise<void> {
  const found = await tx
    .selectFrom("customer")
    .select("id")
    .where("id", "=", customerId)
    .executeTakeFirst();
  if (!found) throw new AppError("not-found", "no such customer");
}
