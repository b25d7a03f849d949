import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  Claim,
  ClaimRule,
  Credit,
  CreditRules,
  CreditTier,
  Outage,
} from "./index.ts";
import { claimDeadlineMs, creditFor } from "./index.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const ZONE = "Europe/Sarajevo";

function ms(local: string): number {
  return Temporal.ZonedDateTime.from(`${local}[${ZONE}]`).epochMilliseconds;
}

function at(local: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms(local));
}

const ba06: AvailabilityRules = {
  clause: "ba-06",
  timeZone: ZONE,
  services: "union",
  unknownTime: "up",
  excludedTime: "up",
  starts: "began",
  stops: "ended",
  exclusions: [{ kind: "cause", clause: "ba-05", causes: ["attack"] }],
  decimals: 2,
  rounding: "down",
  targetPoints: 9990,
};

const tier = (atMostPoints: number, atLeastPoints: number, percent: number): CreditTier => ({
  atLeastPoints,
  atMostPoints,
  grant: { kind: "percent", basisPoints: percent * 100 },
});

const ba07: CreditRules = {
  clause: "ba-07",
  scale: {
    kind: "tiers",
    tiers: [
      tier(9989, 9980, 5),
      tier(9979, 9970, 10),
      tier(9969, 9960, 15),
      tier(9959, 9950, 20),
      tier(9949, 9900, 30),
      tier(9899, 9700, 60),
      tier(9699, 0, 70),
    ],
  },
  of: "base-fee",
  claim: { kind: "days", days: 7, from: "established" },
  claimClause: "ba-08",
  severalIncidents: "each",
  rounding: "half-up",
};

const automatic: CreditRules = { ...ba07, claim: { kind: "automatic" } };
const fees = { baseFee: money(10_000, "BAM"), otherFees: money(5_000, "BAM") };

function outage(id: string, from: string, lastsMs: number, more: Partial<Outage> = {}): Outage {
  return {
    id,
    service: "web",
    cause: "hardware",
    beganMs: ms(from),
    endedMs: ms(from) + lastsMs,
    ...more,
  };
}

function facts(...outages: readonly Outage[]): AvailabilityFacts {
  return { services: ["web"], outages, announcements: [], unknown: [] };
}

function creditOf(
  rules: CreditRules,
  given: AvailabilityFacts,
  claims: readonly Claim[] = [],
  now = "2026-12-31T00:00",
  month = "2026-06",
  availability = ba06,
): Credit {
  return creditFor(rules, availability, given, month, fees, claims, at(now));
}

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

