import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { DecisionFacts, DecisionRequest } from "../index.ts";

const work = (minutes?: number): DecisionRequest => ({
  kind: "work",
  by: "customer",
  channel: "portal",
  topics: ["remoteRepair"],
  ...(minutes !== undefined && { minutes }),
});
/** Five hours a month, with the warning points of dk-23. */
const quota = (more: object = {}) => ({
  type: "hourQuota",
  covers: ["remoteRepair"],
  hours: 5,
  period: "month",
  overage: { mode: "byTime", price: "hour" },
  warnAtPercent: [80, 100],
  ...more,
});
const standing = (minutes: number | undefined, facts: DecisionFacts, more: object = {}) =>
  decideTerms(["", [[quota(more)]], work(minutes), facts, ""]).quota;

describe("how the hours in the fee stand", () => {
  it("dk-23: two of five hours are used, one more is wished: 60 %, no warning", () => {
    expect(standing(60, { quotaHoursUsed: 2 })).toEqual({
      clause: "x-01",
      period: "month",
      grantedMinutes: 300,
      usedMinutes: 120,
      drawnMinutes: 60,
      sentence: {
        en: "Used this month: 2 h of 5 h (x-01).",
        sv: "Använt denna månad: 2 h av 5 h (x-01).",
        da: "Brugt i denne måned: 2 h af 5 h (x-01).",
        de: "In diesem Monat verbraucht: 2 h von 5 h (x-01).",
        bs: "Utrošeno ovog mjeseca: 2 h od 5 h (x-01).",
      },
    });
  });

  it("dk-23: three of five hours are used, one more reaches 80 %", () => {
    const found = standing(60, { quotaHoursUsed: 3 });
    expect(found).toMatchObject({ drawnMinutes: 60, warning: { percent: 80, by: "thisWork" } });
    expect(found?.sentence).toEqual({
      en: "Used this month: 3 h of 5 h (x-01). Note: with this work it is 4 h, which reaches the 80 % mark.",
      sv: "Använt denna månad: 3 h av 5 h (x-01). Obs: med detta arbete blir det 4 h, och gränsen 80 % nås.",
      da: "Brugt i denne måned: 3 h af 5 h (x-01). Bemærk: med dette arbejde bliver det 4 h, og grænsen på 80 % nås.",
      de: "In diesem Monat verbraucht: 3 h von 5 h (x-01). Hinweis: Mit dieser Arbeit sind es 4 h, die Schwelle von 80 % ist damit erreicht.",
      bs: "Utrošeno ovog mjeseca: 3 h od 5 h (x-01). Napomena: s ovim poslom to je 4 h, čime se dostiže prag od 80 %.",
    });
  });

  it("dk-23: four of five hours are used: 80 % is reached already", () => {
    const found = standing(30, { quotaHoursUsed: 4 });
    expect(found?.warning).toEqual({ percent: 80, by: "before" });
    expect(found?.sentence).toEqual({
      en: "Used this month: 4 h of 5 h (x-01). Note: the 80 % mark is reached.",
      sv: "Använt denna månad: 4 h av 5 h (x-01). Obs: gränsen 80 % är nådd.",
      da: "Brugt i denne måned: 4 h af 5 h (x-01). Bemærk: grænsen på 80 % er nået.",
      de: "In diesem Monat verbraucht: 4 h von 5 h (x-01). Hinweis: Die Schwelle von 80 % ist erreicht.",
      bs: "Utrošeno ovog mjeseca: 4 h od 5 h (x-01). Napomena: prag od 80 % je dostignut.",
    });
  });

  it.each([
    ["dk-23: 59 of 60 minutes to 80 %", 59, { quotaHoursUsed: 3 }, undefined],
    ["dk-23: all that is left is the 100 % mark", 60, { quotaHoursUsed: 4 }, [100, "thisWork"]],
    ["dk-23: from nothing to beyond everything", 400, { quotaHoursUsed: 0 }, [100, "thisWork"]],
    ["dk-23: everything is used", 60, { quotaHoursUsed: 5 }, [100, "before"]],
    ["dk-23: more than everything is used", 60, { quotaHoursUsed: 6 }, [100, "before"]],
    ["dk-23: how long it takes is not known", undefined, { quotaHoursUsed: 4.5 }, [80, "before"]],
    [
      "dk-23: hours that live on count with the others: 6 of 8 are 75 %",
      60,
      { quotaHoursUsed: 5, quotaHoursCarried: 3 },
      undefined,
    ],
  ] as const)("%s", (_, minutes, facts, warning) => {
    const [percent, by] = warning ?? [];
    expect(standing(minutes, facts)?.warning).toEqual(warning && { percent, by });
  });

  it("dk-23: no more is drawn than is left, and what is beyond is charged", () => {
    const decision = decideTerms(["", [[quota()]], work(60), { quotaHoursUsed: 4.5 }, ""]);
    expect(decision).toMatchObject({
      outcome: "charged",
      quota: { usedMinutes: 270, drawnMinutes: 30, warning: { percent: 100, by: "thisWork" } },
    });
    expect(standing(60, { quotaHoursUsed: 6 })).toMatchObject({
      usedMinutes: 360,
      drawnMinutes: 0,
    });
  });

  it("dk-23: a refusal says it too", () => {
    const more = { overage: { mode: "included" } };
    const decision = decideTerms(["", [[quota(more)]], work(60), { quotaHoursUsed: 5 }, ""]);
    expect(decision).toMatchObject({ outcome: "refused", quota: { usedMinutes: 300 } });
  });

  it("dk-23: points in any order; none for a contract that warns at nothing", () => {
    expect(standing(1, { quotaHoursUsed: 4 }, { warnAtPercent: [100, 50, 80] })?.warning).toEqual({
      percent: 80,
      by: "before",
    });
    expect(standing(1, { quotaHoursUsed: 4 }, { warnAtPercent: [] })).not.toHaveProperty("warning");
  });

  it("dk-23: nothing is claimed where no use is on record, nor about work of another kind", () => {
    expect(decideTerms(["", [[quota()]], work(60), {}, ""])).not.toHaveProperty("quota");
    const other = decideTerms([
      "",
      [[quota({ covers: ["training"] })]],
      work(60),
      { quotaHoursUsed: 4 },
      "",
    ]);
    expect(other).not.toHaveProperty("quota");
  });

  it("dk-23: hours and minutes of a quarter or a year", () => {
    const says = (period: string) => standing(5, { quotaHoursUsed: 1.25 }, { period })?.sentence;
    expect(says("quarter")?.en).toBe("Used this quarter: 1 h 15 min of 5 h (x-01).");
    expect(says("quarter")?.sv).toBe("Använt detta kvartal: 1 h 15 min av 5 h (x-01).");
    expect(says("quarter")?.da).toBe("Brugt i dette kvartal: 1 h 15 min af 5 h (x-01).");
    expect(says("quarter")?.de).toBe("In diesem Quartal verbraucht: 1 h 15 min von 5 h (x-01).");
    expect(says("quarter")?.bs).toBe("Utrošeno ovog kvartala: 1 h 15 min od 5 h (x-01).");
    expect(says("year")?.en).toBe("Used this year: 1 h 15 min of 5 h (x-01).");
    expect(says("year")?.sv).toBe("Använt i år: 1 h 15 min av 5 h (x-01).");
    expect(says("year")?.da).toBe("Brugt i år: 1 h 15 min af 5 h (x-01).");
    expect(says("year")?.de).toBe("In diesem Jahr verbraucht: 1 h 15 min von 5 h (x-01).");
    expect(says("year")?.bs).toBe("Utrošeno ove godine: 1 h 15 min od 5 h (x-01).");
    expect(standing(5, { quotaHoursUsed: 0 })?.sentence.en).toMatch(/^Used this month: 0 min of /u);
  });
});

