import { describe, expect, it } from "vitest";
import { catalogueWith, plan, watch } from "../../../../test/catalogues/catalogue-with.ts";
import { compileAvailability } from "./compile-availability.ts";

describe("availability", () => {
  const availability = {
    type: "availability",
    percent: 99.9,
    period: "month",
    of: "machine",
    services: "anyDown",
    downtimeStarts: "firstFailedProbe",
    downtimeEnds: "serviceRestored",
    minimumOutageSeconds: 0,
    evidence: ["providerMonitoring", "customerReport"],
    unknownTime: "up",
    decimals: 2,
    rounding: "down",
  };
  const compiled = (more = {}, ...others: readonly object[]) => {
    const [promise] = compileAvailability(
      catalogueWith([{ ...availability, ...more }, ...others]),
      plan,
    );
    if (promise === undefined) throw new Error("nothing promised");
    return promise;
  };
  it.each([
    [{ downtimeStarts: "detection" }, { starts: "detected" }],
    [{ downtimeStarts: "customerReport" }, { starts: "reported" }],
    [{ downtimeStarts: "ticketOpened" }, { starts: "reported" }],
    [{ downtimeStarts: "providerConfirmed" }, { starts: "detected" }],
    [{ downtimeEnds: "firstGoodProbe" }, { stops: "recovery-detected" }],
    [{ downtimeEnds: "ticketResolved" }, { stops: "closed" }],
    [{ downtimeEnds: "customerConfirmed" }, { stops: "closed" }],
    [{ services: "allDown" }, { services: "all-down" }],
    [{ services: "average" }, { services: "average" }],
    [{ services: "single" }, { services: "union" }],
    [{ unknownTime: "leftOut" }, { unknownTime: "excluded" }],
    [{ unknownTime: "down" }, { unknownTime: "down" }],
    [{ rounding: "nearest" }, { rounding: "half-up" }],
    [{ minimumOutageSeconds: 90 }, { minimum: { ms: 90_000, counts: "whole" } }],
    [
      { roundOutage: { toSeconds: 60, direction: "up" } },
      { roundOutage: { toMs: 60_000, direction: "up" } },
    ],
    [{ timeZone: "Asia/Tokyo" }, { timeZone: "Asia/Tokyo" }],
    [
      {},
      {
        starts: "began",
        stops: "ended",
        services: "union",
        unknownTime: "up",
        excludedTime: "up",
        timeZone: "Europe/Berlin",
        targetPoints: 9990,
        rounding: "down",
        exclusions: [],
      },
    ],
  ])("%j becomes %j", (more, rules) => {
    expect(compiled(more).rules).toMatchObject(rules);
  });
  it("says nothing of what the contract does not say", () => {
    const { rules } = compiled();
    expect(Object.keys(rules)).not.toEqual(expect.arrayContaining(["minimum"]));
    for (const name of ["minimum", "roundOutage", "serviceHours"])
      expect(rules).not.toHaveProperty(name);
    expect(compiled({ calendar: "service-time" }).rules).toHaveProperty("serviceHours");
  });
  it.each([
    [{ cause: "ddos" }, { kind: "cause", clause: "x-01", causes: ["ddos"] }],
    [
      { cause: "ddos", maximumMinutes: 30 },
      { kind: "cause", clause: "x-01", causes: ["ddos"], atMostMsPerPeriod: 1_800_000 },
    ],
    [
      { cause: "plannedWork", noticeHours: 24 },
      { kind: "announced", clause: "x-01", causes: ["planned-work"], noticeMs: 86_400_000 },
    ],
    [
      { cause: "plannedWork", noticeHours: 24, maximumMinutes: 30 },
      {
        kind: "announced",
        clause: "x-01",
        causes: ["planned-work"],
        noticeMs: 86_400_000,
        atMostMsPerMonth: 1_800_000,
      },
    ],
  ])("excluded: %j", (excused, exclusion) => {
    expect(compiled({ excludedCauses: [excused] }).rules.exclusions).toEqual([exclusion]);
  });
  it("excluded per quarter, in a window, and by another term", () => {
    const perQuarter = compiled({
      period: "quarter",
      excludedCauses: [{ cause: "plannedWork", noticeHours: 1, maximumMinutes: 1 }],
    });
    expect(perQuarter.rules.exclusions[0]).toMatchObject({ atMostMsPerPeriod: 60_000 });
    const causes = [
      { cause: "plannedWork", insideCalendar: "service-time" },
      { cause: "ddos", maximumMinutesPerPeriod: 2 },
      { cause: "plannedWork", noticeHours: 1, insideCalendar: "service-time" },
      { cause: "plannedWork", insideCalendar: "service-time", maximumMinutesPerPeriod: 3 },
    ];
    const { exclusions } = compiled({}, { type: "downtimeExclusion", causes }).rules;
    expect(exclusions.map(({ kind }) => kind)).toEqual(["window", "cause", "announced", "window"]);
    expect(exclusions[0]).toHaveProperty("window.timeZone", "Europe/Berlin");
    expect(exclusions[0]).not.toHaveProperty("atMostMsPerPeriod");
    expect(exclusions[3]).toHaveProperty("atMostMsPerPeriod", 180_000);
    expect(exclusions[1]).toHaveProperty("atMostMsPerPeriod", 120_000);
    expect(exclusions[2]).toHaveProperty("inside.timeZone", "Europe/Berlin");
  });
  it("ba-09: evidence by what is accepted and not rejected; a sample holds for three beats of the quickest probe", () => {
    expect(compiled().evidence).toEqual({
      clause: "x-01",
      sources: ["provider-wan", "central", "agent"],
      downWhen: "any",
      sampleHoldsMs: 180_000,
    });
    const said = {
      type: "evidence",
      accepts: ["providerMonitoring", "independentMonitor"],
      rejects: ["agentReports"],
      agreement: "all",
      keepMonths: 1,
      producible: true,
    };
    const probe = (seconds: number) => ({
      ...watch({ check: "host", downAfterSeconds: 90 }),
      observedBy: "probe",
      schedule: { every: "beat", seconds },
    });
    expect(
      compiled({}, said, probe(60), probe(20), watch({ check: "host", downAfterSeconds: 9 }))
        .evidence,
    ).toEqual({
      clause: "x-01",
      sources: ["provider-wan", "central", "external"],
      downWhen: "all",
      sampleHoldsMs: 60_000,
    });
    // A quicker beat of the agent is no probe, and a probe once a day has no beat.
    const daily = { ...probe(0), schedule: { every: "day", at: "06:00" } };
    const agent = watch({ check: "host", downAfterSeconds: 90 });
    const quick = { ...agent, schedule: { every: "beat", seconds: 5 } };
    expect(compiled({}, probe(60), quick, daily).evidence.sampleHoldsMs).toBe(180_000);
    expect(compiled({}, daily).evidence.sampleHoldsMs).toBe(180_000);
  });

  it("ba-07: a credit belongs to the availability that it names", () => {
    const credit = {
      type: "credit",
      availability: "x-02",
      base: "baseFee",
      unit: "percent",
      by: { rule: "flat", credit: 10 },
      cap: { of: "none" },
      capPeriod: "month",
      severalIncidents: "summed",
      payout: "nextInvoice",
    };
    const catalogue = catalogueWith([availability], [{ ...availability, of: "service" }], [credit]);
    const credits = compileAvailability(catalogue, plan).map((one) =>
      one.credits.map(({ clause }) => clause),
    );
    expect(credits).toEqual([[], ["x-03"]]);
  });
});