describe("ba-08: a written request within 7 days of the day it was established", () => {
  // established on 10 June, 23:50 local: the seventh day after is the 17th
  const down = outage("a", "2026-06-10T23:00", 2 * HOUR, {
    detectedMs: ms("2026-06-10T23:50"),
    reportedMs: ms("2026-06-11T08:00"),
  });
  const claim = (local: string, more: Partial<Claim> = {}): Claim => ({
    id: local,
    atMs: ms(local),
    ...more,
  });

  it("ba-08: claimable until the end of the seventh day, then lapsed", () => {
    const last = creditOf(ba07, facts(down), [], "2026-06-17T23:59:59");
    expect(last).toMatchObject({
      state: "claimable",
      amount: money(1_000, "BAM"),
      claimByMs: ms("2026-06-18T00:00"),
      openOutageIds: ["a"],
      claimedOutageIds: [],
      lapsedOutageIds: [],
      points: 9972,
      tier: { atMostPoints: 9979 },
    });
    const late = creditOf(ba07, facts(down), [], "2026-06-18T00:00");
    expect(late).toMatchObject({
      state: "lapsed",
      amount: money(0, "BAM"),
      uncapped: money(0, "BAM"),
      lapsedOutageIds: ["a"],
      openOutageIds: [],
    });
    expect(late.claimByMs).toBeUndefined();
  });

  it.each([
    ["2026-06-10T23:00", "granted"],
    ["2026-06-10T22:59", "lapsed"],
    ["2026-06-17T23:59:59.999", "granted"],
    ["2026-06-18T00:00", "lapsed"],
  ])("ba-08: a claim at %s → %s", (local, state) => {
    expect(creditOf(ba07, facts(down), [claim(local)])).toMatchObject({
      state,
      claimedOutageIds: state === "granted" ? ["a"] : [],
    });
  });

  it("ba-08: the day does not move when clocks change within the seven days", () => {
    const october = outage("a", "2026-10-20T12:00", 3 * HOUR, {
      detectedMs: ms("2026-10-20T12:00"),
    });
    expect(creditOf(ba07, facts(october), [], "2026-10-21T00:00", "2026-10").claimByMs).toBe(
      ms("2026-10-28T00:00"),
    );
  });

  it("ba-08: established means found, else reported, else begun", () => {
    const deadline = (more: Partial<Outage>) =>
      creditOf(
        ba07,
        facts({ ...outage("a", "2026-06-10T12:00", 3 * HOUR), ...more }),
        [],
        "2026-06-11T00:00",
      ).claimByMs;
    expect(deadline({})).toBe(ms("2026-06-18T00:00"));
    expect(deadline({ reportedMs: ms("2026-06-12T08:00") })).toBe(ms("2026-06-20T00:00"));
    expect(
      deadline({ reportedMs: ms("2026-06-12T08:00"), detectedMs: ms("2026-06-11T08:00") }),
    ).toBe(ms("2026-06-19T00:00"));
  });

  const second = outage("b", "2026-06-20T12:00", 2 * HOUR);

  it("ba-08: of several interruptions only those claimed in time are credited", () => {
    // each 99.72 % → 10 %; both 99.44 % → 30 %
    const both = facts(down, second);
    expect(creditOf(ba07, both, [claim("2026-06-12T00:00")])).toMatchObject({
      state: "granted",
      amount: money(1_000, "BAM"),
      points: 9972,
      claimedOutageIds: ["a"],
      lapsedOutageIds: ["b"],
    });
    expect(creditOf(ba07, both, [claim("2026-06-21T00:00")])).toMatchObject({
      amount: money(1_000, "BAM"),
      claimedOutageIds: ["b"],
      lapsedOutageIds: ["a"],
    });
    const claims = [
      claim("2026-06-21T00:00"),
      claim("2026-06-12T00:00"),
      claim("2026-06-12T00:00"),
    ];
    expect(creditOf(ba07, both, claims)).toMatchObject({
      amount: money(3_000, "BAM"),
      points: 9944,
      claimedOutageIds: ["a", "b"],
    });
  });

  it("ba-08: a claim that names interruptions covers those", () => {
    const both = facts(down, second);
    const named = claim("2026-06-13T00:00", { outageIds: ["b"] });
    expect(creditOf(ba07, both, [named], "2026-06-14T00:00")).toMatchObject({
      state: "claimable",
      openOutageIds: ["a", "b"],
      claimByMs: ms("2026-06-18T00:00"),
      amount: money(3_000, "BAM"),
    });
    expect(
      creditOf(ba07, both, [claim("2026-06-13T00:00", { outageIds: ["a", "b"] })]),
    ).toMatchObject({ claimedOutageIds: ["a"], lapsedOutageIds: ["b"] });
  });

  it("one timely claim opens the month where the contract says so", () => {
    const rules: CreditRules = { ...ba07, severalIncidents: "month" };
    expect(creditOf(rules, facts(down, second), [claim("2026-06-21T00:00")])).toMatchObject({
      state: "granted",
      amount: money(3_000, "BAM"),
      claimedOutageIds: ["a", "b"],
    });
    expect(creditOf(rules, facts(down, second), [claim("2026-07-21T00:00")])).toMatchObject({
      state: "lapsed",
      amount: money(0, "BAM"),
    });
    expect(creditOf(rules, facts(down, second), [], "2026-06-21T00:00")).toMatchObject({
      state: "claimable",
      amount: money(3_000, "BAM"),
      lapsedOutageIds: ["a"],
      openOutageIds: ["b"],
      claimByMs: ms("2026-06-28T00:00"),
    });
  });

  it("what does not count cannot be claimed and is not listed", () => {
    const attack = outage("x", "2026-06-12T12:00", 5 * HOUR, { cause: "attack" });
    expect(creditOf(ba07, facts(attack, down), [], "2026-06-13T00:00").openOutageIds).toEqual([
      "a",
    ]);
  });

  it("says only what there is to say", () => {
    const automatically = creditOf(automatic, facts(down));
    expect(automatically).toMatchObject({ claimedOutageIds: ["a"], openOutageIds: [] });
    for (const absent of ["units", "claimByMs"]) expect(automatically).not.toHaveProperty(absent);
    const lapsed = creditOf({ ...ba07, capBasisPoints: 100 }, facts(down));
    expect(lapsed).toMatchObject({ state: "lapsed", capped: false });
    expect(lapsed).not.toHaveProperty("claimByMs");
    expect(creditOf(ba07, facts())).not.toHaveProperty("tier");
  });

  it("interruptions that began together are listed by name", () => {
    const twins = ["c", "b"].map((id) => outage(id, "2026-06-10T23:00", 2 * HOUR));
    for (const list of [twins, twins.toReversed()]) {
      expect(creditOf(automatic, facts(...list)).claimedOutageIds).toEqual(["b", "c"]);
    }
  });

  it("nothing due is nothing to claim", () => {
    const short = creditOf(
      ba07,
      facts(outage("a", "2026-06-10T12:00", SECOND)),
      [],
      "2026-06-11T00:00",
    );
    expect(short).toMatchObject({ state: "none", amount: money(0, "BAM"), points: 9999 });
    expect(short.claimByMs).toBeUndefined();
    expect(short.tier).toBeUndefined();
  });

  it("time that counts as down because nothing is known can be claimed for the month", () => {
    const unknown = {
      ...facts(),
      unknown: [{ fromMs: ms("2026-06-10T00:00"), toMs: ms("2026-06-10T12:00") }],
    };
    const strict = { ...ba06, unknownTime: "down" as const };
    expect(creditOf(ba07, unknown, [], "2026-07-01T00:00", "2026-06", strict)).toMatchObject({
      state: "claimable",
      claimByMs: ms("2026-07-08T00:00"),
    });
    expect(
      creditOf(ba07, unknown, [claim("2026-07-07T12:00")], "2026-09-01T00:00", "2026-06", strict),
    ).toMatchObject({ state: "granted", amount: money(6_000, "BAM") });
    expect(
      creditOf(ba07, unknown, [claim("2026-07-08T00:00")], "2026-09-01T00:00", "2026-06", strict),
    ).toMatchObject({ state: "lapsed" });
    // A claim that names interruptions speaks of the month too, where there is none.
    expect(
      creditOf(
        ba07,
        unknown,
        [claim("2026-07-07T12:00", { outageIds: ["a"] })],
        "2026-09-01T00:00",
        "2026-06",
        strict,
      ),
    ).toMatchObject({ state: "granted", amount: money(6_000, "BAM") });
    const named = [claim("2026-06-12T00:00")];
    const both = { ...unknown, outages: [down, second] };
    // 2 h of the one claimed, and the 12 h that nobody knows of; the other lapsed
    expect(creditOf(ba07, both, named, "2026-09-01T00:00", "2026-06", strict)).toMatchObject({
      state: "granted",
      points: 9805,
      lapsedOutageIds: ["b"],
    });
    expect(
      creditOf(ba07, unknown, [claim("2026-07-07T12:00")], "2026-09-01T00:00", "2026-06", strict)
        .claimedOutageIds,
    ).toEqual([]);
    const mixed = { ...unknown, outages: [down] };
    expect(creditOf(ba07, mixed, [], "2026-09-01T00:00", "2026-06", strict)).toMatchObject({
      state: "lapsed",
      amount: money(0, "BAM"),
    });
  });
});

