import type { Problem } from "@driftvakt/protocol/api";

/** `offline`: no answer at all. The other codes are the control plane's own. */
export type FailureCode = Problem["code"] | "offline";

/** A request that failed, with what a person needs to report it. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly requestId: string | null;
  readonly problem: Partial<Problem>;

  constructor(code: FailureCode, status: number, problem: Partial<Problem> = {}) {
    super(problem.detail ?? problem.title ?? code);
    this.name = "ApiFailure";
    this.code = code;
    this.status = status;
    this.requestId = problem.requestId ?? null;
    this.problem = problem;
  }
}

/** Reads the failure out of an answer; a proxy's HTML page counts as `unavailable`. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) return new ApiFailure(codeOfStatus(response.status), response.status);
  const problem = (await response.json()) as Partial<Problem>;
  return new ApiFailure(problem.code ?? codeOfStatus(response.status), response.status, problem);
}

function codeOfStatus(status: number): FailureCode {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 409) return "conflict";
  if (status === 429) return "too-many-requests";
  return status >= 500 ? "unavailable" : "invalid";
}
