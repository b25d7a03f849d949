import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuotaPeriod, QuotaRules, QuotaUse } from "./index.ts";
import { drawDownQuota } from "./index.ts";

/** dk-23: five hours a month. */
const dk23: QuotaRules = {
  clause: "dk-23",
  minutesPerPeriod: 300,
  timeZone: "Europe/Copenhagen",
  rollOverMonths: 0,
};

function use(month: number, minutes: number, id = `${month}-${minutes}`): QuotaUse {
  const date = `2026-${String(month).padStart(2, "0")}-15T12:00`;
  return {
    id,
    atMs: Temporal.ZonedDateTime.from(`${date}[Europe/Copenhagen]`).epochMilliseconds,
    minutes,
  };
}

/** carried in, used, overage, expired, left */
function table(
  rules: QuotaRules,
  uses: readonly QuotaUse[],
  from = "2026-01",
  to = "2026-04",
): readonly (readonly number[])[] {
  return drawDownQuota(rules, uses, from, to).map((row) => [
    row.carriedInMinutes,
    row.usedMinutes,
    row.overageMinutes,
    row.expiredMinutes,
    row.leftMinutes,
  ]);
}

describe("dk-23: a fixed amount with hours", () => {
  it("dk-23: unused minutes lapse at the end of their month", () => {
    expect(table(dk23, [use(1, 120), use(2, 300), use(3, 420)])).toEqual([
      [0, 120, 0, 180, 0],
      [0, 300, 0, 0, 0],
      [0, 420, 120, 0, 0],
      [0, 0, 0, 300, 0],
    ]);
  });

  it("dk-23: by the quarter: what is used in any of its months, and it lives on for a quarter", () => {
    const rules = { ...dk23, periodMonths: 3, rollOverMonths: 3 } as const;
    const uses = [use(1, 100), use(3, 150), use(4, 20), use(11, 340)];
    // 50 of the first quarter are carried into the second, of which 20 are used; its own 300 are carried on.
    expect(table(rules, uses, "2026-02", "2026-12")).toEqual([
      [0, 250, 0, 0, 50],
      [50, 20, 0, 30, 300],
      [300, 0, 0, 300, 300],
      [300, 340, 0, 0, 260],
    ]);
    expect(drawDownQuota(rules, uses, "2026-02", "2026-12").map((row) => row.month)).toEqual([
      "2026-01",
      "2026-04",
      "2026-07",
      "2026-10",
    ]);
  });

  it("dk-23: by the year", () => {
    const rules = { ...dk23, periodMonths: 12 } as const;
    expect(table(rules, [use(2, 200), use(12, 150)], "2026-06", "2027-03")).toEqual([
      [0, 350, 50, 0, 0],
      [0, 0, 0, 300, 0],
    ]);
  });

  it("dk-23: or live on for a month, the oldest used first", () => {
    const rules = { ...dk23, rollOverMonths: 1 };
    expect(table(rules, [use(1, 120), use(2, 100), use(3, 500), use(4, 10)])).toEqual([
      [0, 120, 0, 0, 180],
      // 100 of January's 180; its other 80 lapse
      [180, 100, 0, 80, 300],
      // February's 300 and 200 of March
      [300, 500, 0, 0, 100],
      [100, 10, 0, 90, 300],
    ]);
  });

  it("dk-23: or for two, under a cap on what is carried", () => {
    const rules = { ...dk23, rollOverMonths: 2, rollOverCapMinutes: 350 };
    expect(table(rules, [use(1, 100)])).toEqual([
      [0, 100, 0, 0, 200],
      // 200 + 300 are 150 too many: January's go first
      [200, 0, 0, 150, 350],
      // January's 50 lapse anyway, and 250 of February's 300 go over the cap
      [350, 0, 0, 300, 350],
      [350, 0, 0, 300, 350],
    ]);
    expect(table({ ...rules, rollOverCapMinutes: 0 }, [])).toEqual(table(dk23, []));
  });

  it("dk-23: a month is a month of the zone", () => {
    const late = {
      id: "x",
      atMs: Temporal.Instant.from("2026-01-31T23:30:00Z").epochMilliseconds,
      minutes: 60,
    };
    expect(table(dk23, [late]).map((row) => row[1])).toEqual([0, 60, 0, 0]);
    expect(table({ ...dk23, timeZone: "UTC" }, [late]).map((row) => row[1])).toEqual([60, 0, 0, 0]);
  });

  it("dk-23: goes over New Year and says what each month was granted", () => {
    const rows = drawDownQuota({ ...dk23, rollOverMonths: 1 }, [], "2026-12", "2027-01");
    expect(
      rows.map((row): Partial<QuotaPeriod> => ({
        month: row.month,
        grantedMinutes: row.grantedMinutes,
        carriedInMinutes: row.carriedInMinutes,
      })),
    ).toEqual([
      { month: "2026-12", grantedMinutes: 300, carriedInMinutes: 0 },
      { month: "2027-01", grantedMinutes: 300, carriedInMinutes: 300 },
    ]);
    expect(drawDownQuota(dk23, [], "2026-02", "2026-01")).toEqual([]);
    expect(drawDownQuota(dk23, [], "2000-01", "2199-12")).toHaveLength(1_200);
  });

  it("a use told twice counts once", () => {
    expect(table(dk23, [use(1, 60, "a"), use(1, 60, "a"), use(1, 60, "b")])[0]).toEqual([
      0, 120, 0, 180, 0,
    ]);
  });

  it("granted and carried in is used, expired or left; in any order", () => {
    const uses = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 700 })), { maxLength: 8 })
      .map((list) => list.map(([month, minutes], index) => use(month, minutes, `u${index}`)));
    const rules = fc.record({
      rollOverMonths: fc.nat({ max: 3 }),
      rollOverCapMinutes: fc.nat({ max: 900 }),
    });
    fc.assert(
      fc.property(uses, rules, (list, more) => {
        const rows = drawDownQuota({ ...dk23, ...more }, list, "2026-01", "2026-06");
        expect(
          drawDownQuota(
            { ...dk23, ...more },
            [...list].reverse().concat(list),
            "2026-01",
            "2026-06",
          ),
        ).toEqual(rows);
        for (const [index, row] of rows.entries()) {
          expect(row.grantedMinutes + row.carriedInMinutes).toBe(
            row.usedMinutes - row.overageMinutes + row.expiredMinutes + row.leftMinutes,
          );
          expect(row.carriedInMinutes).toBe(rows[index - 1]?.leftMinutes ?? 0);
          expect(row.leftMinutes).toBeLessThanOrEqual(more.rollOverCapMinutes);
          // overage only when everything was used
          if (row.overageMinutes > 0) expect(row.leftMinutes + row.expiredMinutes).toBe(0);
        }
      }),
    );
  });
});
