import fc from "fast-check";
import type { CheckEvent } from "@driftvakt/protocol/agent";
import { describe, expect, it } from "vitest";
import { advanceStanding, type Standing } from "./advance-standing.ts";
import { CLOCK_TOLERANCE_MS, correctTimes } from "./correct-times.ts";
import { matchKeys, planSeries } from "./plan-series.ts";

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;

describe("correctTimes", () => {
  it("leaves the times of a clock that is right enough, however late they come", () => {
    const clock = correctTimes(NOW - CLOCK_TOLERANCE_MS, NOW);
    expect(clock.correct(NOW - 3 * DAY)).toBe(NOW - 3 * DAY);
    expect(clock.isUncertain(NOW - 3 * DAY)).toBe(false);
  });
  it("A21: moves the times of a clock that is off by as much as it is off, and never into the future", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10 * 365 * DAY, max: 10 * 365 * DAY }),
        fc.integer({ min: 0, max: DAY }),
        (off, ago) => {
          const clock = correctTimes(NOW + off, NOW);
          const corrected = clock.correct(NOW + off - ago);
          expect(corrected).toBeLessThanOrEqual(NOW + CLOCK_TOLERANCE_MS);
          expect(Math.abs(corrected - (NOW - ago))).toBeLessThanOrEqual(CLOCK_TOLERANCE_MS);
        },
      ),
    );
  });
  it("A21: takes what was stamped before the clock was set right as of now", () => {
    const clock = correctTimes(NOW, NOW);
    expect(clock.correct(NOW + DAY)).toBe(NOW);
    expect(clock.isUncertain(NOW + DAY)).toBe(true);
  });
});

describe("advanceStanding", () => {
  const events = fc.uniqueArray(
    fc.record({
      type: fc.constant("check" as const),
      seq: fc.integer({ min: 1, max: 50 }),
      atMs: fc.integer({ min: NOW, max: NOW + DAY }),
      check: fc.constant("cpu"),
      change: fc.constantFrom<CheckEvent["change"]>(
        "soft",
        "hard",
        "flapping-started",
        "flapping-stopped",
        "appeared",
        "disappeared",
      ),
      from: fc.constant("ok" as const),
      to: fc.constantFrom<CheckEvent["to"]>("ok", "warning", "critical", "unknown"),
      attempt: fc.integer({ min: 1, max: 5 }),
      output: fc.string(),
      value: fc.integer(),
      clauses: fc.constant<string[]>([]),
    }),
    { selector: (event) => event.seq, minLength: 1, maxLength: 20 },
  );
  const play = (list: readonly CheckEvent[]) =>
    list.reduce<Standing | undefined>(
      (standing, event) => advanceStanding(standing, event),
      undefined,
    );

  it("R7: ends the same for any order and multiplicity", () => {
    fc.assert(
      fc.property(
        events,
        fc.infiniteStream(fc.nat()),
        fc.array(fc.nat(19)),
        (list, dice, again) => {
          const straight = play(list.toSorted((a, b) => a.seq - b.seq));
          const more = again.map((i) => list[i % list.length]!);
          const shuffled = [...list, ...more].map((event) => ({ event, at: dice.next().value }));
          expect(play(shuffled.sort((a, b) => a.at - b.at).map(({ event }) => event))).toEqual(
            straight,
          );
        },
      ),
    );
  });
});

describe("planSeries", () => {
  it("covers the range with at most so many round steps", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: NOW }),
        fc.integer({ min: 1, max: 5 * 365 * DAY }),
        fc.integer({ min: 10, max: 2000 }),
        (fromMs, range, points) => {
          const plan = planSeries(fromMs, fromMs + range, points);
          expect(plan.firstMs % plan.stepMs).toBe(0);
          expect(plan.firstMs).toBeLessThanOrEqual(fromMs);
          expect(plan.firstMs + plan.count * plan.stepMs).toBeGreaterThanOrEqual(fromMs + range);
          // One more where the range begins within a step.
          expect(plan.count).toBeLessThanOrEqual(points + 1);
        },
      ),
    );
  });
  it("reads a day from five-minute figures, a month from hours, an hour from every reading", () => {
    expect(planSeries(NOW - 3_600_000, NOW, 300)).toMatchObject({
      tier: "readings",
      stepMs: 20_000,
    });
    expect(planSeries(NOW - DAY, NOW, 300)).toMatchObject({ tier: "fives", stepMs: 300_000 });
    expect(planSeries(NOW - 30 * DAY, NOW, 300)).toMatchObject({
      tier: "hours",
      stepMs: 10_800_000,
    });
    expect(planSeries(NOW - 365 * DAY, NOW, 300).tier).toBe("hours");
  });
  it("takes all instances for a trailing star", () => {
    const keys = ["cpu.busy", "filesystem.used:/", "filesystem.used:/var", "filesystem.free:/"];
    expect(matchKeys(["filesystem.used:*", "cpu.busy", "load.1"], keys)).toEqual(keys.slice(0, 3));
  });
});
