import { describe, expect, it } from "vitest";
import { money } from "../money/index.ts";
import type { AvailabilityFacts, Claim, CreditRules, Outage } from "./index.ts";
import {
  SECOND,
  HOUR,
  ms,
  ba06,
  ba07,
  automatic,
  outage,
  facts,
  creditOf,
} from "./sample-credit.ts";

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
    const credit = (given: AvailabilityFacts, now: string, ...claims: readonly Claim[]) =>
      creditOf(ba07, given, claims, now, "2026-06", strict);
    expect(credit(unknown, "2026-07-01T00:00")).toMatchObject({
      state: "claimable",
      claimByMs: ms("2026-07-08T00:00"),
    });
    const later = "2026-09-01T00:00";
    const granted = { state: "granted", amount: money(6_000, "BAM"), claimedOutageIds: [] };
    expect(credit(unknown, later, claim("2026-07-07T12:00"))).toMatchObject(granted);
    expect(credit(unknown, later, claim("2026-07-08T00:00"))).toMatchObject({ state: "lapsed" });
    // A claim that names interruptions speaks of the month too, where there is none.
    const naming = claim("2026-07-07T12:00", { outageIds: ["a"] });
    expect(credit(unknown, later, naming)).toMatchObject(granted);
    // 2 h of the one claimed, and the 12 h that nobody knows of; the other lapsed
    const both = { ...unknown, outages: [down, second] };
    expect(credit(both, later, claim("2026-06-12T00:00"))).toMatchObject({
      state: "granted",
      points: 9805,
      lapsedOutageIds: ["b"],
    });
    expect(credit({ ...unknown, outages: [down] }, later)).toMatchObject({
      state: "lapsed",
      amount: money(0, "BAM"),
    });
  });
});
