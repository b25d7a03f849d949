import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyContract } from "../../../../../test/catalogues/decision-requests.ts";
import { actors, channels, operationNames, topics } from "../../catalogue/index.ts";
import { decide, decisionReasons } from "../index.ts";
import type { DecisionFacts, DecisionRequest } from "../index.ts";
import { decisionTable } from "./decision-reason.ts";

/** Named by its place, so that a counterexample stays readable. */
const which = fc.nat({ max: everyContract.length - 1 });
const actor = fc.constantFrom(...actors);
const channel = fc.constantFrom(...channels);
const request: fc.Arbitrary<DecisionRequest> = fc.oneof(
  fc.record({
    kind: fc.constant("operation" as const),
    operation: fc.constantFrom(...operationNames),
    by: actor,
    channel,
    topics: fc.subarray([...topics], { maxLength: 2 }),
    minutes: fc.integer({ min: 1, max: 500 }),
  }),
  fc.record({
    kind: fc.constant("work" as const),
    by: actor,
    channel,
    topics: fc.subarray([...topics], { minLength: 1, maxLength: 2 }),
    minutes: fc.integer({ min: 1, max: 500 }),
  }),
);
const facts: fc.Arbitrary<DecisionFacts> = fc.record(
  {
    ordered: fc.boolean(),
    quoteAccepted: fc.boolean(),
    confirmed: fc.boolean(),
    feasible: fc.boolean(),
    appointmentAgreed: fc.boolean(),
    dangerImminent: fc.boolean(),
    credentialsCurrent: fc.boolean(),
    approvals: fc.subarray(["provider", "customer", "secondPerson", "lead"] as const),
    agreements: fc.subarray(["provider", "customer"] as const),
    alertingBy: fc.subarray(["mail", "sms"] as const),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<DecisionFacts>;
const moment = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2029-01-01") });

function contractAt(k: number) {
  const contract = everyContract[k];
  if (contract === undefined) throw new Error(`no contract ${k}`);
  return contract;
}

describe("every decision", () => {
  it("names a clause of the catalogue, says a whole sentence, and is what it says", () => {
    fc.assert(
      fc.property(which, request, facts, moment, (k, asked, known, ms) => {
        const contract = contractAt(k);
        const now = Temporal.Instant.fromEpochMilliseconds(ms);
        const decision = decide(contract, asked, known, now);
        const { clauses } = contract.catalogue;
        expect(clauses.some(({ id }) => id === decision.clause)).toBe(true);
        for (const text of Object.values(decision.sentence)) {
          expect(text).toMatch(/^[A-ZÄÖÅĐŠŽČĆ].*[.:)]$/u);
          expect(text).not.toMatch(/[{}?]|undefined/);
        }
        expect(decision.outcome === "needs").toBe((decision.needs?.length ?? 0) > 0);
        if (decision.outcome === "charged") expect(decision.charge).toBeDefined();
        if (decision.outcome === "refused") expect(decision.charge).toBeUndefined();
        expect(decide(contract, asked, known, now)).toEqual(decision);
      }),
      { numRuns: 3_000 },
    );
  });

  it("is never worse for more that is on record: an order, a confirmation, an approval", () => {
    const rank = { allowed: 3, charged: 3, needs: 2, refused: 1 };
    fc.assert(
      fc.property(which, request, facts, moment, (k, asked, known, ms) => {
        const contract = contractAt(k);
        const now = Temporal.Instant.fromEpochMilliseconds(ms);
        const more: DecisionFacts = {
          ...known,
          ordered: true,
          quoteAccepted: true,
          confirmed: true,
          feasible: true,
          appointmentAgreed: true,
          credentialsCurrent: true,
          approvals: ["provider", "customer", "secondPerson", "lead"],
          agreements: ["provider", "customer"],
        };
        const before = decide(contract, asked, known, now).outcome;
        const after = decide(contract, asked, more, now).outcome;
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("has a sentence in every language, with the same places to fill", () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(([slot]) => slot).sort();
    for (const reason of decisionReasons) {
      const texts = decisionTable[reason];
      for (const text of Object.values(texts)) expect(slots(text)).toEqual(slots(texts.en));
    }
  });
});
