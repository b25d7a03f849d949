import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type { CreditRules } from "./index.ts";
import { creditFor } from "./index.ts";
import { SECOND, HOUR, at, ba06, automatic, outage, facts, creditOf } from "./sample-credit.ts";

describe("ba-07: credit on the base fee by monthly availability", () => {
  // June: 2,592,000 s; rounding down, so a tier begins one second after its edge
  it.each([
    [0, "none", 0],
    [2_592, "none", 0],
    [2_593, "granted", 5],
    [5_184, "granted", 5],
    [5_185, "granted", 10],
    [7_776, "granted", 10],
    [7_777, "granted", 15],
    [10_368, "granted", 15],
    [10_369, "granted", 20],
    [12_960, "granted", 20],
    [12_961, "granted", 30],
    [25_920, "granted", 30],
    [25_921, "granted", 60],
    [77_760, "granted", 60],
    [77_761, "granted", 70],
    [2_592_000, "granted", 70],
  ])("ba-07: %d s down in June → %s %d %%", (seconds, state, percent) => {
    const credit = creditOf(automatic, facts(outage("a", "2026-06-01T00:00", seconds * SECOND)));
    expect(credit.state).toBe(state);
    expect(credit.amount).toEqual(money(percent * 100, "BAM"));
    expect(credit.basis).toEqual(money(10_000, "BAM"));
  });

  it("ba-07: the rounding that the contract states decides at an edge", () => {
    // 2,700 s: 99.8958 %, which is 99.89 rounded down and 99.90 half up
    const edge = facts(outage("a", "2026-06-01T00:00", 2_700 * SECOND));
    expect(creditOf(automatic, edge).state).toBe("granted");
    expect(
      creditOf(automatic, edge, [], "2026-12-31T00:00", "2026-06", { ...ba06, rounding: "half-up" })
        .state,
    ).toBe("none");
  });

  it("ba-07: the same downtime weighs more in February than in March", () => {
    // 2,500 s: 99.896 % of 28 days, 99.906 % of 743 h
    const short = facts(
      outage("a", "2026-02-10T00:00", 2_500 * SECOND),
      outage("b", "2026-03-10T00:00", 2_500 * SECOND),
    );
    expect(creditOf(automatic, short, [], "2026-12-31T00:00", "2026-02").state).toBe("granted");
    expect(creditOf(automatic, short, [], "2026-12-31T00:00", "2026-03").state).toBe("none");
  });

  it("ba-07: rounds the amount once and takes no more than the base fee", () => {
    const down = facts(outage("a", "2026-06-01T00:00", 2_600 * SECOND));
    const odd = { baseFee: money(1_299, "BAM"), otherFees: money(1_000_000, "BAM") };
    const of = (rules: CreditRules) =>
      creditFor(rules, ba06, down, "2026-06", odd, [], at("2026-07-01T00:00")).amount.amountMinor;
    // 5 % of 12.99 is 0.6495
    expect(of(automatic)).toBe(65);
    expect(of({ ...automatic, rounding: "down" })).toBe(64);
    expect(of({ ...automatic, of: "all-fees" })).toBe(50_065);
  });

  it("ba-05: excluded time gives no credit", () => {
    expect(
      creditOf(automatic, facts(outage("a", "2026-06-01T00:00", 99 * HOUR, { cause: "attack" })))
        .state,
    ).toBe("none");
  });
});
