import type { Me } from "@driftvakt/protocol/api";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Caller, RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { getActiveCatalogue } from "../contracts/index.ts";
import { findInstallation } from "../provider/index.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import { disablePerson, enablePerson } from "./disable-person.ts";
import { INVITATION_MINUTES, invitePerson, requireMayInvite } from "./invite-person.ts";
import { listPeople } from "./list-people.ts";
import { findPerson, viewPerson } from "./repository.ts";
import { updateMe } from "./update-me.ts";

/** People, their invitations and API keys. How they sign in is the platform's. */
export function openPeople(platform: Platform): Feature & { readonly handlers: RouteHandlers } {
  const { db, clock, config } = platform;

  const getMe = async (tx: Tx, caller: Caller): Promise<Me> => {
    const person = await findPerson(tx, caller.personId);
    const installation = await findInstallation(tx);
    if (!person || !installation) throw new AppError("not-found");
    const { id, provider } = await getActiveCatalogue(tx);
    return {
      ...viewPerson(person),
      permissions: [...caller.permissions],
      provider: {
        name: installation.providerName,
        catalogueId: id,
        currency: provider.currency,
        timeZone: installation.timeZone,
      },
      mailIsSent: config.mail !== null,
      version: config.version,
    };
  };

  return {
    handlers: {
      "me.get": ({ caller }) =>
        inScope(db, caller.scope, async (tx) => {
          const me = await getMe(tx, caller);
          await noteSeen(tx, caller, clock.nowMs());
          return me;
        }),
      "me.update": ({ caller, body }) =>
        inScope(db, caller.scope, async (tx) => {
          await updateMe(tx, caller.personId, body, caller.actor);
          return getMe(tx, caller);
        }),
      "people.list": ({ caller, query }) =>
        inScope(db, caller.scope, (tx) => listPeople(tx, query)),
      "people.invite": ({ caller, body }) =>
        inScope(db, caller.scope, async (tx) => {
          const installation = await findInstallation(tx);
          const invitation = {
            ...body,
            locale: body.locale ?? caller.locale,
            timeZone: installation?.timeZone ?? "UTC",
          };
          requireMayInvite(caller, invitation);
          return invitePerson(tx, invitation, {
            actor: caller.actor,
            publicUrl: config.publicUrl,
            nowMs: clock.nowMs(),
            linkMinutes: INVITATION_MINUTES,
          });
        }),
      "people.disable": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => {
          await disablePerson(tx, params.personId, caller.actor, clock.nowMs());
          return { ok: true };
        }),
      "people.enable": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => {
          await enablePerson(tx, params.personId, caller.actor);
          return { ok: true };
        }),
      "apiKeys.list": ({ caller }) =>
        inScope(db, caller.scope, async (tx) => ({
          items: await listApiKeys(tx, caller.personId),
        })),
      "apiKeys.create": ({ caller, body }) =>
        inScope(db, caller.scope, (tx) => createApiKey(tx, caller, body, clock.nowMs())),
      "apiKeys.revoke": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => {
          await revokeApiKey(tx, caller, params.apiKeyId, clock.nowMs());
          return { ok: true };
        }),
    },
  };
}

async function noteSeen(tx: Tx, caller: Caller, nowMs: number): Promise<void> {
  if (caller.actor.kind === "system") return;
  await tx
    .updateTable("person")
    .set({ last_seen_at: new Date(nowMs) })
    .where("id", "=", caller.personId)
    .execute();
}
