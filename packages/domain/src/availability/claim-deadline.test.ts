import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Claim, ClaimRule, CreditRules, Outage } from "./index.ts";
import { claimDeadlineMs } from "./index.ts";
import {
  SECOND,
  HOUR,
  ZONE,
  ms,
  ba07,
  automatic,
  outage,
  facts,
  creditOf,
} from "./sample-credit.ts";

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
    [{ kind: "end-of-next-month", from: "month-end" }, "2026-08-01T00:00"],
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

  it("the next month is that after its beginning or end, whatever period is judged", () => {
    const spring = outage("a", "2026-01-31T23:00", 2 * HOUR);
    const quarter = { timeZone: ZONE, month: "2026-Q1", outage: spring };
    const deadline = (from: "began" | "ended" | "month-end", of: object = quarter) =>
      claimDeadlineMs({ kind: "end-of-next-month", from }, { ...quarter, ...of });
    expect(deadline("began")).toBe(ms("2026-03-01T00:00"));
    expect(deadline("ended")).toBe(ms("2026-04-01T00:00"));
    expect(deadline("month-end")).toBe(ms("2026-05-01T00:00"));
    const lasting = { id: "a", service: "web", cause: "hardware", beganMs: spring.beganMs };
    expect(deadline("ended", { outage: lasting })).toBeUndefined();
    expect(deadline("began", { outage: undefined })).toBe(ms("2026-05-01T00:00"));
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