describe("claim deadlines of other contracts", () => {
  const subject = {
    timeZone: ZONE,
    month: "2026-06",
    outage: outage("a", "2026-06-10T23:00", 2 * HOUR),
  };
  const working = {
    timeZone: ZONE,
    hours: [],
    holidays: [{ kind: "dates", dates: [{ date: "2026-06-15", name: "closed" }] }],
  } as const;

  it.each<[ClaimRule, string | undefined]>([
    [{ kind: "automatic" }, undefined],
    [{ kind: "end-of-next-month" }, "2026-08-01T00:00"],
    [{ kind: "days", days: 30, from: "began" }, "2026-07-11T00:00"],
    [{ kind: "days", days: 0, from: "began" }, "2026-06-11T00:00"],
    [{ kind: "days", days: 14, from: "ended" }, "2026-06-26T00:00"],
    [{ kind: "days", days: 14, from: "month-end" }, "2026-07-15T00:00"],
    // 10 June is a Wednesday: 11, 12, 16, 17, 18
    [{ kind: "days", days: 5, from: "began", workingDaysOf: working }, "2026-06-19T00:00"],
  ])("%j → %s", (rule, expected) => {
    expect(claimDeadlineMs(rule, subject)).toBe(expected === undefined ? undefined : ms(expected));
  });

  it("does not run before the interruption has ended, where it runs from the end", () => {
    const lasting: Outage = {
      id: "a",
      service: "web",
      cause: "hardware",
      beganMs: ms("2026-06-10T23:00"),
    };
    const rule: ClaimRule = { kind: "days", days: 14, from: "ended" };
    expect(claimDeadlineMs(rule, { ...subject, outage: lasting })).toBeUndefined();
    const rules: CreditRules = { ...ba07, claim: rule };
    expect(creditOf(rules, facts(lasting), [], "2030-01-01T00:00")).toMatchObject({
      state: "claimable",
    });
    expect(creditOf(rules, facts(lasting), [], "2030-01-01T00:00").claimByMs).toBeUndefined();
  });

  it("runs from the day the report or the invoice went out, and not before", () => {
    const report: ClaimRule = { kind: "days", days: 30, from: "report" };
    const invoice: ClaimRule = { kind: "days", days: 30, from: "invoice" };
    const sent = {
      ...subject,
      reportSentMs: ms("2026-07-01T08:00"),
      invoiceSentMs: ms("2026-07-05T08:00"),
    };
    expect(claimDeadlineMs(report, sent)).toBe(ms("2026-08-01T00:00"));
    expect(claimDeadlineMs(invoice, sent)).toBe(ms("2026-08-05T00:00"));
    expect(claimDeadlineMs(report, subject)).toBeUndefined();
    expect(claimDeadlineMs(invoice, subject)).toBeUndefined();
    const given = { ...facts(subject.outage), reportSentMs: sent.reportSentMs };
    const credit = creditOf({ ...ba07, claim: report }, given, [], "2026-07-02T00:00");
    expect(credit.claimByMs).toBe(ms("2026-08-01T00:00"));
    const billed = { ...facts(subject.outage), invoiceSentMs: sent.invoiceSentMs };
    const other = creditOf({ ...ba07, claim: invoice }, billed, [], "2026-07-06T00:00");
    expect(other.claimByMs).toBe(ms("2026-08-05T00:00"));
  });

  it("at any time, but only when asked for", () => {
    const rules: CreditRules = { ...ba07, claim: { kind: "any-time" } };
    expect(creditOf(rules, facts(subject.outage), [], "2036-01-01T00:00").state).toBe("claimable");
    const claims = [{ id: "c", atMs: ms("2035-01-01T00:00") }];
    expect(creditOf(rules, facts(subject.outage), claims, "2036-01-01T00:00").state).toBe(
      "granted",
    );
  });

  it("over New Year", () => {
    expect(
      claimDeadlineMs({ kind: "end-of-next-month" }, { timeZone: ZONE, month: "2026-12" }),
    ).toBe(ms("2027-02-01T00:00"));
    expect(
      claimDeadlineMs(
        { kind: "days", days: 7, from: "established" },
        { timeZone: ZONE, month: "2026-12" },
      ),
    ).toBe(ms("2027-01-08T00:00"));
  });
});

