import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict } from "./verdict.ts";
import { verdict, waived, worstOf } from "./verdict.ts";

type State = Verdict["state"];

/** What decides, as `state@moment reference`. */
function decides(...verdicts: readonly Verdict[]): string | undefined {
  const worst = worstOf(verdicts);
  return worst && `${worst.state}@${worst.atMs ?? "-"} ${worst.refs[0] ?? "-"}`;
}

function said(state: State, atMs?: number, ref?: string): Verdict {
  return verdict(state, "gap", atMs === undefined ? {} : { atMs }, ref === undefined ? [] : [ref]);
}

describe("which verdict decides", () => {
  it.each<[string, readonly Verdict[], string | undefined]>([
    ["none of none", [], undefined],
    ["broken before a risk", [said("at-risk", 1, "a"), said("broken")], "broken@- -"],
    ["a risk before what is open", [said("pending", 1, "a"), said("at-risk")], "at-risk@- -"],
    ["what is open before a waiver", [waived("x-9", ["a"]), said("pending")], "pending@- -"],
    ["a waiver before what is kept", [said("kept", 1, "a"), waived("x-9")], "waived@- -"],
    ["something to show before nothing", [said("kept", 1), said("kept", 2, "a")], "kept@2 a"],
    ["then the earlier", [said("broken", 5, "a"), said("broken", 3, "z")], "broken@3 z"],
    ["a moment before none", [said("broken"), said("broken", 9)], "broken@9 -"],
    ["the very first moment too", [said("broken"), said("broken", 0)], "broken@0 -"],
    ["then by name", [said("broken", 5, "b"), said("broken", 5, "a")], "broken@5 a"],
    [
      "by name without a moment",
      [said("at-risk", undefined, "b"), said("at-risk", undefined, "a")],
      "at-risk@- a",
    ],
  ])("%s", (_, verdicts, expected) => {
    expect(decides(...verdicts)).toBe(expected);
    expect(decides(...verdicts.toReversed())).toBe(expected);
  });

  it("the order in which they are told decides nothing", () => {
    const any = fc
      .record({
        state: fc.constantFrom<State>("kept", "pending", "at-risk", "broken", "waived"),
        atMs: fc.option(fc.nat(3), { nil: undefined }),
        ref: fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined }),
      })
      .map(({ state, atMs, ref }) => said(state, atMs, ref));
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), fc.nat(5), (verdicts, turn) => {
        const turned = [...verdicts.slice(turn), ...verdicts.slice(0, turn)];
        expect(decides(...turned)).toBe(decides(...verdicts));
        expect(decides(...turned.toReversed())).toBe(decides(...verdicts));
      }),
      { numRuns: 300 },
    );
  });

  it("carries its moment beside its values", () => {
    expect(verdict("broken", "gap", { atMs: 0, tookMs: 5 }, ["a"])).toStrictEqual({
      state: "broken",
      code: "gap",
      values: { atMs: 0, tookMs: 5 },
      refs: ["a"],
      atMs: 0,
    });
    expect(verdict("kept", "nothing-due")).toStrictEqual({
      state: "kept",
      code: "nothing-due",
      values: {},
      refs: [],
    });
    expect(waived("x-9", ["a"])).toStrictEqual({
      state: "waived",
      code: "waived",
      values: { clause: "x-9" },
      refs: ["a"],
      waivedBy: "x-9",
    });
  });
});
