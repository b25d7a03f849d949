import { describe, expect, it } from "vitest";
import { catalogueWith, plan, srv } from "../../../../../test/catalogues/catalogue-with.ts";
import { shorten, WEDNESDAY_NOON } from "../../../../../test/catalogues/decision-case.ts";
import { decide } from "../index.ts";
import type { DecisionFacts } from "../index.ts";

/**
 * The price list: Basis 29.00, Plus 99.00, Plus with Silver 10.00 more; the protection letter is 19.00, the tape 5.00 (Plus
 * alone), the key nothing.
 */
const option = { name: { en: "" }, countable: false } as const;
const fee = (amountMinor: number) => ({ fee: { amountMinor, currency: "EUR" as const } });
const priced = (prerequisites: readonly object[], ofOption: readonly object[]) =>
  ({
    plans: srv.plans.map((one) => ({
      ...one,
      prerequisites: one.id === "basis" ? prerequisites : undefined,
      levels: one.id === "antivirus" ? undefined : ["silver", "gold"],
    })),
    levels: [
      { id: "silver", name: { en: "Silver" }, rank: 0, plans: ["plus"], surcharge: fee(1_000).fee },
      { id: "gold", name: { en: "Gold" }, rank: 1 },
    ],
    options: [
      ...srv.options,
      { ...option, id: "tape", plans: ["plus"], ...fee(500) },
      { ...option, id: "key", plans: "all", prerequisites: ofOption },
    ],
  }) as unknown as Pick<typeof srv, "plans" | "levels" | "options">;

type Booking = {
  readonly plan?: string;
  readonly level?: string;
  readonly options?: readonly string[];
  readonly machineKind?: string;
};
type Contract = {
  readonly clauses?: readonly (readonly object[])[];
  readonly plan?: readonly object[];
  readonly option?: readonly object[];
};

const scope = { type: "scope", includes: [], otherwise: "outOfScope" };
function order(booking: Booking, contract: Contract = {}, facts: DecisionFacts = {}) {
  const { clauses = [[scope]] } = contract;
  const catalogue = {
    ...catalogueWith(...clauses),
    ...priced(contract.plan ?? [], contract.option ?? []),
  };
  return decide(
    { catalogue, selection: plan },
    { kind: "order", by: "orderer", channel: "mail", plan: "basis", ...booking },
    facts,
    Temporal.Instant.from(WEDNESDAY_NOON),
  );
}
const says = (...asked: Parameters<typeof order>) => shorten(order(...asked));

