import { ROLE_PERMISSIONS, type Permission } from "@driftvakt/protocol/api";
import type { Kysely } from "kysely";
import { inScope, type Database, type Scope } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import type { Caller } from "../http/handlers.ts";
import { SESSION_LIMITS, type Auth } from "./auth.ts";
import { hashToken, tokenKind } from "./secret-token.ts";
import { isProven, type Factors } from "./second-factor.ts";
import type { PersonTable, Proof } from "./tables.ts";

export type CallerParts = {
  readonly db: Kysely<Database>;
  readonly auth: Auth;
  readonly nowMs: () => number;
  /** The key that this machine's own command uses; it lies in a file only we can read. */
  readonly localKey: string;
};

export type FoundCaller = {
  readonly caller: Caller;
  /** False: a second factor is needed first; the caller may only set one up. */
  readonly proven: boolean;
  readonly via: "session" | "api-key" | "local";
  /** When the session was last proven, for routes that want a fresh proof. */
  readonly provenAtMs: number | null;
  readonly setCookie: readonly string[];
};

type Credentials = {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** The request was made on this machine. */
  readonly isLocal: boolean;
};

/** Who calls, from a bearer key or a session cookie. Undefined: nobody we know. */
export async function findCaller(
  parts: CallerParts,
  credentials: Credentials,
): Promise<FoundCaller | undefined> {
  const { authorization, cookie } = credentials;
  if (authorization !== undefined) {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    const kind = token && tokenKind(token);
    if (kind === "dvk") return findByApiKey(parts, token!);
    if (kind === "dvc" && credentials.isLocal && token === parts.localKey) return findLocal(parts);
    return undefined;
  }
  return cookie?.includes("driftvakt") ? findBySession(parts, cookie) : undefined;
}

async function findBySession(parts: CallerParts, cookie: string): Promise<FoundCaller | undefined> {
  const { response, headers } = await parts.auth.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  });
  if (!response) return undefined;
  const person = await findPerson(parts.db, response.user.id, response.session.id);
  if (!person || person.disabled_at || !person.session_at) return undefined;
  const ageMs = parts.nowMs() - person.session_at.getTime();
  if (ageMs > SESSION_LIMITS.absoluteSeconds * 1000) return undefined;
  const factors = factorsOf(person);
  const proven = isProven(person.role, factors, person.proof);
  const permissions = new Set(proven ? ROLE_PERMISSIONS[person.role] : []);
  return {
    caller: callerOf(person, permissions),
    proven,
    via: "session",
    provenAtMs: person.proven_at?.getTime() ?? null,
    setCookie: headers.getSetCookie(),
  };
}

async function findByApiKey(parts: CallerParts, token: string): Promise<FoundCaller | undefined> {
  const now = new Date(parts.nowMs());
  const key = await inScope(parts.db, "provider", (tx) =>
    tx
      .selectFrom("api_key")
      .innerJoin("person", "person.id", "api_key.person_id")
      .selectAll("person")
      .select([
        "api_key.id as key_id",
        "api_key.permissions as key_permissions",
        "api_key.last_used_at as key_used_at",
        "api_key.name as key_name",
      ])
      .where("api_key.secret_hash", "=", hashToken(token))
      .where("api_key.revoked_at", "is", null)
      .where("person.disabled_at", "is", null)
      .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
      .executeTakeFirst(),
  );
  if (!key) return undefined;
  await touchKey(parts.db, key.key_id, key.key_used_at, now);
  // What its maker may not do any more, the key may not either (A03).
  const role = new Set<Permission>(ROLE_PERMISSIONS[key.role]);
  const permissions = new Set(key.key_permissions.filter((permission) => role.has(permission)));
  return {
    caller: callerOf(key, permissions),
    proven: true,
    via: "api-key",
    provenAtMs: null,
    setCookie: [],
  };
}

/** The command on this machine acts with the owner's rights and says so in the audit log. */
async function findLocal(parts: CallerParts): Promise<FoundCaller | undefined> {
  const owner = await inScope(parts.db, "provider", (tx) =>
    tx
      .selectFrom("person")
      .selectAll()
      .where("role", "=", "owner")
      .orderBy("created_at")
      .limit(1)
      .executeTakeFirst(),
  );
  if (!owner) throw new AppError("unavailable", "the installation has no owner yet");
  const caller = callerOf(owner, new Set(ROLE_PERMISSIONS.owner));
  return {
    caller: { ...caller, actor: { kind: "system", id: "local", name: "driftvakt command" } },
    proven: true,
    via: "local",
    provenAtMs: null,
    setCookie: [],
  };
}

function callerOf(person: PersonRow, permissions: ReadonlySet<Permission>): Caller {
  const scope: Scope =
    person.customer_id === null ? "provider" : { customerId: person.customer_id };
  return {
    personId: person.id,
    actor: {
      kind: person.customer_id === null ? "technician" : "customer",
      id: person.id,
      name: person.name,
    },
    scope,
    customerId: person.customer_id,
    permissions,
    locale: person.locale,
  };
}

type PersonRow = Pick<PersonTable, "id" | "customer_id" | "role" | "name" | "locale">;
type FullPersonRow = PersonRow & {
  disabled_at: Date | null;
  totp: boolean | null;
  passkey: boolean;
  session_at: Date | null;
  proof: Proof | null;
  proven_at: Date | null;
};

function findPerson(
  db: Kysely<Database>,
  personId: string,
  sessionId: string,
): Promise<FullPersonRow | undefined> {
  return inScope(db, "provider", (tx) =>
    tx
      .selectFrom("person")
      .innerJoin("sign_in.user as u", "u.id", "person.id")
      .leftJoin("sign_in.session as s", (join) =>
        join.onRef("s.userId", "=", "person.id").on("s.id", "=", sessionId),
      )
      .select((eb) => [
        "person.id",
        "person.customer_id",
        "person.role",
        "person.name",
        "person.locale",
        "person.disabled_at",
        "u.twoFactorEnabled as totp",
        "s.createdAt as session_at",
        "s.proof as proof",
        "s.provenAt as proven_at",
        eb
          .exists(
            eb.selectFrom("sign_in.passkey as k").select("k.id").whereRef("k.userId", "=", "u.id"),
          )
          .$castTo<boolean>()
          .as("passkey"),
      ])
      .where("person.id", "=", personId)
      .executeTakeFirst(),
  );
}

function factorsOf(person: FullPersonRow): Factors {
  return { hasTotp: person.totp === true, hasPasskey: person.passkey };
}

const TOUCH_EVERY_MS = 60_000;

async function touchKey(
  db: Kysely<Database>,
  keyId: string,
  usedAt: Date | null,
  now: Date,
): Promise<void> {
  if (usedAt && now.getTime() - usedAt.getTime() < TOUCH_EVERY_MS) return;
  await inScope(db, "provider", (tx) =>
    tx.updateTable("api_key").set({ last_used_at: now }).where("id", "=", keyId).execute(),
  );
}
