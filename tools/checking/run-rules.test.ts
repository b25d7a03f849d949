import { describe, expect, it } from "vitest";
import type { Rule } from "./rules.ts";
import { runRules } from "./run-rules.ts";

const rule = (name: string, passed: boolean): Rule => ({
  name,
  about: "",
  run: () => Promise.resolve({ passed, said: passed ? "" : "wrong", warnings: [] }),
});

describe("running the rules", () => {
  it("runs every rule and tells each result once", async () => {
    const told: string[] = [];
    const results = await runRules([rule("a", true), rule("b", false)], 2, ({ name }) =>
      told.push(name),
    );
    expect(told.toSorted()).toEqual(["a", "b"]);
    expect(results.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(["b"]);
  });
  it("a rule that throws has failed, and says why", async () => {
    const broken: Rule = {
      ...rule("a", true),
      run: () => Promise.reject(new Error("no such tool")),
    };
    const [result] = await runRules([broken], 1, () => {});
    expect(result).toMatchObject({ passed: false, said: expect.stringContaining("no such tool") });
  });
});
