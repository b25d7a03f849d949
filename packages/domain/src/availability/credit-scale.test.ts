import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type { AvailabilityFacts, AvailabilityRules, Credit, CreditRules } from "./index.ts";
import { SECOND, HOUR, ba06, automatic, outage, facts, creditOf } from "./sample-credit.ts";

describe("other scales of credit", () => {
  const scaled = (
    scale: CreditRules["scale"],
    lastsMs: number,
    more: Partial<CreditRules> = {},
    month = "2026-06",
  ): Credit =>
    creditOf(
      { ...automatic, scale, ...more },
      facts(outage("a", `${month}-01T00:00`, lastsMs)),
      [],
      "2027-12-31T00:00",
      month,
    );

  it("days of credit are days of the real month", () => {
    const scale: CreditRules["scale"] = {
      kind: "tiers",
      tiers: [{ atLeastPoints: 0, atMostPoints: 9989, grant: { kind: "days", days: 3 } }],
    };
    expect(scaled(scale, 2 * HOUR).amount).toEqual(money(1_000, "BAM"));
    expect(scaled(scale, 2 * HOUR, {}, "2026-02").amount).toEqual(money(1_071, "BAM"));
    expect(scaled(scale, 2 * HOUR, {}, "2026-03").amount).toEqual(money(968, "BAM"));
  });

  it("half a day is half a day", () => {
    const grant = { kind: "days", days: 0.5 } as const;
    const tiers = [{ atLeastPoints: 0, atMostPoints: 9989, grant }];
    expect(scaled({ kind: "tiers", tiers }, 2 * HOUR).amount).toEqual(money(167, "BAM"));
    const hours = { kind: "flat", grant: { kind: "hours", hours: 1.5 } } as const;
    expect(scaled(hours, 2 * HOUR).amount).toEqual(money(21, "BAM"));
  });

  it("a fixed amount", () => {
    const scale: CreditRules["scale"] = {
      kind: "tiers",
      tiers: [
        { atLeastPoints: 0, atMostPoints: 9989, grant: { kind: "amount", amountMinor: 777 } },
      ],
    };
    expect(scaled(scale, 2 * HOUR).amount).toEqual(money(777, "BAM"));
  });

  const perHour = (
    started: "started-units" | "whole-units",
    beyondTarget = false,
  ): CreditRules["scale"] => ({
    kind: "per-downtime",
    unitMs: HOUR,
    started,
    beyondTarget,
    grant: { kind: "percent", basisPoints: 500 },
  });

  it.each([
    ["started-units", false, 2 * HOUR, 2],
    ["started-units", false, 2 * HOUR + 1, 3],
    ["whole-units", false, 3 * HOUR - 1, 2],
    ["whole-units", false, 3 * HOUR, 3],
    // 0.1 % of June are 2,592 s
    ["started-units", true, 2_592 * SECOND, 0],
    ["started-units", true, 2_592 * SECOND + 1, 1],
    ["whole-units", true, 2_592 * SECOND + HOUR - 1, 0],
    ["whole-units", true, 2_592 * SECOND + HOUR, 1],
    ["started-units", true, 1, 0],
  ] as const)(
    "%s, beyond the target: %s, %d ms → %d units",
    (started, beyondTarget, lastsMs, units) => {
      const credit = scaled(perHour(started, beyondTarget), lastsMs);
      expect(credit.units).toBe(units);
      expect(credit.amount).toEqual(money(units * 500, "BAM"));
    },
  );

  it("each interruption by itself, or all of them together, after a free part", () => {
    const two = facts(
      outage("a", "2026-06-01T00:00", 90 * 60_000),
      outage("b", "2026-06-02T00:00", 90 * 60_000),
    );
    const units = (more: object): number | undefined =>
      creditOf({ ...automatic, scale: { ...perHour("started-units"), ...more } }, two).units;
    expect(units({})).toBe(3);
    expect(units({ per: "period" })).toBe(3);
    expect(units({ per: "interruption" })).toBe(4);
    expect(units({ afterMs: HOUR })).toBe(2);
    expect(units({ afterMs: HOUR, per: "interruption" })).toBe(2);
    expect(units({ afterMs: 2 * HOUR, per: "interruption" })).toBe(0);
    expect(units({ afterMs: 4 * HOUR })).toBe(0);
  });

  it("interruptions of several services are one where any of them down means down", () => {
    const both: AvailabilityFacts = {
      ...facts(
        outage("a", "2026-06-01T00:00", 90 * 60_000),
        outage("b", "2026-06-01T01:00", 90 * 60_000, { service: "mail" }),
      ),
      services: ["web", "mail"],
    };
    const rules: CreditRules = {
      ...automatic,
      scale: { ...perHour("started-units"), per: "interruption" } as CreditRules["scale"],
    };
    const units = (services: AvailabilityRules["services"]) =>
      creditOf(rules, both, [], "2026-12-31T00:00", "2026-06", { ...ba06, services }).units;
    expect(units("union")).toBe(3);
    expect(units("average")).toBe(4);
  });

  it("so much for each tenth of a percent missed", () => {
    const scale: CreditRules["scale"] = {
      kind: "per-missed",
      unitPoints: 10,
      grant: { kind: "percent", basisPoints: 200 },
    };
    expect(scaled(scale, 2_592 * SECOND).units).toBe(0);
    // 99.80 and 99.79
    expect(scaled(scale, 5_184 * SECOND)).toMatchObject({ units: 1, amount: money(200, "BAM") });
    expect(scaled(scale, 5_185 * SECOND).units).toBe(1);
    expect(scaled(scale, 7_776 * SECOND)).toMatchObject({ units: 2, amount: money(400, "BAM") });
    expect(scaled(scale, 0)).toMatchObject({ units: 0, state: "none" });
  });

  it("the same whenever it was missed", () => {
    const scale: CreditRules["scale"] = { kind: "flat", grant: { kind: "hours", hours: 36 } };
    expect(scaled(scale, 2_592 * SECOND).state).toBe("none");
    // 36 h of 30 days, of 31
    expect(scaled(scale, 2_593 * SECOND).amount).toEqual(money(500, "BAM"));
    expect(scaled(scale, 3 * HOUR, {}, "2026-07").amount).toEqual(money(484, "BAM"));
  });

  it("the fee of the downtime, so many times", () => {
    const scale: CreditRules["scale"] = { kind: "downtime-fee", times: 10 };
    // 7.2 h are 1 % of June
    expect(scaled(scale, 7.2 * HOUR).amount).toEqual(money(1_000, "BAM"));
    expect(scaled({ ...scale, times: 1.5 }, 7.2 * HOUR).amount).toEqual(money(150, "BAM"));
    expect(scaled(scale, 2_592 * SECOND).amount).toEqual(money(0, "BAM"));
  });

  it("nothing promised gives nothing", () => {
    const ended = { ...facts(outage("a", "2026-06-01T00:00", HOUR)), agreed: [] };
    const scale: CreditRules["scale"] = { kind: "downtime-fee", times: 10 };
    expect(creditOf({ ...automatic, scale }, ended).state).toBe("none");
    const strict = { ...ba06, targetPoints: 10_001 };
    const late = creditOf(
      { ...automatic, scale },
      ended,
      [],
      "2027-01-01T00:00",
      "2026-06",
      strict,
    );
    expect(late.state).toBe("none");
  });

  it("of several caps the lowest holds", () => {
    const down = perHour("started-units");
    const capped = (more: Partial<CreditRules>) => scaled(down, 30 * HOUR, more).amount.amountMinor;
    expect(capped({ capDays: 3 })).toBe(1_000);
    expect(capped({ capAmountMinor: 700 })).toBe(700);
    expect(capped({ capDays: 3, capAmountMinor: 700, capBasisPoints: 5_000 })).toBe(700);
    expect(capped({ capDays: 3, capAmountMinor: 70_000, capBasisPoints: 500 })).toBe(500);
  });

  it.each([
    [{ kind: "days", days: 1 }, 1_000],
    [{ kind: "hours", hours: 12 }, 500],
    [{ kind: "amount", amountMinor: 70 }, 210],
    [{ kind: "percent", basisPoints: 100 }, 300],
  ] as const)("%j for each of three units", (grant, minor) => {
    const scale = { ...perHour("started-units"), grant } as CreditRules["scale"];
    expect(scaled(scale, 3 * HOUR).amount).toEqual(money(minor, "BAM"));
  });

  it("a cap holds, and says so", () => {
    const credit = scaled(perHour("started-units"), 30 * HOUR, { capBasisPoints: 5_000 });
    expect(credit).toMatchObject({
      amount: money(5_000, "BAM"),
      uncapped: money(15_000, "BAM"),
      capped: true,
      state: "granted",
    });
    expect(scaled(perHour("started-units"), 10 * HOUR, { capBasisPoints: 5_000 })).toMatchObject({
      amount: money(5_000, "BAM"),
      capped: false,
    });
    expect(scaled(perHour("started-units"), 30 * HOUR)).toMatchObject({
      amount: money(15_000, "BAM"),
      capped: false,
    });
  });
});
