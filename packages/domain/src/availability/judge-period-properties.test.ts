import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  Announcement,
  AvailabilityFacts,
  AvailabilityRules,
  Exclusion,
  MonthAvailability,
  Outage,
} from "./index.ts";
import { judgePeriod } from "./index.ts";

const causes = ["hardware", "planned-work", "attack", "customer"] as const;
const period = { fromMs: 0, toMs: 100 };

/** Outages, announcements and unknown time on a line of a hundred instants. */
const anyOutage: fc.Arbitrary<Outage> = fc
  .record({
    id: fc.integer({ min: 0, max: 9_999 }),
    service: fc.constantFrom("s0", "s1", "elsewhere"),
    cause: fc.constantFrom(...causes),
    beganMs: fc.integer({ min: -20, max: 110 }),
    lasts: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 12 }),
    delays: fc.tuple(
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
      fc.nat({ max: 6 }),
    ),
    reported: fc.boolean(),
  })
  .map(({ id, service, cause, beganMs, lasts, delays, reported }) => ({
    id: `o${id}`,
    service,
    cause,
    beganMs,
    detectedMs: beganMs + delays[0],
    ...(reported && { reportedMs: beganMs + delays[1] }),
    ...(lasts !== null && {
      endedMs: beganMs + lasts,
      recoveryDetectedMs: beganMs + lasts + delays[2],
      closedMs: beganMs + lasts + delays[3],
    }),
  }));

const anyAnnouncement: fc.Arbitrary<Announcement> = fc
  .record({
    id: fc.integer().map((n) => `n${n}`),
    fromMs: fc.integer({ min: -10, max: 100 }),
    lasts: fc.nat({ max: 40 }),
    ahead: fc.nat({ max: 20 }),
    withdrawn: fc.boolean(),
    services: fc.constantFrom(undefined, ["s0"], ["s1", "s0"]),
  })
  .map(({ id, fromMs, lasts, ahead, withdrawn, services }) => ({
    id,
    fromMs,
    toMs: fromMs + lasts,
    publishedMs: fromMs - ahead,
    withdrawn,
    ...(services !== undefined && { services }),
  }));

const anyInterval = fc
  .tuple(fc.integer({ min: -10, max: 110 }), fc.nat({ max: 30 }))
  .map(([fromMs, lasts]) => ({ fromMs, toMs: fromMs + lasts }));

const anyFacts: fc.Arbitrary<AvailabilityFacts> = fc.record(
  {
    services: fc.constantFrom(["s0"], ["s0", "s1"]),
    outages: fc.uniqueArray(anyOutage, { maxLength: 8, selector: (one) => one.id }),
    announcements: fc.array(anyAnnouncement, { maxLength: 3 }),
    unknown: fc.array(
      fc
        .tuple(anyInterval, fc.constantFrom(undefined, "s0", "s1"))
        .map(([part, service]) => (service === undefined ? part : { ...part, service })),
      { maxLength: 3 },
    ),
    agreed: fc.array(anyInterval, { maxLength: 3 }),
  },
  { requiredKeys: ["services", "outages", "announcements", "unknown"] },
);

const anyExclusion: fc.Arbitrary<Exclusion> = fc.oneof(
  fc
    .subarray([...causes])
    .map((some): Exclusion => ({ kind: "cause", clause: "x-cause", causes: some })),
  fc.tuple(fc.subarray([...causes]), fc.nat({ max: 10 })).map(([some, noticeMs]): Exclusion => ({
    kind: "announced",
    clause: "x-announced",
    causes: some,
    noticeMs,
  })),
  fc
    .array(anyInterval, { maxLength: 3 })
    .map((intervals): Exclusion => ({ kind: "interval", clause: "x-interval", intervals })),
);

const anyRules: fc.Arbitrary<AvailabilityRules> = fc.record(
  {
    clause: fc.constant("x"),
    timeZone: fc.constant("UTC"),
    services: fc.constantFrom("union", "all-down", "average"),
    unknownTime: fc.constantFrom("up", "down", "excluded"),
    excludedTime: fc.constantFrom("up", "leaves"),
    starts: fc.constantFrom("began", "detected", "reported"),
    stops: fc.constantFrom("ended", "recovery-detected", "closed"),
    minimum: fc.record({ ms: fc.nat({ max: 15 }), counts: fc.constantFrom("whole", "beyond") }),
    roundOutage: fc.record({
      toMs: fc.integer({ min: 1, max: 9 }),
      direction: fc.constantFrom("up", "down", "nearest"),
    }),
    exclusions: fc.array(anyExclusion, { maxLength: 3 }),
    decimals: fc.integer({ min: 0, max: 6 }),
    rounding: fc.constantFrom("down", "half-up", "up"),
    targetPoints: fc.constant(9_990),
  },
  {
    requiredKeys: [
      "clause",
      "timeZone",
      "services",
      "unknownTime",
      "excludedTime",
      "starts",
      "stops",
      "exclusions",
      "decimals",
      "rounding",
      "targetPoints",
    ],
  },
);

