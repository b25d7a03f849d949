import { describe, expect, it } from "vitest";
import { faultOf } from "./problem.ts";

describe("problems", () => {
  it.each([
    "Connection terminated unexpectedly",
    "Client has encountered a connection error and is not queryable",
    "timeout exceeded when trying to connect",
  ])("R1: a lost database is something to try again, not a mistake of ours: %s", (message) => {
    expect(faultOf(new Error(message)).code).toBe("unavailable");
  });
});
