import {
  API_ROUTES,
  STEP_UP_MINUTES,
  type Permission,
  type RouteName,
  type RouteSpec,
} from "@driftvakt/protocol/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import { z } from "zod";
import type { Database } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import { hashRequest, readIdempotencyKey, runOnce } from "../idempotency/index.ts";
import type { SecretBox } from "../keys/index.ts";
import type { Log } from "../log/index.ts";
import type { FoundCaller } from "../sign-in/index.ts";
import type { RouteHandlers } from "./handlers.ts";
import { requireVisible } from "./object-tables.ts";
import { isText } from "./strict-json.ts";

export const API_PREFIX = "/api/v1";
/** What somebody may call who still has to set up or give a second factor. */
const BEFORE_SECOND_FACTOR: ReadonlySet<RouteName> = new Set(["me.get", "me.update"]);

export type ApiParts = {
  readonly db: Kysely<Database>;
  readonly secrets: SecretBox;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly handlers: RouteHandlers;
  /** Finds out who calls. Throws `unauthenticated` or `too-many-requests`. */
  readonly identify: (request: FastifyRequest, reply: FastifyReply) => Promise<FoundCaller>;
};

type LooseHandler = (input: {
  caller: FoundCaller["caller"];
  params: unknown;
  query: unknown;
  body: unknown;
}) => Promise<unknown>;

/** Serves every route of the table that has a handler. Everything a request can do wrong is met here, once for all routes. */
export function installApi(http: FastifyInstance, parts: ApiParts): void {
  for (const [name, spec] of Object.entries(API_ROUTES) as [RouteName, RouteSpec][]) {
    const handler = parts.handlers[name] as LooseHandler | undefined;
    if (!handler) continue;
    http.route({
      method: spec.method,
      url: API_PREFIX + spec.path,
      config: { routeName: name },
      handler: (request, reply) => serve(parts, name, spec, handler, request, reply),
    });
  }
}

async function serve(
  parts: ApiParts,
  name: RouteName,
  spec: RouteSpec,
  handler: LooseHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const found = await parts.identify(request, reply);
  authorise(found, name, spec, parts.nowMs());
  const params = parsePart(spec.params, request.params, "params");
  if (spec.objects) {
    await requireVisible(
      parts.db,
      found.caller,
      spec.objects,
      params as Record<string, unknown>,
      name,
    );
  }
  const query = ownPart(spec, parsePart(spec.query, request.query, "query"), found.caller);
  const body = spec.body ? parsePart(spec.body, request.body ?? {}, "body") : refuseBody(request);
  const work = async (): Promise<unknown> =>
    readAnswer(name, spec, await handler({ caller: found.caller, params, query, body }));
  const key =
    spec.method === "GET" ? undefined : readIdempotencyKey(request.headers["idempotency-key"]);
  if (key === undefined) return work();
  const { answer, isReplay } = await runOnce(
    parts.db,
    parts.secrets,
    {
      actor: `${found.via}:${found.caller.personId}`,
      key,
      requestHash: hashRequest(name, params, query, body),
    },
    work,
  );
  if (isReplay) reply.header("idempotency-replayed", "true");
  return answer;
}

/** Whether the caller may use the route at all; which objects, row-level security decides. */
export function authorise(
  found: FoundCaller,
  name: RouteName,
  spec: RouteSpec,
  nowMs: number,
): void {
  if (!found.proven && !BEFORE_SECOND_FACTOR.has(name)) {
    throw new AppError("step-up-required", "a second factor is needed first", {
      reason: "second-factor",
    });
  }
  if (spec.customersWord && found.caller.customerId === null) {
    const { clause, sentence } = spec.customersWord;
    throw new AppError("forbidden", sentence, { reason: "customers-word", clause });
  }
  if (isPermission(spec.permission) && !found.caller.permissions.has(spec.permission)) {
    throw new AppError("forbidden", `this needs the permission ${spec.permission}`);
  }
  if (spec.stepUp) requireFreshProof(found, nowMs);
}

/** @throws AppError `step-up-required` where a session's last proof is too old; whoever holds it may not be who opened it. */
export function requireFreshProof(found: FoundCaller, nowMs: number): void {
  if (found.via !== "session") return;
  const ageMs = nowMs - (found.provenAtMs ?? 0);
  if (ageMs <= STEP_UP_MINUTES * 60_000) return;
  throw new AppError("step-up-required", "prove who you are once more", { reason: "fresh-proof" });
}

function isPermission(value: RouteSpec["permission"]): value is Permission {
  return value !== "signed-in" && value !== "public";
}

/**
 * A customer's list is asked for by the customer, too, where it can be. Row-level security hides the rest in any case, but
 * only a condition can use an index.
 */
function ownPart(spec: RouteSpec, query: unknown, { customerId }: FoundCaller["caller"]): unknown {
  const canAsk = spec.query instanceof z.ZodObject && "customerId" in spec.query.shape;
  return canAsk && customerId !== null ? { customerId, ...(query as object) } : query;
}

function parsePart(schema: z.ZodType | undefined, value: unknown, part: string): unknown {
  if (part !== "body") requireTexts(value, part);
  if (!schema) {
    if (isEmpty(value)) return undefined;
    throw new AppError("invalid", `this route takes no ${part}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // An id that cannot be one is an object that is not there.
  if (part === "params") throw new AppError("not-found");
  throw new AppError("invalid", `the ${part} is not valid`, {
    problems: result.error.issues.slice(0, 20).map((issue) => ({
      path: [part, ...issue.path.map(String)].join("."),
      message: issue.message,
    })),
  });
}

/** A body's texts were looked at when it was parsed. */
function requireTexts(value: unknown, part: string): void {
  if (Object.values(value ?? {}).every((one) => typeof one !== "string" || isText(one))) return;
  if (part === "params") throw new AppError("not-found");
  throw new AppError("invalid", `a text of the ${part} holds U+0000`);
}

function refuseBody(request: FastifyRequest): undefined {
  if (request.body != null && !isEmpty(request.body)) {
    throw new AppError("invalid", "this route takes no body");
  }
  return undefined;
}

function isEmpty(value: unknown): boolean {
  if (value == null) return true;
  return typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Answers are held to their schema too: what it does not name never leaves. */
function readAnswer(name: RouteName, spec: RouteSpec, answer: unknown): unknown {
  const result = spec.response.safeParse(answer);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw new Error(
    `${name} answered against its schema: ${first?.path.join(".")}: ${first?.message}`,
  );
}
