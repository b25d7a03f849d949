import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { judgePromise, judgeState, listPromises } from "./index.ts";
import type { AlarmFact, PromiseFacts, PromiseState } from "./index.ts";

const now = Temporal.Instant.from("2027-04-14T10:00:00Z");
const NOW = now.epochMilliseconds;
const contracts = [
  listPromises(readCatalogue("se"), { plan: "managed", level: "sla-plus" }, "2027-04"),
  listPromises(readCatalogue("msp"), { plan: "managed", level: "basic" }, "2027-04"),
  listPromises(readCatalogue("srv"), { plan: "plus" }, "2027-04"),
];
const clauses = ["se-02", "se-04", "msp-05", "msp-07", "srv-01", "srv-10"];

const alarm: fc.Arbitrary<AlarmFact> = fc.record({
  id: fc.uuid(),
  check: fc.constantFrom("service:nginx.service", "host", "cpu", "filesystem:/"),
  clauses: fc.constant(clauses),
  state: fc.constantFrom("warning" as const, "critical" as const, "unknown" as const),
  hardAtMs: fc.integer({ min: NOW - 10 * 86_400_000, max: NOW }),
  toldAtMs: fc.option(fc.integer({ min: NOW - 10 * 86_400_000, max: NOW }), { nil: null }),
  recoveredAtMs: fc.constant(null),
});
const gaps = fc.array(
  fc.record({
    fromMs: fc.integer({ min: NOW - 10 ** 9, max: NOW - 10 ** 6 }),
    toMs: fc.constant(NOW),
  }),
  { maxLength: 2 },
);

function factsOf(alarms: readonly AlarmFact[], holes: PromiseFacts["coverage"]): PromiseFacts {
  return { alarms, openProblems: [], ...(holes && { coverage: holes }) };
}

const states = (facts: PromiseFacts): readonly PromiseState[] =>
  contracts.flat().map((promise) => judgeState(promise, facts, now));

const WEIGHT = { broken: 5, "at-risk": 4, pending: 3, waived: 2, kept: 1 } as const;

describe("promises", () => {
  it("stand the same whatever the order of the facts, and however often they are told", () => {
    fc.assert(
      fc.property(fc.array(alarm, { maxLength: 6 }), gaps, (alarms, holes) => {
        const coverage = { expectedMs: 10 ** 9, seenMs: 10 ** 8, gaps: holes };
        const once = factsOf(alarms, coverage);
        const again = factsOf([...alarms, ...alarms].toReversed(), {
          ...coverage,
          gaps: holes.toReversed(),
        });
        expect(states(again)).toEqual(states(once));
      }),
    );
  });

  it("are never better for one more alarm that was owed", () => {
    fc.assert(
      fc.property(fc.array(alarm, { maxLength: 4 }), alarm, (alarms, more) => {
        const coverage = { expectedMs: 10 ** 9, seenMs: 10 ** 9, gaps: [] };
        const before = states(factsOf(alarms, coverage));
        const after = states(factsOf([...alarms, more], coverage));
        for (const [k, state] of after.entries()) {
          expect(WEIGHT[state]).toBeGreaterThanOrEqual(WEIGHT[before[k] ?? "kept"]);
        }
      }),
    );
  });

  it("give the same state with and without the sentence", () => {
    fc.assert(
      fc.property(fc.array(alarm, { maxLength: 4 }), (alarms) => {
        const facts = factsOf(alarms, { expectedMs: 1, seenMs: 1, gaps: [] });
        for (const promise of contracts.flat()) {
          const judged = judgePromise(promise, facts, now);
          expect(judged.state).toBe(judgeState(promise, facts, now));
          for (const text of Object.values(judged.summary)) expect(text).not.toMatch(/[{}?]/);
        }
      }),
      { numRuns: 50 },
    );
  });
});