/** Rules whose excuses are used up in the order of the outages. */
const capped: fc.Arbitrary<AvailabilityRules> = fc
  .tuple(
    anyRules,
    fc.nat({ max: 30 }),
    fc.constantFrom("month", "period", "cause"),
    fc.subarray([...causes], { minLength: 1 }),
  )
  .map(([rules, atMost, per, some]) => {
    const announced = { kind: "announced", clause: "x-capped", causes: some, noticeMs: 0 } as const;
    const exclusion: Exclusion = {
      month: { ...announced, atMostMsPerMonth: atMost },
      period: { ...announced, atMostMsPerPeriod: atMost },
      cause: {
        kind: "cause",
        clause: "x-capped",
        causes: some,
        atMostMsPerPeriod: atMost,
      } as const,
    }[per];
    return { ...rules, exclusions: [exclusion, ...rules.exclusions] };
  });

type Span = { outage: Outage; from: number; to: number };

/** The slow truth: each instant by itself. */
function pointwise(
  rules: AvailabilityRules,
  given: AvailabilityFacts,
): { down: number; of: number; unknown: number } {
  const spans = given.outages.flatMap((one): Span[] => {
    const from = {
      began: one.beganMs,
      detected: one.detectedMs ?? one.reportedMs,
      reported: one.reportedMs,
    }[rules.starts];
    const stop =
      {
        ended: one.endedMs,
        "recovery-detected": one.recoveryDetectedMs ?? one.endedMs,
        closed: one.closedMs,
      }[rules.stops] ?? Number.POSITIVE_INFINITY;
    if (from === undefined || stop <= from || !given.services.includes(one.service)) return [];
    const unit = rules.roundOutage?.toMs ?? 1;
    const round = { up: Math.ceil, down: Math.floor, nearest: Math.round };
    const to = from + round[rules.roundOutage?.direction ?? "down"]((stop - from) / unit) * unit;
    return to <= from ? [] : [{ outage: one, from, to }];
  });
  const isLong = (span: Span, at: number): boolean => {
    if (rules.minimum === undefined) return true;
    const together = spans.filter(
      (other) => rules.services === "union" || other.outage.service === span.outage.service,
    );
    let { from, to } = span;
    for (let changed = true; changed;) {
      changed = false;
      for (const other of together) {
        if (other.from > to || other.to < from || (other.from >= from && other.to <= to)) continue;
        from = Math.min(from, other.from);
        to = Math.max(to, other.to);
        changed = true;
      }
    }
    const isWhole = rules.minimum.counts === "whole";
    return to - from >= rules.minimum.ms && (isWhole || at >= from + rules.minimum.ms);
  };
  const isIn = (part: { fromMs: number; toMs: number }, at: number): boolean =>
    part.fromMs <= at && at < part.toMs;
  const isExcused = (one: Outage, at: number): boolean =>
    rules.exclusions.some((exclusion) => {
      if (exclusion.kind === "cause") return exclusion.causes.includes(one.cause);
      if (exclusion.kind === "interval") return exclusion.intervals.some((part) => isIn(part, at));
      if (exclusion.kind === "window" || !exclusion.causes.includes(one.cause)) return false;
      return given.announcements.some(
        (notice) =>
          notice.withdrawn !== true &&
          notice.publishedMs <= notice.fromMs - exclusion.noticeMs &&
          isIn(notice, at) &&
          (notice.services ?? [one.service]).includes(one.service),
      );
    });
  const lookAt = (service: string, at: number) => {
    const active = spans.filter(
      (span) =>
        span.outage.service === service && span.from <= at && at < span.to && isLong(span, at),
    );
    const down = active.some((span) => !isExcused(span.outage, at));
    const unknown = given.unknown.some(
      (part) => isIn(part, at) && (part.service ?? service) === service,
    );
    return { down, unknown, excused: active.length > 0 && !down };
  };
  const total = { down: 0, of: 0, unknown: 0 };
  const pools =
    rules.services === "average" ? given.services.map((one) => [one]) : [given.services];
  for (const pool of pools) {
    for (let at = period.fromMs; at < period.toMs; at += 1) {
      if (given.agreed !== undefined && !given.agreed.some((part) => isIn(part, at))) continue;
      const looks = pool.map((service) => lookAt(service, at));
      const holds = (test: (look: (typeof looks)[number]) => boolean): boolean =>
        rules.services === "all-down" ? looks.every(test) : looks.some(test);
      const isAll = rules.services === "all-down";
      const isDown = holds((look) => look.down);
      const isUnknown = !isDown && holds((look) => look.unknown || (isAll && look.down));
      const isExcusedNow = !isDown && holds((look) => look.excused || (isAll && look.down));
      const countsDown = isDown || (isUnknown && rules.unknownTime === "down");
      const leaves =
        (isUnknown && rules.unknownTime === "excluded") ||
        (isExcusedNow && !countsDown && rules.excludedTime === "leaves");
      if (isUnknown) total.unknown += 1;
      if (!leaves) total.of += 1;
      if (countsDown) total.down += 1;
    }
  }
  return total;
}

