import { describe, expect, it } from "vitest";
import { decideTerms, sayTerms } from "../../../../../test/catalogues/decide-terms.ts";
import type { TermsCase } from "../../../../../test/catalogues/decide-terms.ts";
import type { DecisionRequest } from "../index.ts";

const count = (more: object) => ({
  type: "countLimit",
  thing: "vpnUsers",
  included: 10,
  beyond: "refused",
  ...more,
});
const quota = (more: object) => ({
  type: "quota",
  metric: "webDomain.trafficGigabytes",
  amount: 5,
  beyond: "refused",
  ...more,
});
const rate = (action: string) => ({
  type: "rateLimit",
  metric: "mail.messages",
  limit: 100,
  action,
});
const fair = (action: string, limit: number | "unusual" = 65) => ({
  type: "fairUse",
  metric: "webDomain.trafficGigabytes",
  limit,
  action,
});

const users = (amount: number): DecisionRequest => ({ kind: "use", thing: "vpnUsers", amount });
const space = (amount: number) =>
  ({ kind: "use", metric: "webDomain.trafficGigabytes", amount }) as const;
const messages = (amount: number) => ({ kind: "use", metric: "mail.messages", amount }) as const;

const cases: readonly TermsCase[] = [
  // Counts: ten are included.
  ["se-16: ten of ten", [[count({})]], users(10), {}, "allowed within-limit x-01"],
  ["dk-09: an eleventh", [[count({})]], users(11), {}, "refused limit-reached x-01"],
  [
    "se-16: twelve are two beyond ten: 2 x 125.00",
    [[count({ beyond: "charged", price: "hour" })]],
    users(12),
    {},
    "charged x-01 25000 EUR",
  ],
  [
    "se-16: charged without a line of the price list",
    [[count({ beyond: "charged" })]],
    users(12),
    {},
    "charged x-01",
  ],
  [
    "se-16: more by agreement",
    [[count({ beyond: "agreed" })]],
    users(11),
    {},
    "needs x-01 agreement",
  ],
  [
    "se-16: agreed by the customer alone is not agreed",
    [[count({ beyond: "agreed" })]],
    users(11),
    { agreements: ["customer"] },
    "needs x-01 agreement",
  ],
  [
    "se-16: agreed",
    [[count({ beyond: "agreed" })]],
    users(11),
    { agreements: ["provider"] },
    "allowed granted x-01",
  ],
  [
    "dk-09: more than ten at no cost",
    [[count({ beyond: "unlimited" })]],
    users(11),
    {},
    "allowed within-limit x-01",
  ],
  [
    "dk-09: as many as wanted",
    [[count({ included: "unlimited" })]],
    users(10_000),
    {},
    "allowed within-limit x-01",
  ],
  [
    "dk-09: another thing is not counted here",
    [[count({ thing: "databases" })]],
    users(11),
    {},
    "refused not-in-contract x-01",
  ],

  // Quotas: five gigabytes.
  ["dk-09: five of five", [[quota({})]], space(5), {}, "allowed within-limit x-01"],
  ["dk-09: a little more", [[quota({})]], space(5.1), {}, "refused limit-reached x-01"],
  [
    "dk-20: 7.2 are 2.2 beyond five: three begun ones at 125.00",
    [[quota({ beyond: "charged", price: "hour" })]],
    space(7.2),
    {},
    "charged x-01 37500 EUR",
  ],
  [
    "dk-20: charged without a line of the price list",
    [[quota({ beyond: "charged" })]],
    space(6),
    {},
    "charged x-01",
  ],
  ["dk-09: free", [[quota({ amount: "unlimited" })]], space(900), {}, "allowed within-limit x-01"],
  [
    "ba-43: nothing has been agreed yet",
    [[quota({ amount: "agreed" })]],
    space(1),
    {},
    "refused limit-reached x-01",
  ],
  [
    "ba-43: something else has been agreed",
    [[quota({ amount: "agreed" })]],
    space(1),
    { agreedAmounts: { "iaas.cpuCores": 4 } },
    "refused limit-reached x-01",
  ],
  [
    "ba-43: more by agreement",
    [[quota({ beyond: "agreed" })]],
    space(6),
    {},
    "needs x-01 agreement",
  ],
  [
    "ba-25: more is talked about",
    [[quota({ beyond: "contact" })]],
    space(6),
    {},
    "allowed limit-contact x-01",
  ],

  // Rates: a hundred messages.
  ["ba-21: the hundredth", [[rate("refuse")]], messages(100), {}, "allowed within-limit x-01"],
  ["ba-21: the 101st", [[rate("refuse")]], messages(101), {}, "refused limit-reached x-01"],
  ["ba-21: put off", [[rate("defer")]], messages(101), {}, "refused limit-reached x-01"],
  [
    "ba-21: a newsletter",
    [[rate("flagNewsletter")]],
    messages(101),
    {},
    "allowed limit-contact x-01",
  ],
  ["ba-21: agree first", [[rate("agreeFirst")]], messages(101), {}, "needs x-01 approval"],
  [
    "ba-21: the customer's own approval is none",
    [[rate("agreeFirst")]],
    messages(101),
    { approvals: ["customer"] },
    "needs x-01 approval",
  ],
  [
    "ba-21: approved",
    [[rate("agreeFirst")]],
    messages(101),
    { approvals: ["provider"] },
    "allowed granted x-01",
  ],

  // Fair use: 65 gigabytes.
  ["ba-19: 65 of 65", [[fair("refuse")]], space(65), {}, "allowed within-limit x-01"],
  ["ba-19: refused", [[fair("refuse")]], space(66), {}, "refused limit-reached x-01"],
  ["ba-19: suspended", [[fair("suspend")]], space(66), {}, "refused limit-reached x-01"],
  ["ba-19: talked about", [[fair("contact")]], space(66), {}, "allowed limit-contact x-01"],
  ["ba-13: slowed down", [[fair("throttle")]], space(66), {}, "allowed limit-contact x-01"],
  [
    "ba-19: what is unusual is not found in one figure",
    [[fair("refuse", "unusual")]],
    space(1e6),
    {},
    "allowed within-limit x-01",
  ],

  // Several clauses about the same: the strictest speaks.
  [
    "ba-21: a refusal over a need, wherever it stands",
    [[rate("agreeFirst")], [rate("refuse")], [rate("flagNewsletter")]],
    messages(101),
    {},
    "refused limit-reached x-02",
  ],
  [
    "dk-09: a need over a charge",
    [[quota({ beyond: "charged" })], [quota({ beyond: "agreed" })]],
    space(6),
    {},
    "needs x-02 agreement",
  ],
  [
    "dk-09: a charge over a word about it",
    [[quota({ beyond: "contact" })], [quota({ beyond: "charged" })]],
    space(6),
    {},
    "charged x-02",
  ],
  [
    "ba-19: a word about it over contentment",
    [[fair("refuse", 100)], [fair("contact")]],
    space(66),
    {},
    "allowed limit-contact x-02",
  ],
  [
    "ba-19: of two that say the same the first",
    [[fair("refuse", 100)], [fair("refuse", 200)]],
    space(66),
    {},
    "allowed within-limit x-01",
  ],
  [
    "ba-19: a quota speaks of the same figure as fair use",
    [[fair("contact")], [quota({ amount: 65 })]],
    space(66),
    {},
    "refused limit-reached x-02",
  ],
];

