import {
  challengeRequestSchema,
  sessionRequestSchema,
  type SessionResponse,
} from "@driftvakt/protocol/agent";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { z } from "zod";
import { inScope } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { parseStrictJson } from "../../platform/http/index.ts";
import type { Platform } from "../../platform/index.ts";
import { countAttempt, type RateRule } from "../../platform/rate-limit/index.ts";
import { enrolAgent, readEnrolRequest, type EnrolRefusal } from "./enrol-agent.ts";
import { limitConcurrency } from "./in-rounds.ts";
import { limitAttempts } from "./limit-attempts.ts";
import type { OrderStreams } from "./open-order-streams.ts";
import type { AgentSession, Sessions } from "./open-sessions.ts";
import type { ServerParts } from "./server-parts.ts";
import { issueChallenge, signInAgent, type SignInRefusal } from "./sign-in-agent.ts";

const BODY_MAX_BYTES = 16 * 1024;
/** SPIRE's figures: enrolment is rare, signing in is not. Whole sites may come from one address. */
const ENROL_LIMIT: RateRule = { most: 60, windowSeconds: 60 };
const SIGN_IN_LIMIT = { burst: 1000, perSecond: 500 };
const SIGN_IN_PER_SERVER: RateRule = { most: 20, windowSeconds: 20 };

/** Sign-ins under way at a time; each is a commit, and people need the database, too (R8). */
const SIGN_INS_MAX = 4;
/** Whoever waited longer is sent away for a while: his answer would come too late, and so would everybody's after him. */
const TURN_WITHIN_MS = 8000;
const AWAY_SECONDS = { least: 5, spread: 25 } as const;

const ENROL_REFUSALS: Readonly<Record<EnrolRefusal, string>> = {
  "bad-proof": "the proof does not fit the key",
  "unknown-token": "this join token is not known here",
  "used-token": "this join token was used already; make a new one",
  "expired-token": "this join token has expired; make a new one",
  "revoked-token": "this join token was voided; make a new one",
  "other-host": "this join token was made for another host name and is void now; make a new one",
};

const SIGN_IN_REFUSALS: Readonly<Record<SignInRefusal, string>> = {
  "unknown-challenge": "this nonce is not known, was used or is too old; ask for a new one",
  "bad-proof": "the proof does not fit the key of this machine",
  "other-epoch": "this machine was enrolled anew since; this key is void",
  retired: "this machine is retired",
  quarantined: "this machine is in quarantine, because two agents used its identity",
  superseded: "a newer start of this agent is signed in",
};

/** Refusals after which trying again with a fresh nonce can help. */
const RETRY: readonly SignInRefusal[] = ["unknown-challenge", "superseded"];

export type AgentRouteParts = {
  readonly platform: Platform;
  readonly parts: ServerParts;
  readonly sessions: Sessions;
  readonly streams: OrderStreams;
};