/** Nothing promised is nothing broken: 0 of 0 is all of it. */
function shareIsAtMost(a: MonthAvailability, b: MonthAvailability): boolean {
  const [x, y] = [a, b].map(({ share }) => (share.of === 0 ? { up: 1, of: 1 } : share));
  if (x === undefined || y === undefined) throw new Error("two shares");
  return BigInt(x.up) * BigInt(y.of) <= BigInt(y.up) * BigInt(x.of);
}

describe("availability properties", () => {
  const judge = (rules: AvailabilityRules, given: AvailabilityFacts, within = period) =>
    judgePeriod(rules, given, within, "test");

  it("agrees with looking at each instant by itself", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, given) => {
        const result = judge(rules, given);
        const truth = pointwise(rules, given);
        expect({ down: result.downMs, of: result.share.of, unknown: result.unknownMs }).toEqual(
          truth,
        );
        expect(result.share.up).toBe(truth.of - truth.down);
      }),
      { numRuns: 2_000 },
    );
  });

  it("adding an outage never raises availability", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, anyOutage, (rules, given, one) => {
        const before = judge(rules, given);
        const after = judge(rules, {
          ...given,
          outages: [...given.outages, { ...one, id: "new" }],
        });
        expect(shareIsAtMost(after, before)).toBe(true);
        expect(after.points).toBeLessThanOrEqual(before.points);
        expect(after.downMs).toBeGreaterThanOrEqual(before.downMs);
      }),
      { numRuns: 2_000 },
    );
  });

  it("permuted and repeated facts change nothing", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, (rules, given) => {
        const shuffled = {
          services: [...given.services].reverse().concat(given.services),
          outages: [...given.outages].reverse().concat(given.outages),
          announcements: [...given.announcements].reverse().concat(given.announcements),
          unknown: [...given.unknown].reverse().concat(given.unknown),
          ...(given.agreed !== undefined && {
            agreed: [...given.agreed].reverse().concat(given.agreed),
          }),
        };
        expect(judge(rules, shuffled)).toEqual(judge(rules, given));
      }),
      { numRuns: 500 },
    );
  });

  it("splitting a period adds up", () => {
    fc.assert(
      fc.property(anyRules, anyFacts, fc.integer({ min: 1, max: 99 }), (rules, given, cut) => {
        const whole = judge(rules, given);
        const first = judge(rules, given, { fromMs: 0, toMs: cut });
        const second = judge(rules, given, { fromMs: cut, toMs: 100 });
        for (const key of ["agreedMs", "downMs", "unknownMs", "excludedMs"] as const) {
          expect(first[key] + second[key]).toBe(whole[key]);
        }
        expect(first.share.up + second.share.up).toBe(whole.share.up);
      }),
      { numRuns: 1_000 },
    );
  });

  it("every part lies in the period and in its outage, and counted parts of a service do not touch", () => {
    fc.assert(
      fc.property(fc.oneof(anyRules, capped), anyFacts, (rules, given) => {
        const { counted, excluded } = judge(rules, given);
        for (const part of [...counted, ...excluded]) {
          expect(part.fromMs).toBeGreaterThanOrEqual(period.fromMs);
          expect(part.toMs).toBeLessThanOrEqual(period.toMs);
          expect(part.toMs).toBeGreaterThan(part.fromMs);
        }
        for (const [index, part] of counted.entries()) {
          const before = counted[index - 1];
          if (before?.service === part.service) expect(part.fromMs).toBeGreaterThan(before.toMs);
        }
      }),
      { numRuns: 300 },
    );
  });
});
