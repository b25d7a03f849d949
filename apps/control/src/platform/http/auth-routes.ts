import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import { recordSecurityEvent } from "../audit/index.ts";
import { inScope, type Database } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import type { SecretBox } from "../keys/index.ts";
import { countAttempt, forgetAttempts, refundAttempt, type RateRule } from "../rate-limit/index.ts";
import { CLIENT_ADDRESS_HEADER, type Auth, type FoundCaller } from "../sign-in/index.ts";
import { requireFreshProof } from "./api.ts";

/** The end points of better-auth that we use; every other one of its paths is 404. */
const AUTH_PATHS: Readonly<Record<string, "GET" | "POST">> = {
  "/sign-in/email": "POST",
  "/sign-out": "POST",
  "/get-session": "GET",
  "/change-password": "POST",
  "/two-factor/enable": "POST",
  "/two-factor/disable": "POST",
  "/two-factor/verify-totp": "POST",
  "/two-factor/verify-backup-code": "POST",
  "/two-factor/generate-backup-codes": "POST",
  "/passkey/generate-register-options": "GET",
  "/passkey/verify-registration": "POST",
  "/passkey/generate-authenticate-options": "GET",
  "/passkey/verify-authentication": "POST",
  "/passkey/list-user-passkeys": "GET",
  "/passkey/delete-passkey": "POST",
  "/passkey/update-passkey": "POST",
};

/** What makes a stolen session last: a passkey of the thief's own. The app's set-up asks for the password by itself. */
const FRESH_PATHS: ReadonlySet<string> = new Set([
  "/passkey/generate-register-options",
  "/passkey/verify-registration",
  "/passkey/delete-passkey",
]);

/** Failures that are let pass before passwords are no longer tried: per account, and per address over all accounts. */
const FAILURES: Readonly<Record<"account" | "address" | "link", RateRule>> = {
  account: { most: 10, windowSeconds: 900 },
  address: { most: 50, windowSeconds: 900 },
  link: { most: 20, windowSeconds: 900 },
};
/** All calls of the sign-in service from one address; passkeys have no other limit (A09). */
const CALLS: RateRule = { most: 300, windowSeconds: 60 };

export type AuthRouteParts = {
  readonly db: Kysely<Database>;
  readonly auth: Auth;
  readonly secrets: SecretBox;
  readonly publicUrl: string;
  readonly nowMs: () => number;
  /** Who holds the request's session; undefined: nobody. */
  readonly find: (request: FastifyRequest) => Promise<FoundCaller | undefined>;
};

/** Serves sign-in under `/api/auth/*`, and the one-time links under `/api/auth-link`. */
export function installAuthRoutes(http: FastifyInstance, parts: AuthRouteParts): void {
  for (const [path, method] of Object.entries(AUTH_PATHS)) {
    http.route({
      method,
      url: `/api/auth${path}`,
      handler: (request, reply) => serveAuth(parts, path, request, reply),
    });
  }
  http.post("/api/auth-link", (request, reply) => serveAuth(parts, "/link/use", request, reply));
  http.post("/api/auth-link/password", (request, reply) =>
    serveAuth(parts, "/link/password", request, reply),
  );
}

async function serveAuth(
  parts: AuthRouteParts,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (FRESH_PATHS.has(path)) await requireFresh(parts, request);
  const buckets = bucketsOf(parts, path, request);
  await refuseTooMany(parts, path, request, buckets);
  const response = await parts.auth.handler(webRequest(parts, path, request));
  if (response.ok) await forgive(parts, buckets);
  return relay(response, reply);
}

/** Without a session, better-auth itself refuses. */
async function requireFresh(parts: AuthRouteParts, request: FastifyRequest): Promise<void> {
  const found = await parts.find(request);
  if (found) requireFreshProof(found, parts.nowMs());
}

type Bucket = { readonly name: string; readonly rule: RateRule };

