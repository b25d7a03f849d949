import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetentionPolicy, Snapshot } from "./index.ts";
import { planRetention, retentionGaps } from "./index.ts";

const ZONE = "Europe/Stockholm";
/** se-24: one a day for 7 days, one a week for 4 weeks. */
const se24: RetentionPolicy = { keepDaily: 7, keepWeekly: 4 };

function ms(local: string, timeZone = ZONE): number {
  return Temporal.ZonedDateTime.from(`${local}[${timeZone}]`).epochMilliseconds;
}

function snap(local: string, more: Partial<Snapshot> = {}): Snapshot {
  return { id: local, atMs: ms(local), ...more };
}

/** One at 02:00 on each of so many days, the last on `last`. */
function daily(last: string, count: number): readonly Snapshot[] {
  return Array.from({ length: count }, (_, index) =>
    snap(`${Temporal.PlainDate.from(last).subtract({ days: index }).toString()}T02:00`),
  );
}

function kept(
  policy: RetentionPolicy,
  snapshots: readonly Snapshot[],
  timeZone = ZONE,
): readonly string[] {
  return planRetention(policy, snapshots, timeZone).kept.map((one) => one.id);
}

const dates = (ids: readonly string[]) => ids.map((id) => id.slice(0, 10));

describe("se-24: 7 daily and 4 weekly", () => {
  it("se-24: of sixty days ten stay", () => {
    // Tuesday 24 November; Sundays 22, 15, 8 and 1 November are the newest of their weeks
    const plan = planRetention(se24, daily("2026-11-24", 60), ZONE);
    expect(plan.kept.map((one) => [one.id.slice(5, 10), ...one.reasons])).toEqual([
      ["11-24", "daily 2026-11-24", "weekly 2026-W48"],
      ["11-23", "daily 2026-11-23"],
      ["11-22", "daily 2026-11-22", "weekly 2026-W47"],
      ["11-21", "daily 2026-11-21"],
      ["11-20", "daily 2026-11-20"],
      ["11-19", "daily 2026-11-19"],
      ["11-18", "daily 2026-11-18"],
      ["11-15", "weekly 2026-W46"],
      ["11-08", "weekly 2026-W45"],
    ]);
    expect(plan.removed).toHaveLength(51);
  });

  it("se-24: days without a snapshot do not use up the seven", () => {
    const every3 = daily("2026-11-24", 60).filter((_, index) => index % 3 === 0);
    expect(dates(kept({ keepDaily: 7 }, every3))).toEqual([
      "2026-11-24",
      "2026-11-21",
      "2026-11-18",
      "2026-11-15",
      "2026-11-12",
      "2026-11-09",
      "2026-11-06",
    ]);
  });

  it("se-24: of a day the newest stays", () => {
    const day = [
      snap("2026-11-24T02:00"),
      snap("2026-11-24T14:00"),
      snap("2026-11-23T23:59"),
      snap("2026-11-23T00:00"),
      snap("2026-11-22T01:00"),
    ];
    expect(kept({ keepDaily: 2 }, day)).toEqual(["2026-11-24T14:00", "2026-11-23T23:59"]);
  });

  it("se-24: ISO weeks go over New Year with their own year", () => {
    const plan = planRetention({ keepWeekly: 2 }, daily("2027-01-05", 20), ZONE);
    expect(plan.kept.map((one) => one.reasons[0])).toEqual(["weekly 2027-W01", "weekly 2026-W53"]);
    expect(dates(plan.kept.map((one) => one.id))).toEqual(["2027-01-05", "2027-01-03"]);
  });

  it("se-24: days are local", () => {
    // 23:30 and 00:30 UTC are one night in Stockholm and two days in London
    const night = [
      { id: "a", atMs: ms("2026-06-10T01:30") },
      { id: "b", atMs: ms("2026-06-10T02:30") },
      { id: "c", atMs: ms("2026-06-01T02:30") },
    ];
    expect(kept({ keepDaily: 2 }, night)).toEqual(["b", "c"]);
    expect(kept({ keepDaily: 2 }, night, "UTC")).toEqual(["b", "a"]);
  });
});

