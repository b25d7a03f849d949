import type { Kysely } from "kysely";
import type { Bus } from "../../platform/bus/index.ts";
import type { Clock } from "../../platform/clock/index.ts";
import { inScope, type Database } from "../../platform/database/index.ts";
import { inRounds } from "./in-rounds.ts";
import { hashSecret } from "./secret-token.ts";
import type { SpeakingServer } from "./server-parts.ts";
import "./tables.ts";

/** A live session of an agent, as this process remembers it between two requests. */
export type AgentSession = SpeakingServer & {
  readonly serverNo: number;
  readonly bootId: string;
  readonly expiresAtMs: number;
};

export type Sessions = {
  /** The session of a bearer token, if this process remembers it and it has not run out. */
  recall(token: string): AgentSession | undefined;
  /** As `recall`, asking the database where needed. undefined: not a session, or no longer. */
  find(token: string): Promise<AgentSession | undefined>;
  /** Forgets a machine's sessions, so that the next request asks the database. */
  forget(serverId: string): void;
  /** Machines with a remembered session. */
  readonly size: number;
  stop(): void;
};

/** Tokens that were not sessions are remembered so long, so that a loop of bad requests costs no queries. */
const UNKNOWN_FOR_MS = 5000;
const UNKNOWN_MAX = 10_000;
const SESSIONS_MAX = 200_000;
const TOKEN = /^dva_[A-Za-z0-9_-]{43}$/;

type Parts = {
  readonly db: Kysely<Database>;
  readonly bus: Pick<Bus, "subscribe">;
  readonly clock: Clock;
};

/**
 * Remembers sessions, because a report must not cost a query. A session that ends is forgotten by the bus as soon as
 * that commits; and whatever the bus misses is caught within seconds by whoever stores last-seen times (`forget`).
 */
export function openSessions({ db, bus, clock }: Parts): Sessions {
  const byToken = new Map<string, AgentSession>();
  const tokensOf = new Map<string, Set<string>>();
  const unknown = new Map<string, number>();
  /** Grows with everything forgotten: an answer that was asked for before is not remembered after. */
  let generation = 0;

  const forgetToken = (token: string): void => {
    const session = byToken.get(token);
    if (!session) return;
    byToken.delete(token);
    const tokens = tokensOf.get(session.id);
    tokens?.delete(token);
    if (tokens?.size === 0) tokensOf.delete(session.id);
  };

  const forget = (serverId: string): void => {
    generation++;
    for (const token of tokensOf.get(serverId) ?? []) forgetToken(token);
  };

  const forgetAll = (): void => {
    generation++;
    byToken.clear();
    tokensOf.clear();
    unknown.clear();
  };

  const remember = (token: string, session: AgentSession): void => {
    if (byToken.size >= SESSIONS_MAX) forgetToken(byToken.keys().next().value!);
    byToken.set(token, session);
    const tokens = tokensOf.get(session.id) ?? new Set();
    tokensOf.set(session.id, tokens.add(token));
  };

  const recall = (token: string): AgentSession | undefined => {
    const session = byToken.get(token);
    if (session === undefined || session.expiresAtMs > clock.nowMs()) return session;
    forgetToken(token);
    return undefined;
  };

  const isUnknown = (token: string): boolean => {
    const untilMs = unknown.get(token);
    if (untilMs === undefined) return false;
    if (untilMs > clock.nowMs()) return true;
    unknown.delete(token);
    return false;
  };

  const rememberUnknown = (token: string): void => {
    if (unknown.size >= UNKNOWN_MAX) unknown.delete(unknown.keys().next().value!);
    unknown.set(token, clock.nowMs() + UNKNOWN_FOR_MS);
  };

  const read = inRounds((tokens) => readSessions(db, tokens, clock.nowMs()));

  const unsubscribe = bus.subscribe("agents", (signal) =>
    signal.type === "missed" ? forgetAll() : forget(signal.payload.serverId),
  );

  return {
    recall,
    find: async (token) => {
      const known = recall(token);
      if (known || !TOKEN.test(token) || isUnknown(token)) return known;
      const asked = generation;
      const session = await read(token);
      if (!session) rememberUnknown(token);
      else if (asked === generation) remember(token, session);
      return session;
    },
    forget,
    get size() {
      return tokensOf.size;
    },
    stop: unsubscribe,
  };
}

/** Live sessions by their tokens, all in one query. */
async function readSessions(
  db: Kysely<Database>,
  tokens: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, AgentSession>> {
  const tokenOf = new Map(tokens.map((token) => [hashSecret(token).toString("hex"), token]));
  const rows = await inScope(db, "provider", (tx) =>
    tx
      .selectFrom("agent_session as session")
      .innerJoin("server", "server.id", "session.server_id")
      .select([
        "server.id",
        "server.no as serverNo",
        "server.customer_id as customerId",
        "server.hostname",
        "session.epoch",
        "session.boot_id as bootId",
        "session.expires_at",
        "session.token_hash",
      ])
      .where("session.token_hash", "in", tokens.map(hashSecret))
      .where("session.ended_at", "is", null)
      .where("session.expires_at", ">", new Date(nowMs))
      .whereRef("session.epoch", "=", "server.epoch")
      .where("server.state", "not in", ["retired", "quarantined"])
      .execute(),
  );
  return new Map(
    rows.map(({ expires_at, token_hash, ...session }) => [
      tokenOf.get(token_hash.toString("hex"))!,
      { ...session, expiresAtMs: expires_at.getTime() },
    ]),
  );
}
