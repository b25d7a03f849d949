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

  it("R4: a full disk is said to be one", () => {
    const full = Object.assign(new Error("could not extend file"), { code: "53100" });
    expect(faultOf(full)).toMatchObject({ code: "unavailable" });
    expect(faultOf(full).detail).toContain("disk is full");
  });
});