describe("what can be booked, and for how much", () => {
  it("se-01, se-19: the plan with its level, and one of each option that has a fee", () => {
    expect(says({})).toBe("charged x-01 2900 EUR");
    expect(says({ plan: "plus", level: "silver" })).toBe("charged x-01 10900 EUR");
    expect(says({ plan: "plus", level: "gold" })).toBe("charged x-01 9900 EUR");
    expect(says({ options: ["hardware-protection", "key"] })).toBe("charged x-01 4800 EUR");
    const all = { plan: "plus", level: "silver", options: ["tape", "hardware-protection"] };
    expect(says(all)).toBe("charged x-01 13300 EUR");
    expect(order({}).charge).toEqual({
      mode: "fixed",
      price: { id: "basis", amount: { amountMinor: 2_900, currency: "EUR" }, per: "machineMonth" },
    });
  });

  it("refuses what the price list does not know or sell together", () => {
    const unknown = "refused not-in-contract x-01";
    expect(says({ plan: "platinum" })).toBe(unknown);
    expect(says({ level: "bronze" })).toBe(unknown);
    expect(says({ level: "silver" })).toBe(unknown);
    expect(says({ plan: "antivirus", level: "gold" })).toBe(unknown);
    expect(says({ options: ["floppy"] })).toBe(unknown);
    expect(says({ options: ["key", "tape"] })).toBe(unknown);
  });

  it("names the clause that says what is paid: the monthly price, the hours, the form, the documents", () => {
    const [monthly, quota] = [[{ type: "priceMonthly" }], [{ type: "hourQuota" }]];
    const forms = [{ type: "contractForms", forms: ["orderByMail"] }];
    const terms = [{ type: "termsAcceptance", newVersionNeeds: "notice", documents: [] }];
    const clause = (...clauses: readonly (readonly object[])[]) =>
      order({}, { clauses }, { contractForm: "orderByMail" }).clause;
    expect(clause([scope], terms, forms, quota, monthly)).toBe("x-05");
    expect(clause([scope], terms, forms, quota)).toBe("x-04");
    expect(clause([scope], terms, forms)).toBe("x-03");
    expect(clause([scope], terms)).toBe("x-02");
    expect(clause(terms, [scope])).toBe("x-01");
  });

  it("se-01: fits the machine: by the clause that binds it, else by the plan", () => {
    const binding = { type: "machineBinding", machineKinds: ["endpoint"], onePerMachine: false };
    const bound = { clauses: [[scope], [binding]] };
    expect(says({ machineKind: "vm" })).toBe("charged x-01 2900 EUR");
    expect(says({ machineKind: "endpoint" })).toBe("refused wrong-machine x-01");
    expect(says({ machineKind: "endpoint" }, bound)).toBe("charged x-01 2900 EUR");
    expect(says({ machineKind: "vm" }, bound)).toBe("refused wrong-machine x-02");
    expect(says({}, bound)).toBe("charged x-01 2900 EUR");
  });

  it("msp-01: once for each machine, where the clause says so", () => {
    const binding = (onePerMachine: boolean) => ({
      clauses: [[scope], [{ type: "machineBinding", machineKinds: ["vm"], onePerMachine }]],
    });
    const [same, other] = [{ otherPlans: ["antivirus", "basis"] }, { otherPlans: ["antivirus"] }];
    expect(says({}, binding(true), same)).toBe("refused already-booked x-02");
    expect(says({}, binding(true), other)).toBe("charged x-01 2900 EUR");
    expect(says({}, binding(true))).toBe("charged x-01 2900 EUR");
    expect(says({}, binding(false), same)).toBe("charged x-01 2900 EUR");
    expect(says({}, {}, same)).toBe("charged x-01 2900 EUR");
  });

  it("msp-14: on the word of somebody who may order", () => {
    const named = {
      type: "orderAuthority",
      channels: ["mail"],
      who: "namedPersons",
      requestIsOrder: true,
      fromOthers: { recorded: true, answered: true, carriedOut: false },
    };
    const contract = { clauses: [[scope], [named]] };
    expect(says({}, contract)).toBe("charged x-01 2900 EUR");
    expect(says({ by: "customer" } as Booking, contract)).toBe("refused not-named x-02");
  });
});