describe("credit properties", () => {
  const anyOutages = fc
    .uniqueArray(
      fc.record({
        id: fc.nat({ max: 99 }),
        day: fc.integer({ min: 1, max: 28 }),
        seconds: fc.integer({ min: 1, max: 90_000 }),
      }),
      { maxLength: 5, selector: (one) => one.id },
    )
    .map((list) =>
      list.map(({ id, day, seconds }) =>
        outage(`o${id}`, `2026-06-${String(day).padStart(2, "0")}T12:00`, seconds * SECOND),
      ),
    );
  const anyClaims = fc.array(
    fc
      .integer({ min: 1, max: 60 })
      .map((day): Claim => ({ id: `c${day}`, atMs: ms("2026-06-01T00:00") + day * 86_400_000 })),
    { maxLength: 3 },
  );

  it("more downtime never gives less, and order and repeats of claims and facts do not matter", () => {
    fc.assert(
      fc.property(
        anyOutages,
        anyClaims,
        fc.integer({ min: 1, max: 90_000 }),
        fc.constantFrom("each", "month"),
        (outages, claims, seconds, severalIncidents) => {
          const rules: CreditRules = { ...ba07, severalIncidents };
          const credit = creditOf(rules, facts(...outages), claims);
          expect(
            creditOf(
              rules,
              facts(...outages.toReversed(), ...outages),
              [...claims].reverse().concat(claims),
            ),
          ).toEqual(credit);
          const more = creditOf(
            automatic,
            facts(...outages, outage("new", "2026-06-15T00:00", seconds * SECOND)),
          );
          expect(more.amount.amountMinor).toBeGreaterThanOrEqual(
            creditOf(automatic, facts(...outages)).amount.amountMinor,
          );
          expect(credit.amount.amountMinor).toBeLessThanOrEqual(
            creditOf(automatic, facts(...outages)).amount.amountMinor,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
