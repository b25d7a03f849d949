import { PROBLEM_CODES } from "@driftvakt/protocol/api";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors/index.ts";
import { faultOf, problemOf } from "./problem.ts";

describe("problems", () => {
  it.each(PROBLEM_CODES)("%s has a status and a title", (code) => {
    const problem = problemOf(new AppError(code, "detail"), "r");
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.title).not.toBe("");
  });
  it.each([
    ["a bug", new TypeError("secret /path"), "internal"],
    ["a database that is away", Object.assign(new Error("x"), { code: "57P01" }), "unavailable"],
    ["a pool that gave up", new Error("timeout exceeded when trying to connect"), "unavailable"],
    ["a deadlock", Object.assign(new Error("x"), { code: "40P01" }), "unavailable"],
    ["a broken constraint", Object.assign(new Error("x"), { code: "23505" }), "internal"],
    [
      "a body that is too large",
      Object.assign(new Error("x"), { code: "FST_ERR_CTP_BODY_TOO_LARGE" }),
      "too-large",
    ],
    ["something that is no error", "text", "internal"],
  ])("A12: %s becomes %s", (_what, error, code) => {
    const fault = faultOf(error);
    expect(fault.code).toBe(code);
    expect(JSON.stringify(problemOf(fault, "r"))).not.toContain("secret");
  });
});
