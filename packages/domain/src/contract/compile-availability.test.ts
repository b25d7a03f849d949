import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { checkCreditTiers, creditFor, judgeMonth } from "../availability/index.ts";
import type {
  AvailabilityFacts,
  Claim,
  Credit,
  Outage,
  OutageCause,
} from "../availability/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { money } from "../money/index.ts";
import { compileCredit } from "./compile-credit.ts";
import { compileAvailability } from "./index.ts";

const ba = readCatalogue("ba");
const ZONE = "Europe/Sarajevo";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ms = (local: string): number =>
  Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
const at = (local: string) => Temporal.Instant.fromEpochMilliseconds(ms(local));

const [promise] = compileAvailability(ba, { plan: "vps-full" });
if (promise === undefined) throw new Error("ba-06 promises nothing");
const { rules } = promise;
const [credit] = promise.credits;
if (credit === undefined) throw new Error("ba-07 gives nothing");

function outage(id: string, from: string, minutes: number, cause: OutageCause): Outage {
  const beganMs = ms(from);
  const endedMs = beganMs + minutes * MINUTE;
  return {
    id,
    service: "vps",
    cause,
    beganMs,
    detectedMs: beganMs,
    endedMs,
    recoveryDetectedMs: endedMs,
  };
}

function facts(...outages: readonly Outage[]): AvailabilityFacts {
  return { services: ["vps"], outages, announcements: [], unknown: [] };
}

