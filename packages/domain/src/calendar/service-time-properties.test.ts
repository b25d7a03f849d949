import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarSpec, ServiceBlock, Weekday } from "./index.ts";
import {
  addServiceTime,
  compileCalendar,
  isOpen,
  nextClosing,
  nextOpening,
  openIntervals,
  serviceTimeBetween,
} from "./index.ts";

const HOUR = 3_600_000;
const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

const zones = [
  "Europe/Stockholm",
  "Europe/Berlin",
  "Europe/Copenhagen",
  "Europe/Sarajevo",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Asia/Kathmandu",
];

/** Edges away from the hours at which clocks change, so that wall-clock membership is the truth. */
const block: fc.Arbitrary<ServiceBlock> = fc
  .record({
    days: fc.subarray([...weekdays, "sat", "sun"] as Weekday[], { minLength: 1 }),
    from: fc.integer({ min: 6, max: 14 }),
    length: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ days, from, length }) => ({
    days,
    from: `${String(from).padStart(2, "0")}:00`,
    to: `${String(from + length).padStart(2, "0")}:00`,
  }));

const spec: fc.Arbitrary<CalendarSpec> = fc.record({
  timeZone: fc.constantFrom(...zones),
  hours: fc.array(block, { minLength: 1, maxLength: 3 }),
  holidays: fc.constantFrom([], [{ kind: "public", country: "DE" }] as const),
});

const moment = fc
  .integer({ min: Date.UTC(2025, 11, 1), max: Date.UTC(2027, 0, 31) })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));

/** The slow truth: look at the clock on the wall. */
function isOpenByWall(of: CalendarSpec, instant: Temporal.Instant): boolean {
  const local = instant.toZonedDateTimeISO(of.timeZone);
  const day = (["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const)[local.dayOfWeek - 1];
  const time = local.toPlainTime().toString({ smallestUnit: "second" }).slice(0, 5);
  if (
    compileCalendar(of).holidayOf(compileCalendar(of).dayOf(instant.epochMilliseconds)) !==
    undefined
  )
    return false;
  return of.hours.some(
    (one) => one.days.includes(day as Weekday) && one.from <= time && time < one.to,
  );
}

describe("service time properties", () => {
  it("agrees with the clock on the wall, in every zone", () => {
    fc.assert(
      fc.property(spec, moment, (of, instant) => {
        expect(isOpen(compileCalendar(of), instant)).toBe(isOpenByWall(of, instant));
      }),
      { numRuns: 400 },
    );
  });

  it("adds up quarter hours of the clock on the wall", () => {
    fc.assert(
      fc.property(spec, moment, (of, instant) => {
        const from = instant.round({ smallestUnit: "minute", roundingIncrement: 30 });
        const to = from.add({ hours: 60 });
        let sum = 0;
        for (
          let step = from;
          Temporal.Instant.compare(step, to) < 0;
          step = step.add({ minutes: 15 })
        ) {
          if (isOpenByWall(of, step)) sum += HOUR / 4;
        }
        expect(serviceTimeBetween(compileCalendar(of), from, to)).toBe(sum);
      }),
      { numRuns: 40 },
    );
  });

  it("adding and measuring are inverse, forwards and back", () => {
    fc.assert(
      fc.property(spec, moment, fc.integer({ min: 1, max: 400 * HOUR }), (of, from, ms) => {
        const service = compileCalendar(of);
        const later = addServiceTime(service, from, ms);
        const earlier = addServiceTime(service, from, -ms);
        if (later === undefined || earlier === undefined) return;
        expect(serviceTimeBetween(service, from, later)).toBe(ms);
        expect(serviceTimeBetween(service, earlier, from)).toBe(ms);
        // It is the first such moment: one millisecond sooner is not enough.
        expect(serviceTimeBetween(service, from, later.subtract({ milliseconds: 1 }))).toBe(ms - 1);
        expect(serviceTimeBetween(service, earlier.add({ milliseconds: 1 }), from)).toBe(ms - 1);
      }),
      { numRuns: 300 },
    );
  });

  it("measuring splits anywhere", () => {
    fc.assert(
      fc.property(spec, moment, moment, moment, (of, a, b, c) => {
        const service = compileCalendar(of);
        expect(serviceTimeBetween(service, a, b) + serviceTimeBetween(service, b, c)).toBe(
          serviceTimeBetween(service, a, c),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("the sum of the openings is the time between", () => {
    fc.assert(
      fc.property(spec, moment, fc.integer({ min: 0, max: 2_000 * HOUR }), (of, from, ms) => {
        const service = compileCalendar(of);
        const to = from.add({ milliseconds: ms });
        const open = openIntervals(service, from, to);
        const sum = open.reduce((total, part) => total + part.toMs - part.fromMs, 0);
        expect(sum).toBe(serviceTimeBetween(service, from, to));
        for (const [index, part] of open.entries()) {
          expect(part.toMs).toBeGreaterThan(part.fromMs);
          expect(part.fromMs).toBeGreaterThan(open[index - 1]?.toMs ?? Number.NEGATIVE_INFINITY);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("the next opening is open, and nothing before it is", () => {
    fc.assert(
      fc.property(spec, moment, (of, from) => {
        const service = compileCalendar(of);
        const opening = nextOpening(service, from);
        const closing = nextClosing(service, from);
        if (opening === undefined || closing === undefined) return;
        expect(isOpen(service, opening)).toBe(true);
        expect(serviceTimeBetween(service, from, opening)).toBe(0);
        expect(isOpen(service, closing)).toBe(false);
        expect(openIntervals(service, opening, closing)).toEqual([
          { fromMs: opening.epochMilliseconds, toMs: closing.epochMilliseconds },
        ]);
      }),
      { numRuns: 300 },
    );
  });
});