/** The routes that agents speak, each with its own limits; bodies are JSON whatever their type says. */
export function installAgentRoutes(http: FastifyInstance, own: AgentRouteParts): void {
  const { platform, parts, sessions, streams } = own;
  const { db, clock, bus } = platform;
  const maySignIn = limitAttempts(SIGN_IN_LIMIT);
  const inTurn = takeTurns(limitConcurrency(SIGN_INS_MAX));

  readBodiesAsBytes(http);

  http.post("/agent/v1/enrol", { bodyLimit: BODY_MAX_BYTES }, async (request) => {
    await allowShared(db, `enrol:${request.ip}`, ENROL_LIMIT);
    const ask = readEnrolRequest(readJson(request));
    if (!ask) throw new AppError("invalid", "not an enrolment");
    const outcome = await inScope(db, "provider", (tx) =>
      enrolAgent(
        tx,
        { ...parts, bus, signing: platform.keys.signing },
        ask,
        request.ip,
        clock.nowMs(),
      ),
    );
    if (outcome.ok) return outcome.response;
    throw new AppError("refused", ENROL_REFUSALS[outcome.refusal], { reason: outcome.refusal });
  });

  http.post("/agent/v1/challenge", { bodyLimit: BODY_MAX_BYTES }, async (request) => {
    const ask = read(challengeRequestSchema, request);
    allow(maySignIn, request.ip, clock.nowMs());
    return inTurn(async () => {
      // By address too: a stranger who knows a machine's id must not be able to keep it out.
      await allowShared(db, `agent-sign-in:${request.ip} ${ask.serverId}`, SIGN_IN_PER_SERVER);
      return {
        nonce: await inScope(db, "provider", (tx) => issueChallenge(tx, ask, clock.nowMs())),
      };
    });
  });

  http.post(
    "/agent/v1/session",
    { bodyLimit: BODY_MAX_BYTES },
    async (request): Promise<SessionResponse> => {
      const ask = read(sessionRequestSchema, request);
      allow(maySignIn, request.ip, clock.nowMs());
      const outcome = await inTurn(() =>
        inScope(db, "provider", (tx) =>
          signInAgent(tx, { bus, onClone: parts.onClone }, ask, request.ip, clock.nowMs()),
        ),
      );
      if (outcome.ok) return outcome.response;
      const code = RETRY.includes(outcome.refusal) ? "unauthenticated" : "forbidden";
      throw new AppError(code, SIGN_IN_REFUSALS[outcome.refusal], { reason: outcome.refusal });
    },
  );

  http.get("/agent/v1/orders", async (request, reply) => {
    const token = bearerOf(request);
    const session = await authenticate(sessions, token);
    reply.hijack();
    await streams.open(session, token, reply.raw);
  });
}

/** Work in its turn, where that comes soon enough (R8). @throws AppError `too-many-requests`, with how long to stay away. */
export function takeTurns(
  inTurn: ReturnType<typeof limitConcurrency>,
  withinMs = TURN_WITHIN_MS,
): ReturnType<typeof limitConcurrency> {
  return (work) => {
    const askedMs = performance.now();
    return inTurn(async () => {
      if (performance.now() - askedMs <= withinMs) return work();
      throw tooMany(AWAY_SECONDS.least + Math.floor(Math.random() * AWAY_SECONDS.spread));
    });
  };
}

/** Hands bodies to the handlers as they came; each reads them under its own limits. */
export function readBodiesAsBytes(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

/** @throws AppError `unauthenticated`. */
export function bearerOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  if (!authorization?.startsWith("Bearer "))
    throw new AppError("unauthenticated", "an agent's bearer token is needed");
  return authorization.slice(7);
}

/** @throws AppError `unauthenticated` where the token is no live session's. */
export async function authenticate(sessions: Sessions, token: string): Promise<AgentSession> {
  const session = await sessions.find(token);
  if (!session) throw new AppError("unauthenticated", "this session is over; sign in again");
  return session;
}

function readJson(request: FastifyRequest): unknown {
  if (!Buffer.isBuffer(request.body)) throw new AppError("invalid", "a JSON body is needed");
  return parseStrictJson(request.body.toString("utf8"));
}

function read<T>(schema: z.ZodType<T>, request: FastifyRequest): T {
  const parsed = schema.safeParse(readJson(request));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", "the body does not fit", {
    problems: parsed.error.issues.slice(0, 10).map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    })),
  });
}

/** In this process alone: it protects the process. */
function allow(limit: ReturnType<typeof limitAttempts>, key: string, nowMs: number): void {
  const waitSeconds = limit(key, nowMs);
  if (waitSeconds > 0) throw tooMany(waitSeconds);
}

/** Over all processes: a stranger who is sent from one to the other gains no tries. */
async function allowShared(db: Platform["db"], bucket: string, rule: RateRule): Promise<void> {
  const { allowed, retryAfterSeconds } = await countAttempt(db, bucket, rule);
  if (!allowed) throw tooMany(retryAfterSeconds);
}

function tooMany(waitSeconds: number): AppError {
  return new AppError("too-many-requests", `try again in ${waitSeconds} s`, {
    reason: String(waitSeconds),
  });
}