describe("keep-* policies", () => {
  const hours = Array.from({ length: 30 }, (_, index) => {
    const local = Temporal.PlainDateTime.from("2026-11-24T12:20")
      .subtract({ hours: index })
      .toString();
    return snap(local);
  });

  it("last and hourly", () => {
    expect(kept({ keepLast: 2 }, hours)).toEqual(["2026-11-24T12:20:00", "2026-11-24T11:20:00"]);
    expect(
      kept({ keepHourly: 3 }, [...hours, snap("2026-11-24T12:10"), snap("2026-11-24T12:30")]),
    ).toEqual(["2026-11-24T12:30", "2026-11-24T11:20:00", "2026-11-24T10:20:00"]);
    expect(planRetention({ keepLast: 1, keepHourly: 1 }, hours, ZONE).kept[0]?.reasons).toEqual([
      "last",
      "hourly 2026-11-24T12",
    ]);
  });

  it("monthly and yearly", () => {
    const many = daily("2026-03-15", 500);
    expect(dates(kept({ keepMonthly: 3 }, many))).toEqual([
      "2026-03-15",
      "2026-02-28",
      "2026-01-31",
    ]);
    expect(dates(kept({ keepYearly: 2 }, many))).toEqual(["2026-03-15", "2025-12-31"]);
    expect(planRetention({ keepMonthly: 1, keepYearly: 1 }, many, ZONE).kept[0]?.reasons).toEqual([
      "monthly 2026-03",
      "yearly 2026",
    ]);
  });

  it("the oldest snapshot stays while a rule has periods left, as in restic", () => {
    const two = [snap("2026-11-24T14:00"), snap("2026-11-24T02:00")];
    expect(planRetention({ keepDaily: 7 }, two, ZONE).kept.map((one) => one.reasons)).toEqual([
      ["daily 2026-11-24"],
      ["oldest daily"],
    ]);
    expect(kept({ keepDaily: 1 }, two)).toEqual(["2026-11-24T14:00"]);
  });

  it("within is counted back from the newest snapshot, exclusive", () => {
    const days = daily("2026-03-31", 70);
    expect(kept({ keepWithin: { days: 2 } }, days)).toHaveLength(2);
    expect(dates(kept({ keepWithin: { months: 1 } }, days)).at(-1)).toBe("2026-03-01");
    expect(kept({ keepWithin: { hours: 1 } }, hours)).toEqual(["2026-11-24T12:20:00"]);
    expect(kept({ keepWithin: { hours: 2 } }, hours)).toHaveLength(2);
    expect(kept({ keepWithin: { days: 1, hours: 1 } }, hours)).toHaveLength(25);
    expect(dates(kept({ keepWithin: { years: 1 } }, daily("2026-03-31", 400))).at(-1)).toBe(
      "2025-04-01",
    );
    expect(planRetention({ keepWithin: { days: 1 } }, days, ZONE).kept[0]?.reasons).toEqual([
      "within",
    ]);
  });

  it("within by period", () => {
    const days = daily("2026-03-31", 100);
    expect(dates(kept({ keepWithinWeekly: { days: 20 } }, days))).toEqual([
      "2026-03-31",
      "2026-03-29",
      "2026-03-22",
      "2026-03-15",
    ]);
    expect(dates(kept({ keepWithinMonthly: { months: 2 } }, days))).toEqual([
      "2026-03-31",
      "2026-02-28",
    ]);
    expect(dates(kept({ keepWithinYearly: { months: 3 } }, days))).toEqual(["2026-03-31"]);
    expect(kept({ keepWithinDaily: { days: 3 } }, days)).toHaveLength(3);
    expect(
      kept({ keepWithinHourly: { hours: 3 } }, [...hours, snap("2026-11-24T12:05")]),
    ).toHaveLength(3);
    expect(planRetention({ keepWithinDaily: { days: 1 } }, days, ZONE).kept[0]?.reasons).toEqual([
      "daily within 2026-03-31",
    ]);
    expect(
      planRetention(
        { keepWithinDaily: { days: 1 } },
        [snap("2026-11-24T14:00"), snap("2026-11-24T02:00")],
        ZONE,
      ).kept[1]?.reasons,
    ).toEqual(["oldest daily within"]);
  });

  it("tags", () => {
    const tagged = [
      snap("2026-11-24T02:00"),
      snap("2020-01-01T02:00", { tags: ["before-upgrade", "legal"] }),
      snap("2019-01-01T02:00", { tags: ["other"] }),
      snap("2018-01-01T02:00"),
    ];
    expect(
      planRetention({ keepLast: 1, keepTags: ["legal"] }, tagged, ZONE).kept.map(
        (one) => one.reasons,
      ),
    ).toEqual([["last"], ["tag legal"]]);
    expect(kept({ keepTags: [] }, tagged)).toHaveLength(4);
  });

  it("a policy without rules removes nothing", () => {
    expect(planRetention({}, hours, ZONE).removed).toEqual([]);
    expect(planRetention({ keepDaily: 0, keepLast: 0 }, hours, ZONE).removed).toEqual([]);
    expect(planRetention({}, hours, ZONE).kept[0]?.reasons).toEqual(["no rule removes it"]);
    expect(planRetention(se24, [], ZONE)).toEqual({ kept: [], removed: [] });
  });

  it("never removes the newest, loses none, and does not depend on order or repeats", () => {
    const snapshots = fc
      .uniqueArray(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 40 })
      .map((list) => list.map((hour): Snapshot => ({ id: `s${hour}`, atMs: hour * 3_600_000 })));
    const count = fc.nat({ max: 6 });
    const policy = fc.record({
      keepLast: count,
      keepHourly: count,
      keepDaily: count,
      keepWeekly: count,
      keepMonthly: count,
      keepYearly: count,
      keepWithin: fc.record({ days: count }),
    });
    fc.assert(
      fc.property(snapshots, policy, (list, rules) => {
        const plan = planRetention(rules, list, ZONE);
        expect(plan.kept.length + plan.removed.length).toBe(list.length);
        expect(planRetention(rules, [...list].reverse().concat(list), ZONE)).toEqual(plan);
        const newest = list.toSorted((a, b) => b.atMs - a.atMs)[0];
        if (Object.values(rules).some((one) => typeof one === "number" && one > 0))
          expect(plan.kept[0]?.id).toBe(newest?.id);
        // running it again removes nothing more
        const again = planRetention(rules, plan.kept, ZONE);
        if (plan.kept.length > 0) expect(again.removed.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe("se-24: gaps", () => {
  const now = Temporal.Instant.fromEpochMilliseconds(ms("2026-11-24T12:00"));
  const long = Temporal.Instant.fromEpochMilliseconds(ms("2026-01-01T00:00"));
  const gaps = (policy: RetentionPolicy, snapshots: readonly Snapshot[], since = long) =>
    retentionGaps(policy, snapshots, ZONE, since, now).map((gap) => `${gap.rule} ${gap.period}`);

  it("se-24: complete days without a snapshot, not today", () => {
    expect(gaps(se24, daily("2026-11-23", 60))).toEqual([]);
    const holes = daily("2026-11-24", 60).filter(
      (one) => !["2026-11-23", "2026-11-18"].includes(one.id.slice(0, 10)),
    );
    expect(gaps(se24, holes)).toEqual(["daily 2026-11-23", "daily 2026-11-18"]);
    expect(gaps(se24, daily("2026-11-20", 60))).toEqual([
      "daily 2026-11-23",
      "daily 2026-11-22",
      "daily 2026-11-21",
    ]);
  });

  it("se-24: weeks", () => {
    expect(
      gaps({ keepWeekly: 4 }, [
        snap("2026-11-24T02:00"),
        snap("2026-11-16T02:00"),
        snap("2026-11-02T02:00"),
      ]),
    ).toEqual(["weekly 2026-W46", "weekly 2026-W44"]);
  });

  it("months and years", () => {
    expect(gaps({ keepMonthly: 2, keepYearly: 1 }, [snap("2026-10-01T00:00")])).toEqual([
      "monthly 2026-09",
    ]);
    const older = Temporal.Instant.fromEpochMilliseconds(ms("2024-01-01T00:00"));
    expect(gaps({ keepYearly: 2 }, [snap("2024-10-01T00:00")], older)).toEqual(["yearly 2025"]);
  });

  it("nothing is owed before the agreement, nor for a day that it began in", () => {
    expect(gaps(se24, [], Temporal.Instant.fromEpochMilliseconds(ms("2026-11-22T00:00")))).toEqual([
      "daily 2026-11-23",
      "daily 2026-11-22",
    ]);
    expect(gaps(se24, [], Temporal.Instant.fromEpochMilliseconds(ms("2026-11-22T00:01")))).toEqual([
      "daily 2026-11-23",
    ]);
    expect(gaps({}, [])).toEqual([]);
  });
});
