import { describe, expect, it } from "vitest";
import { openLog, redact } from "./log.ts";

describe("the log", () => {
  const key = `dvk_${"A".repeat(43)}`;
  it.each([
    [{ password: "x" }],
    [{ a: { b: { clientSecret: "x" } } }],
    [{ headers: { Authorization: "Bearer x", cookie: "x" } }],
    [{ list: [{ apiKey: "x", otp: "x" }] }],
    [{ text: `the key ${key} leaked` }],
    [{ url: "postgres://user:hunter2@host/db" }],
    [{ error: new Error(`failed with ${key}`, { cause: new Error("postgres://u:hunter2@h") }) }],
  ])("%j shows no secret", (facts) => {
    const line = JSON.stringify(redact(facts));
    expect(line).not.toMatch(/"x"|hunter2|AAAA/);
    expect(line).toContain("***");
  });
  it("writes one JSON line each, and nothing below its level", () => {
    const lines: string[] = [];
    const log = openLog((line) => lines.push(line), "warn").with({ part: "test" });
    log.info("not this");
    log.error("this\nhere", { n: 1, big: 1n, none: undefined });
    expect(lines).toHaveLength(1);
    expect(lines[0]!.split("\n")).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: "error",
      message: "this\nhere",
      part: "test",
      n: 1,
      big: "1",
    });
  });
  it("cuts what is deep, long or endless", () => {
    const deep: Record<string, unknown> = {};
    deep["self"] = deep;
    expect(JSON.stringify(redact(deep)).length).toBeLessThan(200);
    expect(String(redact("x".repeat(99_999))).length).toBeLessThan(5000);
  });
});