/** What a failure at this end point counts against. Passkeys cannot be guessed, so nothing counts against them. */
function bucketsOf(parts: AuthRouteParts, path: string, request: FastifyRequest): Bucket[] {
  const address = { name: `sign-in-address:${request.ip}`, rule: FAILURES.address };
  if (path === "/link/use") return [{ name: `link:${request.ip}`, rule: FAILURES.link }];
  if (path.startsWith("/two-factor/verify")) return [address];
  if (path !== "/sign-in/email") return [];
  const { email } = (request.body ?? {}) as { email?: unknown };
  const account = parts.secrets.fingerprint(String(email).toLowerCase(), "sign-in throttle");
  return [{ name: `sign-in-account:${account}`, rule: FAILURES.account }, address];
}

async function refuseTooMany(
  parts: AuthRouteParts,
  path: string,
  request: FastifyRequest,
  buckets: readonly Bucket[],
): Promise<void> {
  if (path !== "/get-session") {
    const calls = await countAttempt(parts.db, `auth-calls:${request.ip}`, CALLS);
    if (!calls.allowed) throw tooMany(calls.retryAfterSeconds);
  }
  // Counted before the outcome is known, so that many tries at once cannot all slip through.
  for (const bucket of buckets) {
    const answer = await countAttempt(parts.db, bucket.name, bucket.rule);
    if (answer.count === bucket.rule.most + 1) await recordThrottle(parts, path, bucket, request);
    if (!answer.allowed) throw tooMany(answer.retryAfterSeconds);
  }
}

/** Once per window, not per try. */
async function recordThrottle(
  parts: AuthRouteParts,
  path: string,
  bucket: Bucket,
  request: FastifyRequest,
): Promise<void> {
  const { email } = (request.body ?? {}) as { email?: unknown };
  await inScope(parts.db, "provider", (tx) =>
    recordSecurityEvent(tx, {
      kind: "sign-in-throttled",
      detail: {
        path,
        limit: bucket.name.split(":")[0],
        address: request.ip,
        ...(typeof email === "string" && { email: email.slice(0, 254) }),
      },
    }),
  );
}

/** A good try was no failure; a good sign-in also ends the account's count. */
async function forgive(parts: AuthRouteParts, buckets: readonly Bucket[]): Promise<void> {
  for (const bucket of buckets) {
    if (bucket.rule === FAILURES.account) await forgetAttempts(parts.db, bucket.name);
    else await refundAttempt(parts.db, bucket.name);
  }
}

export function tooMany(retryAfterSeconds: number): AppError {
  return new AppError("too-many-requests", `try again in ${retryAfterSeconds} s`, {
    reason: String(retryAfterSeconds),
  });
}

function webRequest(parts: AuthRouteParts, path: string, request: FastifyRequest): Request {
  const headers = new Headers({ [CLIENT_ADDRESS_HEADER]: request.ip });
  for (const name of ["cookie", "origin", "user-agent", "accept-language"] as const) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const query = request.url.includes("?") ? request.url.slice(request.url.indexOf("?")) : "";
  const url = `${parts.publicUrl}/api/auth${path}${query}`;
  if (request.method === "GET") return new Request(url, { headers });
  headers.set("content-type", "application/json");
  const body = JSON.stringify(bodyOf(path, request.body));
  return new Request(url, { method: "POST", headers, body });
}

/** A new password ends every other session, whatever the caller asks (A08); a device is never trusted for next time. */
function bodyOf(path: string, body: unknown): unknown {
  if (path === "/change-password") return { ...(body as object), revokeOtherSessions: true };
  if (path.startsWith("/two-factor/verify")) return { ...(body as object), trustDevice: false };
  return body ?? {};
}

async function relay(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(response.status).header("cache-control", "no-store");
  for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
  const type = response.headers.get("content-type");
  if (type) reply.header("content-type", type);
  return reply.send(Buffer.from(await response.arrayBuffer()));
}
