import type { Problem, ProblemCode } from "@driftvakt/protocol/api";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";

/** Status and title of each closed code: the one place that says so (RFC 9457). */
const PROBLEMS: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  invalid: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "In conflict with what is there" },
  refused: { status: 422, title: "A rule says no" },
  "too-large": { status: 413, title: "The request is too large" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "step-up-required": { status: 403, title: "A fresh proof of who you are is needed" },
  unavailable: { status: 503, title: "Not available right now" },
  internal: { status: 500, title: "Something went wrong here" },
};

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Makes the problem document of a fault. Never holds more than the fault itself says (A12). */
export function problemOf(fault: AppError, requestId: string): Problem {
  const { status, title } = PROBLEMS[fault.code];
  return {
    type: `urn:driftvakt:problem:${fault.code}`,
    title,
    status,
    code: fault.code,
    requestId,
    ...(fault.detail !== undefined && fault.code !== "internal" && { detail: fault.detail }),
    ...(fault.reason !== undefined && { reason: fault.reason }),
    ...(fault.clause !== undefined && { clause: fault.clause }),
    ...(fault.problems !== undefined && { problems: fault.problems }),
  };
}

/** Faults pass as they are; what Fastify and PostgreSQL throw is translated; everything else is a bug. */
export function faultOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { statusCode, code } = error as Partial<FastifyError>;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new AppError("too-large", "the body is too large");
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new AppError("invalid", "send the body as application/json");
  }
  if (statusCode === 404) return new AppError("not-found");
  if (statusCode === 413) return new AppError("too-large");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new AppError("invalid", "the request cannot be read");
  }
  if (code === DISK_FULL)
    return new AppError("unavailable", "the database's disk is full; nothing of this was stored");
  return DATABASE_AWAY.test(String(code)) ||
    /Connection terminated|timeout exceeded|is not queryable/.test(messageOf(error))
    ? new AppError("unavailable", "the database does not answer; try again")
    : new AppError("internal");
}

const DISK_FULL = "53100";
/** Connection lost, starting up, shutting down, too many connections, serialisation and deadlock: trying again helps. */
const DATABASE_AWAY =
  /^(08\w{3}|57P0\d|53\d{3}|40001|40P01|55P03|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)$/;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

/** Answers a request with a problem; a bug goes to the log with the request's id, and only the id to the caller. */
export function replyWithProblem(
  log: Log,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const fault = faultOf(error);
  const { status } = PROBLEMS[fault.code];
  if (fault.code === "internal") {
    log.error("request failed", {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      error,
    });
  }
  if (fault.code === "too-many-requests" && fault.reason) reply.header("retry-after", fault.reason);
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(fault, request.id)));
}
