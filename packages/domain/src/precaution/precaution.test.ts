import { describe, expect, it } from "vitest";
import type { PrecautionFacts } from "./index.ts";
import { judgePrecaution } from "./index.ts";

const DAY = 86_400_000;
const msp24 = {
  clause: "msp-24",
  silentMoreThanMs: 3 * DAY,
  needsActiveAlerting: true,
  imminentDangerSuffices: true,
};
const quiet: PrecautionFacts = {
  askedMs: [],
  answeredMs: [],
  imminentDanger: false,
  alertingActive: true,
};

function judge(more: Partial<PrecautionFacts>, nowMs: number, rules = msp24) {
  const facts = { ...quiet, ...more };
  const { clause, ...rest } = judgePrecaution(
    rules,
    facts,
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
  expect(clause).toBe("msp-24");
  return rest;
}

describe("msp-24: no answer for more than 3 days, or danger", () => {
  it.each<[string, Partial<PrecautionFacts>, number, object]>([
    ["nobody asked", {}, 9 * DAY, { may: false, why: "not-asked" }],
    [
      "asked three days ago",
      { askedMs: [0] },
      3 * DAY,
      { may: false, why: "waiting", mayFromMs: 3 * DAY + 1 },
    ],
    [
      "a moment more",
      { askedMs: [0] },
      3 * DAY + 1,
      { may: true, why: "silent", mayFromMs: 3 * DAY + 1 },
    ],
    [
      "asked again: the first counts",
      { askedMs: [2 * DAY, 0, 0] },
      4 * DAY,
      { may: true, why: "silent", mayFromMs: 3 * DAY + 1 },
    ],
    ["answered", { askedMs: [0], answeredMs: [DAY] }, 9 * DAY, { may: false, why: "answered" }],
    [
      "answered at once",
      { askedMs: [5], answeredMs: [5] },
      9 * DAY,
      { may: false, why: "answered" },
    ],
    [
      "asked again after the answer",
      { askedMs: [0, 2 * DAY], answeredMs: [DAY, 0] },
      5 * DAY + 1,
      { may: true, why: "silent", mayFromMs: 5 * DAY + 1 },
    ],
    [
      "the answer is still to come",
      { askedMs: [0], answeredMs: [5 * DAY] },
      4 * DAY,
      { may: true, why: "silent", mayFromMs: 3 * DAY + 1 },
    ],
    [
      "the question is still to come",
      { askedMs: [5 * DAY] },
      4 * DAY,
      { may: false, why: "not-asked" },
    ],
    ["imminent danger", { imminentDanger: true }, 0, { may: true, why: "imminent-danger" }],
    [
      "msp-11: alerting is off",
      { askedMs: [0], imminentDanger: true, alertingActive: false },
      9 * DAY,
      { may: false, why: "alerting-inactive" },
    ],
  ])("msp-24: %s", (_, facts, now, expected) => {
    expect(judge(facts, now)).toEqual(expected);
  });

  it("other contracts may need no alerting, or more than danger", () => {
    expect(
      judge({ askedMs: [0], alertingActive: false }, 9 * DAY, {
        ...msp24,
        needsActiveAlerting: false,
      }).may,
    ).toBe(true);
    expect(
      judge({ imminentDanger: true }, 0, { ...msp24, imminentDangerSuffices: false }).why,
    ).toBe("not-asked");
  });
});