describe("how much may be used", () => {
  it.each(cases)("%s", (...row) => {
    expect(sayTerms(row)).toBe(row[4]);
  });

  const used = (term: object, request: DecisionRequest) =>
    decideTerms(["", [[term]], request, {}, ""]);

  it("dk-20: more has a fixed price, its line and what this much of it costs", () => {
    const price = { id: "hour", amount: { amountMinor: 12_500, currency: "EUR" }, per: "hour" };
    const estimate = { amountMinor: 25_000, currency: "EUR" };
    expect(used(quota({ beyond: "charged", price: "hour" }), space(7)).charge).toEqual({
      mode: "fixed",
      price,
      estimate,
    });
    expect(used(count({ beyond: "charged", price: "hour" }), users(12)).charge).toEqual({
      mode: "fixed",
      price,
      estimate,
    });
    expect(used(count({ beyond: "charged" }), users(12)).charge).toEqual({ mode: "fixed" });
    expect(used(quota({ beyond: "charged" }), space(7)).charge).toEqual({ mode: "fixed" });
  });

  it("ba-21: the agreement and the approval that are missing are the provider's", () => {
    expect(used(count({ beyond: "agreed" }), users(12)).needs).toEqual([
      { kind: "agreement", clause: "x-01", of: "provider" },
    ]);
    expect(used(rate("agreeFirst"), messages(101)).needs).toEqual([
      { kind: "approval", clause: "x-01", of: "provider" },
    ]);
  });
});
