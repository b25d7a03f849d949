import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { kyselyAdapter } from "@better-auth/kysely-adapter";
import { createAuthMiddleware } from "better-auth/api";
import { APIError, type BetterAuthOptions } from "better-auth";
import { twoFactor } from "better-auth/plugins";
import type { Kysely } from "kysely";
import { createHash } from "node:crypto";
import { recordAudit } from "../audit/index.ts";
import type { Clock } from "../clock/index.ts";
import type { Config } from "../config/index.ts";
import { connectDatabase, inScope, type Database } from "../database/index.ts";
import { newId } from "../ids/index.ts";
import type { Keys } from "../keys/index.ts";
import type { Log } from "../log/index.ts";
import { hashSessionTokens } from "./hash-session-tokens.ts";
import { linkPlugin, PASSWORD_LENGTH } from "./link-plugin.ts";
import { takeLink } from "./links.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { hashToken } from "./secret-token.ts";
import type { Proof } from "./tables.ts";

/** Sessions end after so long without use, and after so long at all. */
export const SESSION_LIMITS = { idleSeconds: 12 * 3600, absoluteSeconds: 7 * 24 * 3600 } as const;
/** A session is written anew at most so often. */
const REFRESH_SECONDS = 600;
const LINK_SESSION_MINUTES = 30;

/** Header that carries the caller's address to better-auth; the edge sets it and drops what came from outside. */
export const CLIENT_ADDRESS_HEADER = "x-driftvakt-client-address";

const PROOF_BY_PATH: Readonly<Record<string, Proof>> = {
  "/sign-in/email": "password",
  "/link/use": "link",
  "/two-factor/verify-totp": "totp",
  "/two-factor/verify-backup-code": "totp",
  "/passkey/verify-authentication": "passkey",
};

export type AuthParts = {
  readonly db: Kysely<Database>;
  /** better-auth's own pool, on the schema `sign_in`. */
  readonly authDb: Kysely<Database>;
  readonly config: Config;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
};

export function connectSignIn(url: string): Kysely<Database> {
  return connectDatabase(url, { maxConnections: 4, searchPath: "sign_in" });
}

/** better-auth, set up: no public sign-up, sessions that can be revoked at once, every session marked with its proof. */
export function makeAuth(parts: AuthParts) {
  const { db, config, keys, clock, log } = parts;
  const origin = new URL(config.publicUrl);
  return betterAuth({
    appName: "Driftvakt",
    baseURL: config.publicUrl,
    basePath: "/api/auth",
    secret: keys.secrets.derive("sign-in"),
    database: (options: BetterAuthOptions) =>
      hashSessionTokens(
        kyselyAdapter(parts.authDb, { type: "postgres", transaction: true })(options),
      ),
    trustedOrigins: [...allowedOrigins(config)],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      expiresIn: SESSION_LIMITS.idleSeconds,
      updateAge: REFRESH_SECONDS,
      additionalFields: {
        proof: { type: "string", required: false, input: false, returned: false },
        provenAt: { type: "date", required: false, input: false, returned: false },
      },
    },
    verification: { storeIdentifier: "hashed" },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) => log[level === "error" ? "error" : "warn"]("sign-in", { message }),
    },
    advanced: {
      cookiePrefix: "driftvakt",
      useSecureCookies: origin.protocol === "https:",
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, ctx) => {
            if (await isDisabled(db, session.userId)) return false;
            const proof = PROOF_BY_PATH[ctx?.path ?? ""] ?? "password";
            return { data: { ...session, proof, provenAt: new Date(clock.nowMs()) } };
          },
          after: (session) => recordSignIn(db, session.userId, session["proof"], session.ipAddress),
        },
      },
    },
    hooks: {
      after: createAuthMiddleware(async (ctx) => {
        const session = ctx.context.newSession ?? ctx.context.session;
        if (!session || ctx.context.returned instanceof APIError) return;
        const token = session.session.token;
        if (ctx.path === "/two-factor/verify-totp") {
          await refuseUsedCode(db, session.user.id, ctx.body?.code, token);
          await markProof(db, token, "totp", clock);
        }
        if (ctx.path === "/passkey/verify-registration")
          await markProof(db, token, "passkey", clock);
      }),
    },
    plugins: [
      twoFactor({ issuer: `Driftvakt ${origin.hostname}`, accountLockout: { enabled: true } }),
      passkey({
        rpID: origin.hostname,
        rpName: "Driftvakt",
        origin: origin.origin,
        authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      }),
      linkPlugin({
        take: (token) => takeLink(db, token, clock.nowMs()),
        mayHaveFirstPassword: async (sessionId) => {
          const since = new Date(clock.nowMs() - LINK_SESSION_MINUTES * 60_000);
          const found = await db
            .selectFrom("sign_in.session")
            .select("id")
            .where("id", "=", sessionId)
            .where("proof", "=", "link")
            .where("createdAt", ">", since)
            .executeTakeFirst();
          return found !== undefined;
        },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof makeAuth>;

/** The public address; at home also the other names of this machine. */
export function allowedOrigins(config: Config): ReadonlySet<string> {
  const { origin, protocol, port, hostname } = new URL(config.publicUrl);
  const origins = new Set([origin]);
  if (hostname === "localhost") {
    for (const name of ["127.0.0.1", "[::1]"]) origins.add(`${protocol}//${name}:${port}`);
  }
  return origins;
}

/** Who signed in, how, and from where: in the audit log, beside what they then do. */
async function recordSignIn(
  db: Kysely<Database>,
  personId: string,
  proof: unknown,
  address: string | null | undefined,
): Promise<void> {
  await inScope(db, "provider", async (tx) => {
    const person = await tx
      .selectFrom("person")
      .select(["name", "customer_id"])
      .where("id", "=", personId)
      .executeTakeFirst();
    if (!person) return;
    await recordAudit(tx, {
      actor: {
        kind: person.customer_id === null ? "technician" : "customer",
        id: personId,
        name: person.name,
      },
      customerId: person.customer_id,
      action: "person.sign-in",
      object: `person:${personId}`,
      detail: { proof, address: address ?? null },
    });
  });
}

async function isDisabled(db: Kysely<Database>, personId: string): Promise<boolean> {
  const person = await inScope(db, "provider", (tx) =>
    tx.selectFrom("person").select("disabled_at").where("id", "=", personId).executeTakeFirst(),
  );
  return person === undefined || person.disabled_at !== null;
}

async function markProof(
  db: Kysely<Database>,
  token: string,
  proof: Proof,
  clock: Clock,
): Promise<void> {
  await db
    .updateTable("sign_in.session")
    .set({ proof, provenAt: new Date(clock.nowMs()) })
    .where("token", "=", hashToken(token))
    .execute();
}

/** A code counts once: whoever looked over a shoulder has nothing. The session it would have opened is ended. */
async function refuseUsedCode(
  db: Kysely<Database>,
  personId: string,
  code: unknown,
  token: string,
): Promise<void> {
  const hash = createHash("sha256").update(String(code)).digest("hex");
  await db
    .deleteFrom("sign_in.used_code")
    .where("used_at", "<", new Date(Date.now() - 5 * 60_000))
    .execute();
  const fresh = await db
    .insertInto("sign_in.used_code")
    .values({ person_id: personId, code_hash: hash })
    .onConflict((conflict) => conflict.doNothing())
    .returning("code_hash")
    .executeTakeFirst();
  if (fresh) return;
  await db.deleteFrom("sign_in.session").where("token", "=", hashToken(token)).execute();
  throw new APIError("UNAUTHORIZED", { code: "CODE_USED", message: "This code was used already." });
}