describe("the last minutes", () => {
  it("dk-23: whatever was used, exactly what is left is within the hours (no fraction is charged)", () => {
    const charged: number[] = [];
    for (let used = 0; used < 120; used += 1) {
      const facts = { quotaHoursUsed: used / 60 };
      const said = sayTerms(["", [[quota({ hours: 2 })]], work(120 - used), facts, ""]);
      if (said !== "allowed within-limit x-01") charged.push(used);
    }
    expect(charged).toEqual([]);
  });

  it("dk-24: whatever is left of a block, exactly that is within it", () => {
    const block = { type: "hourBlock", covers: ["remoteRepair"], hours: 10 };
    const charged: number[] = [];
    for (let left = 1; left <= 600; left += 1) {
      const facts = { blockHoursLeft: left / 60 };
      const said = sayTerms(["", [[block]], work(left), facts, ""]);
      if (said !== "allowed within-limit x-01") charged.push(left);
    }
    expect(charged).toEqual([]);
  });
});

describe("what surcharges mean for hours that are paid for", () => {
  const sunday = "2027-04-18T10:00:00Z";
  /** Wednesday, 17:30 in Berlin: half an hour before service time ends. */
  const closing = "2027-04-14T15:30:00Z";
  const surcharge = {
    type: "surcharge",
    topics: ["remoteRepair"],
    percent: 50,
    applies: "outsideCalendar",
    calendar: "service-time",
  };
  const block = (more: object = {}) => ({
    type: "hourBlock",
    covers: ["remoteRepair"],
    hours: 10,
    price: "hour",
    ...more,
  });
  const rate = {
    type: "priceRate",
    price: "hour",
    topics: "everythingOptional",
    basis: "perUnit",
  };
  const units = {
    type: "timeUnits",
    unitMinutes: 45,
    minimumUnits: 0,
    rounding: "up",
    roundedPer: "entry",
    agreedBefore: false,
  };
  const decided = (term: object, facts: DecisionFacts & { now: string }, ...more: object[]) =>
    decideTerms(["", [[term], [surcharge], [rate, ...more]], work(60), facts, ""]);
  const says = (term: object, facts: DecisionFacts & { now: string }, ...more: object[]) =>
    sayTerms(["", [[term], [surcharge], [rate, ...more]], work(60), facts, ""]);

  it.each([
    ["drawn: on a Sunday an hour takes an hour and a half", {}, sunday, 1.5, "within"],
    // 84 minutes are 56 minutes of work; four more at 187.50 an hour.
    ["drawn: 56 minutes of it, and four are charged", {}, sunday, 1.4, "charged x-01 1250 EUR"],
    ["drawn: in service time an hour is an hour", {}, "2027-04-14T10:00:00Z", 1, "within"],
    ["drawn: 30 minutes and 30 that count as 45", {}, closing, 1.25, "within"],
    // 30 minutes, then 20 that count as 30; ten more at 187.50 an hour.
    ["drawn: ten minutes are missing", {}, closing, 1, "charged x-01 3125 EUR"],
    ["none: an hour is an hour at any time", { surcharges: "none" }, sunday, 1, "within"],
    ["none: half is missing", { surcharges: "none" }, sunday, 0.5, "charged x-01 9375 EUR"],
    // Half of 125.00.
    ["invoiced", { surcharges: "invoiced" }, sunday, 1, "charged x-01 6250 EUR"],
    ["invoiced: half of it", { surcharges: "invoiced" }, closing, 1, "charged x-01 3125 EUR"],
    // 31.25 for the half hour from the block, 93.75 for the other one.
    [
      "invoiced, half is missing",
      { surcharges: "invoiced" },
      sunday,
      0.5,
      "charged x-01 12500 EUR",
    ],
    [
      "invoiced: nothing in service time",
      { surcharges: "invoiced" },
      "2027-04-14T10:00:00Z",
      1,
      "within",
    ],
  ] as const)("srv-35, dk-24: %s", (_, more, now, blockHoursLeft, expected) => {
    const said = says(block(more), { now, blockHoursLeft });
    expect(said).toBe(expected === "within" ? "allowed within-limit x-01" : expected);
  });

  it("srv-35: a block that renews itself does so by what is drawn", () => {
    const renewing = block({ autoRenewBelowHours: 1 });
    expect(says(renewing, { now: sunday, blockHoursLeft: 2.5 })).toBe("allowed within-limit x-01");
    expect(says(renewing, { now: sunday, blockHoursLeft: 2.4 })).toBe("charged x-01 12500 EUR");
    const invoiced = block({ autoRenewBelowHours: 1, surcharges: "invoiced" });
    expect(says(invoiced, { now: sunday, blockHoursLeft: 2 })).toBe("charged x-01 6250 EUR");
    // A block for 125.00 and half of an hour.
    expect(says(invoiced, { now: sunday, blockHoursLeft: 1.5 })).toBe("charged x-01 18750 EUR");
    // In units of 45 minutes an hour is two of them, which count as 135 minutes: a quarter is left.
    expect(says(renewing, { now: sunday, blockHoursLeft: 2.5 }, units)).toBe(
      "charged x-01 12500 EUR",
    );
  });

  it("srv-35: the customer is told that only the surcharge costs", () => {
    const decision = decided(block({ surcharges: "invoiced" }), { now: sunday, blockHoursLeft: 1 });
    expect(decision).toMatchObject({
      outcome: "charged",
      reason: "surcharge-only",
      charge: { mode: "byTime", surchargePercent: 50, surchargeOnly: true },
    });
    expect(decision.sentence.en.replace(/: .*/u, "")).toBe(
      "Yes, out of hours that are paid for; only the surcharge costs (50 % of 125.00 EUR per hour)",
    );
    expect(decision.sentence.de.replace(/: .*/u, "")).toBe(
      "Ja, aus bezahlten Stunden; nur der Zuschlag kostet etwas (50 % von 125,00 EUR pro Stunde)",
    );
    expect(decision.sentence.sv).toMatch(
      /^Ja, ur betalda timmar; bara tillägget kostar \(50 % av /u,
    );
    expect(decision.sentence.da).toMatch(/^Ja, af betalte timer; kun tillægget koster \(50 % af /u);
    expect(decision.sentence.bs).toMatch(
      /^Da, iz plaćenih sati; naplaćuje se samo doplata \(50 % od /u,
    );
  });

  it("srv-35: nobody knows how long it takes", () => {
    const says = (more: object) =>
      sayTerms([
        "",
        [[block(more)], [surcharge], [rate]],
        work(),
        { now: sunday, blockHoursLeft: 1 },
        "",
      ]);
    expect(says({})).toBe("allowed within-limit x-01");
    expect(says({ surcharges: "invoiced" })).toBe("charged x-01 12500 EUR");
  });

  it("srv-35: nothing is invoiced in service time, nor without a price of an hour", () => {
    const invoiced = block({ surcharges: "invoiced" });
    const facts = { blockHoursLeft: 1 };
    const inHours = [[invoiced], [surcharge], [rate]];
    expect(sayTerms(["", inHours, work(), facts, ""])).toBe("allowed within-limit x-01");
    for (const asked of [work(), work(60)]) {
      const clauses = [[invoiced], [surcharge]];
      expect(sayTerms(["", clauses, asked, { ...facts, now: sunday }, ""])).toBe(
        "allowed within-limit x-01",
      );
    }
  });

  it("srv-35, dk-23: hours in the fee keep the same rule", () => {
    const facts = { now: sunday, quotaHoursUsed: 3.5 };
    expect(decided(quota(), facts)).toMatchObject({
      outcome: "allowed",
      quota: { usedMinutes: 210, drawnMinutes: 90, warning: { percent: 100, by: "thisWork" } },
    });
    expect(decided(quota({ surcharges: "none" }), facts).quota?.drawnMinutes).toBe(60);
    // 60 minutes are left: 40 of Sunday's; 20 more at 187.50 an hour.
    const late = { now: sunday, quotaHoursUsed: 4 };
    expect(says(quota(), late)).toBe("charged x-01 6250 EUR");
    expect(says(quota({ surcharges: "invoiced" }), late)).toBe("charged x-01 6250 EUR");
    expect(decided(quota({ surcharges: "invoiced" }), late)).toMatchObject({
      reason: "surcharge-only",
      quota: { drawnMinutes: 60 },
    });
    // Beyond what is left nothing is given, and the surcharge alone is no way out.
    const strict = quota({ surcharges: "invoiced", overage: { mode: "included" } });
    expect(says(strict, { now: sunday, quotaHoursUsed: 4.5 })).toBe("refused limit-reached x-01");
  });

  it("srv-35: surcharges at once count as they do on the invoice", () => {
    const always = { ...surcharge, percent: 100, applies: "always", calendar: undefined };
    const clauses = [[block()], [surcharge, always], [rate]];
    const says = (left: number) =>
      sayTerms(["", clauses, work(60), { now: sunday, blockHoursLeft: left }, ""]);
    // The highest alone: an hour takes two.
    expect(says(2)).toBe("allowed within-limit x-01");
    expect(says(1.9)).not.toBe("allowed within-limit x-01");
  });

  it("srv-35, dk-23: the surcharge comes on top of an overage at a fixed price", () => {
    const overage = { mode: "fixed", price: "hour" };
    const facts = { now: sunday, quotaHoursUsed: 4.5 };
    // 31.25 for the half hour that is paid for, 125.00 for whatever is beyond.
    const invoiced = decided(quota({ surcharges: "invoiced", overage }), facts);
    expect(invoiced.charge).toMatchObject({ mode: "fixed", estimate: { amountMinor: 15_625 } });
    const drawn = decided(quota({ overage }), facts);
    expect(drawn.charge).not.toHaveProperty("estimate");
    const unpriced = quota({ surcharges: "invoiced", overage: { mode: "atCost" } });
    expect(decided(unpriced, facts).charge).toEqual({ mode: "atCost" });
  });

  it("dk-24: what a block does not pay for is time, at its price", () => {
    expect(decided(block(), { now: sunday, blockHoursLeft: 1 }).charge).toEqual({
      mode: "byTime",
      price: { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" },
      surchargePercent: 50,
      estimate: { amountMinor: 6_250, currency: "EUR" },
    });
  });

  it("dk-24: a block that renews itself costs what it costs, as often as it takes", () => {
    const renewing = (more: object = {}) => block({ hours: 1, autoRenewBelowHours: 1, ...more });
    const charge = (minutes: number | undefined, blockHoursLeft: number, more: object = {}) =>
      decideTerms(["", [[renewing(more)]], work(minutes), { blockHoursLeft }, ""]).charge;
    const price = { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" };
    const estimate = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
    // An hour must stay: of two hours one is for work; three hours of it want two blocks more.
    expect(charge(60, 2)).toBeUndefined();
    expect(charge(180, 2)).toEqual({ mode: "fixed", price, estimate: estimate(25_000) });
    expect(charge(60, 1)).toEqual({ mode: "fixed", price, estimate: estimate(12_500) });
    expect(charge(undefined, 0.5)).toEqual({ mode: "fixed", price, estimate: estimate(12_500) });
    expect(charge(undefined, 1)).toBeUndefined();
    expect(charge(60, 1, { price: "nothing" })).toEqual({ mode: "fixed" });
  });

  it("dk-24: a block for several kinds of work pays for each; without an account there is none", () => {
    const wide = block({ covers: ["training", "remoteRepair"] });
    expect(says(wide, { now: sunday, blockHoursLeft: 1.5 })).toBe("allowed within-limit x-01");
    const none = decideTerms(["", [[block()], [rate]], work(60), { now: sunday }, ""]);
    expect([none.outcome, none.clause]).toEqual(["charged", "x-02"]);
  });
});
