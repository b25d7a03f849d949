import type { Extras, PlanView } from "@driftvakt/protocol/api";
import { describe, expect, it } from "vitest";
import { bookableWith, choicesFor, countOf, monthlySum } from "./bookable.ts";

const plan: PlanView = {
  id: "managed",
  name: { en: "Managed" },
  clauses: [],
  monthlyMinor: 129_500,
  currency: "SEK",
  text: null,
  family: null,
  per: "machineMonth",
  startingPrice: false,
  hoursPerMonth: null,
  levels: ["basic", "plus"],
  options: ["users", "licence", "set-up"],
};
const level = (id: string, surchargeMinor: number | null) => ({
  id,
  name: { en: id },
  surchargeMinor,
});
const option = (id: string, countable: boolean, feeMinor: number | null, per: string | null) => ({
  id,
  name: { en: id },
  text: null,
  countable,
  feeMinor,
  per,
});
const extras: Extras = {
  levels: [level("basic", null), level("plus", 70_000), level("other", 1)],
  options: [
    option("users", true, 4_500, "userMonth"),
    option("licence", false, 19_500, "machineMonth"),
    option("set-up", false, 50_000, "once"),
    option("elsewhere", false, 1, "month"),
  ],
};
const sum = (choices: Parameters<typeof monthlySum>[2], machines: number) =>
  monthlySum(plan, extras, choices, machines);

describe("what is booked beside a plan", () => {
  it("is what goes with it", () => {
    const { levels, options } = bookableWith(plan, extras);
    expect(levels.map(({ id }) => id)).toEqual(["basic", "plus"]);
    expect(options.map(({ id }) => id)).toEqual(["users", "licence", "set-up"]);
  });
  it("keeps what was chosen when the plan changes, as far as it goes with that; the lowest level else", () => {
    expect(choicesFor(plan, extras, {})).toEqual({ level: "basic" });
    const chosen = { level: "other", users: 3, licence: false, elsewhere: true, "set-up": true };
    expect(choicesFor(plan, extras, chosen)).toEqual({ level: "basic", users: 3, "set-up": true });
    expect(choicesFor(plan, extras, { level: "plus", users: 0 })).toEqual({ level: "plus" });
    expect(choicesFor({ ...plan, levels: [] }, extras, { level: "plus" })).toEqual({});
  });
  it("is counted where it can be", () => {
    expect(
      [{ users: 3 }, { users: true }, { users: false }, {}].map((one) =>
        countOf({ id: "users" }, one),
      ),
    ).toEqual([3, 1, 0, 0]);
  });
});

describe("what it comes to in a month", () => {
  it("base fee and level by machine, counted options by their number, a licence by machine", () => {
    expect(sum({}, 0)).toEqual({ minor: 129_500, isMore: false });
    expect(sum({}, 2)).toEqual({ minor: 259_000, isMore: false });
    // (1,295 + 700) × 2 + 12 × 45 + 195 × 2
    expect(sum({ level: "plus", users: 12, licence: true }, 2)).toEqual({
      minor: 399_000 + 54_000 + 39_000,
      isMore: false,
    });
    expect(monthlySum({ ...plan, per: "month" }, extras, { level: "plus" }, 5)?.minor).toBe(
      199_500,
    );
  });
  it("is more where a price is not by the month, not known, or a starting price", () => {
    expect(sum({ "set-up": true }, 1)).toEqual({ minor: 129_500, isMore: true });
    expect(monthlySum({ ...plan, startingPrice: true }, extras, {}, 1)?.isMore).toBe(true);
    expect(monthlySum({ ...plan, monthlyMinor: null }, extras, {}, 1)).toBeUndefined();
  });
});