describe("what must be so before a booking", () => {
  const clause = "x-09";
  const before: readonly (readonly [string, object, Booking, DecisionFacts, string])[] = [
    [
      "msp-02: another plan",
      { needs: "plan", anyOf: ["plus", "premium"] },
      {},
      {},
      "refused prerequisite-missing x-09",
    ],
    [
      "msp-02: that the machine has",
      { needs: "plan", anyOf: ["plus", "premium"] },
      {},
      { otherPlans: ["premium"] },
      "kept",
    ],
    ["msp-02: that is the one booked", { needs: "plan", anyOf: ["basis"] }, {}, {}, "kept"],
    [
      "ba-34: an option",
      { needs: "option", anyOf: ["key", "tape"] },
      { options: ["hardware-protection"] },
      {},
      "refused prerequisite-missing x-09",
    ],
    [
      "ba-34: booked with it",
      { needs: "option", anyOf: ["tape", "key"] },
      { options: ["key"] },
      {},
      "kept",
    ],
    [
      "se-01: a level",
      { needs: "level", anyOf: ["gold"] },
      {},
      {},
      "refused prerequisite-missing x-09",
    ],
    ["se-01: booked with it", { needs: "level", anyOf: ["gold"] }, { level: "gold" }, {}, "kept"],
    [
      "srv-40: an analysis",
      { needs: "infrastructureAnalysis", signedOff: true },
      {},
      { analysis: { taken: true, signedOff: false } },
      "needs x-09 analysis 2900 EUR",
    ],
    [
      "srv-40: signed off",
      { needs: "infrastructureAnalysis", signedOff: true },
      {},
      { analysis: { taken: true, signedOff: true } },
      "kept",
    ],
    [
      "srv-40: taken is enough",
      { needs: "infrastructureAnalysis", signedOff: false },
      {},
      { analysis: { taken: true, signedOff: false } },
      "kept",
    ],
    [
      "srv-40: signed off without being taken",
      { needs: "infrastructureAnalysis", signedOff: false },
      {},
      { analysis: { taken: false, signedOff: true } },
      "needs x-09 analysis 2900 EUR",
    ],
    [
      "ba-34: an agreement",
      { needs: "agreement", with: "customer" },
      {},
      { agreements: ["provider"] },
      "needs x-09 agreement 2900 EUR",
    ],
    [
      "ba-34: made",
      { needs: "agreement", with: "customer" },
      {},
      { agreements: ["customer"] },
      "kept",
    ],
    [
      "srv-21: a consent",
      { needs: "consent", consent: "patches" },
      {},
      { consents: ["remote"] },
      "needs x-09 consent 2900 EUR",
    ],
    [
      "srv-21: given",
      { needs: "consent", consent: "patches" },
      {},
      { consents: ["patches"] },
      "kept",
    ],
    [
      "srv-39: documents",
      { needs: "acceptedTerms", documents: ["terms", "data"] },
      {},
      { acceptedDocuments: ["terms"] },
      "needs x-09 acceptance 2900 EUR",
    ],
    [
      "srv-39: all accepted",
      { needs: "acceptedTerms", documents: ["terms", "data"] },
      {},
      { acceptedDocuments: ["data", "terms"] },
      "kept",
    ],
  ];

  it.each(before)("%s", (_, needs, booking, facts, expected) => {
    const said = says(booking, { plan: [{ ...needs, clause }] }, facts);
    if (expected === "kept") expect(said).toMatch(/^charged x-01 /);
    else expect(said).toBe(expected);
  });

  it("says what is missing, and whose", () => {
    const needs = (one: object) => order({}, { plan: [{ ...one, clause }] }).needs;
    expect(needs({ needs: "agreement", with: "provider" })).toEqual([
      { kind: "agreement", clause, of: "provider" },
    ]);
    expect(needs({ needs: "consent", consent: "patches" })).toEqual([
      { kind: "consent", clause, of: "patches" },
    ]);
    expect(needs({ needs: "acceptedTerms", documents: ["terms", "data"] })).toEqual([
      { kind: "acceptance", clause, of: "terms, data" },
    ]);
    const { sentence } = order(
      {},
      { plan: [{ needs: "plan", anyOf: ["plus", "premium"], clause }] },
    );
    expect(sentence.en).toContain("(Server management Plus, Server management Premium)");
  });

  it("holds for the options that are booked as for the plan, and asks once for what both ask for", () => {
    const analysis = { needs: "infrastructureAnalysis", signedOff: false, clause };
    const agreement = { needs: "agreement", with: "provider", clause };
    const contract = {
      plan: [analysis],
      option: [analysis, agreement, { ...analysis, clause: "x-08" }],
    };
    expect(says({}, contract)).toBe("needs x-09 analysis 2900 EUR");
    expect(says({ options: ["key"] }, contract)).toBe(
      "needs x-09 analysis, x-09 agreement, x-08 analysis 2900 EUR",
    );
  });

  const requirement = (keys: object, more: object = {}) => ({
    clauses: [
      [scope],
      [
        {
          type: "requirement",
          before: keys,
          anyOf: [{ needs: "agreement", with: "provider" }],
          otherwise: "refused",
          ...more,
        },
      ],
    ],
  });
  it("srv-40: by clauses that speak of the plan, the level or the option, and of nothing else", () => {
    const missing = /^needs x-02 agreement/;
    const free = /^charged x-01/;
    expect(says({}, requirement({ plans: ["plus", "basis"] }))).toMatch(missing);
    expect(says({ plan: "premium" }, requirement({ plans: ["plus", "basis"] }))).toMatch(free);
    expect(says({ level: "gold" }, requirement({ levels: ["gold"] }))).toMatch(missing);
    expect(says({}, requirement({ levels: ["gold"] }))).toMatch(free);
    expect(says({ options: ["key"] }, requirement({ options: ["tape", "key"] }))).toMatch(missing);
    expect(says({ options: ["hardware-protection"] }, requirement({ options: ["key"] }))).toMatch(
      free,
    );
    expect(says({}, requirement({ options: ["key"] }))).toMatch(free);
    const both = requirement({ plans: ["basis"], levels: ["gold"] });
    expect(says({ level: "gold" }, both)).toMatch(missing);
    expect(says({ plan: "plus", level: "gold" }, both)).toMatch(free);
    expect(says({}, requirement({ operations: ["backup.run"] }))).toMatch(free);
    const agreed = { agreements: ["provider"] } as const;
    expect(says({}, requirement({ plans: ["basis"] }), agreed)).toMatch(free);
  });

  it("ba-34: what must be booked is refused, or agreed on where the clause says so", () => {
    const anyOf = [
      { needs: "option", options: ["hardware-protection"] },
      { needs: "plan", plans: ["premium"] },
    ];
    const booked = { plans: ["basis"] };
    const firm = requirement(booked, { anyOf });
    const { sentence } = order({}, firm);
    expect(says({}, firm)).toBe("refused prerequisite-missing x-02");
    expect(sentence.en).toContain("(Hardware protection letter, Server management Premium)");
    const soft = requirement(booked, { anyOf, otherwise: "needsAgreement" });
    expect(order({}, soft).needs).toEqual([{ kind: "agreement", clause: "x-02", of: "provider" }]);
    expect(says({ options: ["hardware-protection"] }, firm)).toBe("charged x-01 4800 EUR");
    expect(says({}, soft, { agreements: ["provider"] })).toBe("charged x-01 2900 EUR");
    expect(says({}, firm, { agreements: ["provider"] })).toBe("refused prerequisite-missing x-02");
  });

  it("srv-39: documents whose new version must be accepted, those that are not yet", () => {
    const documents = [
      { id: "terms", kind: "generalTerms" },
      { id: "data", kind: "dataProcessingAgreement" },
    ];
    const acceptance = (newVersionNeeds: string) => ({
      clauses: [[scope], [{ type: "termsAcceptance", documents, newVersionNeeds }]],
    });
    expect(order({}, acceptance("acceptance")).needs).toEqual([
      { kind: "acceptance", clause: "x-02", of: "terms, data" },
    ]);
    const one = order({}, acceptance("acceptance"), { acceptedDocuments: ["terms"] });
    expect(one.needs).toEqual([{ kind: "acceptance", clause: "x-02", of: "data" }]);
    expect(one.sentence.en).toContain("(data processing agreement)");
    const both = { acceptedDocuments: ["data", "terms"] };
    expect(says({}, acceptance("acceptance"), both)).toBe("charged x-02 2900 EUR");
    expect(says({}, acceptance("notice"))).toBe("charged x-02 2900 EUR");
  });

  it("ba-01: in a form that makes a contract", () => {
    const forms = {
      clauses: [[scope], [{ type: "contractForms", forms: ["acceptedOffer", "orderByMail"] }]],
    };
    expect(says({}, forms, { contractForm: "orderByMail" })).toBe("charged x-02 2900 EUR");
    expect(says({}, forms, { contractForm: "phone" })).toBe("refused wrong-form x-02");
    expect(says({}, forms)).toBe("refused wrong-form x-02");
    expect(says({}, {}, { contractForm: "phone" })).toBe("charged x-01 2900 EUR");
  });
});
