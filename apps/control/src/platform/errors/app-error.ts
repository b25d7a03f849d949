import type { Problem, ProblemCode } from "@driftvakt/protocol/api";

/** A fault: something that a caller can meet and act on. Mapped to RFC 9457 in one place (`platform/http/problem.ts`). */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly reason: string | undefined;
  readonly clause: string | undefined;
  readonly problems: Problem["problems"];

  constructor(
    code: ProblemCode,
    detail?: string,
    more: { reason?: string; clause?: string; problems?: Problem["problems"] } = {},
  ) {
    super(detail ?? code);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.reason = more.reason;
    this.clause = more.clause;
    this.problems = more.problems;
  }
}