describe("availability as the real ba catalogue says it", () => {
  it("ba-02: judged per calendar month in Sarajevo: March 2027 has 743 hours, April 720", () => {
    const march = judgeMonth(rules, facts(), "2027-03");
    expect(march.agreedMs).toBe(743 * HOUR);
    expect(judgeMonth(rules, facts(), "2027-04").agreedMs).toBe(720 * HOUR);
    // The first instant of April in Sarajevo, not in UTC.
    expect(march.toMs).toBe(Date.parse("2027-03-31T22:00:00Z"));
  });

  it.each([
    // 43,200 minutes of April; 43 minutes down are 99.900463 %, 44 are 99.898148 %, cut to 99.89.
    ["ba-06: 43 minutes of April keep 99.9 %", 43, "99.90", true],
    ["ba-06: 44 minutes of April break it", 44, "99.89", false],
  ] as const)("%s", (_name, minutes, percent, met) => {
    const judged = judgeMonth(
      rules,
      facts(outage("o", "2027-04-10T12:00", minutes, "hardware")),
      "2027-04",
    );
    expect([judged.percent, judged.met]).toEqual([percent, met]);
  });

  it("ba-05: attacks and work announced 24 hours ahead are no downtime, work announced later is", () => {
    const noticed = (hoursAhead: number): AvailabilityFacts => ({
      ...facts(outage("o", "2027-04-10T12:00", 60, "planned-work")),
      announcements: [
        {
          id: "work",
          fromMs: ms("2027-04-10T12:00"),
          toMs: ms("2027-04-10T13:00"),
          publishedMs: ms("2027-04-10T12:00") - hoursAhead * HOUR,
        },
      ],
    });
    expect(judgeMonth(rules, noticed(24), "2027-04").percent).toBe("100.00");
    // 60 of 43,200 minutes: 99.861111 %.
    expect(judgeMonth(rules, noticed(23), "2027-04").percent).toBe("99.86");
    for (const cause of ["attack", "ddos"] as const) {
      const judged = judgeMonth(
        rules,
        facts(outage("o", "2027-04-10T12:00", 600, cause)),
        "2027-04",
      );
      expect(judged.percent).toBe("100.00");
      expect(judged.excluded).toMatchObject([{ clause: "ba-05", why: "cause" }]);
    }
  });

  it("ba-09: only probes over WAN and independent monitors count, and one of them is enough", () => {
    expect(promise.evidence).toEqual({
      clause: "ba-09",
      sources: ["provider-wan", "external"],
      downWhen: "any",
      sampleHoldsMs: 180_000,
    });
  });

  it("ba-07: the table has no gap and no overlap", () => {
    expect(checkCreditTiers(credit, rules)).toEqual([]);
  });

  // A base fee of 100.00 BAM and 50.00 BAM of options: percent of the base fee alone.
  const fees = { baseFee: money(10_000, "BAM"), otherFees: money(5_000, "BAM") };
  function creditOf(minutes: number, claims: readonly Claim[], now: string): Credit {
    const down = facts(outage("o", "2027-04-10T12:00", minutes, "hardware"));
    if (credit === undefined) throw new Error("ba-07 gives nothing");
    return creditFor(credit, rules, down, "2027-04", fees, claims, at(now));
  }
  const claimed = [{ id: "c", atMs: ms("2027-04-12T09:00") }];

  it.each([
    ["ba-07: 43 minutes, 99.90 %: nothing", 43, 0],
    ["ba-07: 86 minutes, 99.80 %: 5 %", 86, 500],
    ["ba-07: 87 minutes, 99.79 %: 10 %", 87, 1_000],
    ["ba-07: 172 minutes, 99.60 %: 15 %", 172, 1_500],
    ["ba-07: 216 minutes, 99.50 %: 20 %", 216, 2_000],
    ["ba-07: 432 minutes, 99.00 %: 30 %", 432, 3_000],
    ["ba-07: 1,296 minutes, 97.00 %: 60 %", 1_296, 6_000],
    ["ba-07: 1,297 minutes, 96.99 %: 70 %", 1_297, 7_000],
    ["ba-07: twenty days: 70 %, never more", 20 * 1_440, 7_000],
  ] as const)("%s", (_name, minutes, amountMinor) => {
    expect(creditOf(minutes, claimed, "2027-05-05T00:00").amount).toEqual(
      money(amountMinor, "BAM"),
    );
  });

  it("ba-08: claimable until the end of the 7th day after it was established, then lapsed", () => {
    // Found on 10 April: the 17th is the last day.
    const open = creditOf(87, [], "2027-04-17T23:59:59");
    expect([open.state, open.claimByMs]).toEqual(["claimable", ms("2027-04-18T00:00")]);
    expect(creditOf(87, [], "2027-04-18T00:00").state).toBe("lapsed");
    const late = [{ id: "c", atMs: ms("2027-04-18T00:00") }];
    expect(creditOf(87, late, "2027-04-19T00:00").state).toBe("lapsed");
    const inTime = [{ id: "c", atMs: ms("2027-04-17T23:59:59") }];
    expect(creditOf(87, inTime, "2027-04-19T00:00").state).toBe("granted");
  });

  describe("caps over more than a period", () => {
    const hall = readCatalogue("colocation-hall");
    const compiled = (change: Record<string, unknown>, period: "month" | "quarter" | "year") => {
      const found = listTerms(hall, { plan: hall.plans[0]?.id ?? "" }, "credit")[0];
      if (found === undefined) throw new Error("the hall gives no credit");
      const credit = { ...found, term: { ...found.term, ...change } } as typeof found;
      const { capBasisPoints, capDays, capAmountMinor, capPeriod, worstOnly } = compileCredit(
        hall,
        { plan: hall.plans[0]?.id ?? "" },
        credit,
        rules,
        period,
      );
      return JSON.parse(
        JSON.stringify({ capBasisPoints, capDays, capAmountMinor, capPeriod, worstOnly }),
      ) as unknown;
    };
    const percent = { of: "percent", percent: 12.5 };
    it.each([
      [
        "a month's percentage",
        { cap: percent, capPeriod: "month" },
        "month",
        { capBasisPoints: 1_250 },
      ],
      [
        "a year's percentage is no month's",
        { cap: percent, capPeriod: "year" },
        "month",
        { capPeriod: { length: "year", of: "percent", basisPoints: 1_250 } },
      ],
      [
        "a quarter judged as a whole",
        { cap: percent, capPeriod: "quarter" },
        "quarter",
        { capBasisPoints: 1_250 },
      ],
      [
        "nothing is longer than a year",
        { cap: percent, capPeriod: "quarter" },
        "year",
        { capBasisPoints: 1_250 },
      ],
      [
        "days of a year hold for each month, too",
        { cap: { of: "days", days: 30 }, capPeriod: "year" },
        "quarter",
        { capDays: 30, capPeriod: { length: "year", of: "days", days: 30 } },
      ],
      [
        "so does a sum of a quarter",
        {
          cap: { of: "amount", amount: { amountMinor: 500, currency: "EUR" } },
          capPeriod: "quarter",
        },
        "month",
        { capAmountMinor: 500, capPeriod: { length: "quarter", of: "amount", amountMinor: 500 } },
      ],
      [
        "days of a month",
        { cap: { of: "days", days: 3 }, capPeriod: "month" },
        "month",
        { capDays: 3 },
      ],
      ["none", { cap: { of: "none" }, capPeriod: "year" }, "month", {}],
      [
        "the worst interruption alone",
        { cap: { of: "none" }, severalIncidents: "worst" },
        "month",
        { worstOnly: true },
      ],
    ] as const)("%s", (_name, change, period, expected) => {
      expect(compiled(change, period)).toEqual(expected);
    });
  });

  it("promises nothing where the catalogue names no availability", () => {
    expect(compileAvailability(readCatalogue("se"), { plan: "managed" })).toEqual([]);
  });
});
