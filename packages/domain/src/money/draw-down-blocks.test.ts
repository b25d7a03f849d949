import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlockRules, HourBlock, QuotaUse } from "./index.ts";
import { countRenewals, drawDownBlocks } from "./index.ts";

const oldest: BlockRules = {
  timeZone: "Europe/Amsterdam",
  consume: "oldestFirst",
  rollOverMonths: 0,
};

const block = (id: string, atMs: number, minutes: number, expiresMs: number): HourBlock => ({
  id,
  atMs,
  minutes,
  expiresMs,
});
const use = (id: string, atMs: number, minutes: number): QuotaUse => ({ id, atMs, minutes });
const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);

describe("prepaid blocks of hours", () => {
  const long = block("long", 0, 100, 500);
  const brief = block("brief", 10, 60, 50);

  it.each([
    ["oldestFirst", { long: 80, brief: 0 }],
    ["newestFirst", { long: 20, brief: 60 }],
  ] as const)("dk-23: %s: draws first what was bought first or last", (consume, used) => {
    expect(
      drawDownBlocks({ ...oldest, consume }, [long, brief], [use("a", 20, 80)], at(30)),
    ).toEqual({
      blocks: [
        {
          id: "long",
          minutes: 100,
          usedMinutes: used.long,
          leftMinutes: 100 - used.long,
          expiredMinutes: 0,
          expiresMs: 500,
        },
        {
          id: "brief",
          minutes: 60,
          usedMinutes: used.brief,
          leftMinutes: 60 - used.brief,
          expiredMinutes: 0,
          expiresMs: 50,
        },
      ],
      draws: [{ useId: "a", minutes: 80, overageMinutes: 0, renewed: [] }],
      leftMinutes: 80,
    });
  });

  it.each(["oldestFirst", "newestFirst"] as const)(
    "dk-23: %s: of those bought together what expires first goes first",
    (consume) => {
      const twins = [block("a", 0, 10, 90), block("b", 0, 10, 50)];
      const { blocks } = drawDownBlocks({ ...oldest, consume }, twins, [use("u", 1, 15)], at(5));
      expect(blocks.map((one) => [one.id, one.usedMinutes])).toEqual([
        ["a", 5],
        ["b", 10],
      ]);
    },
  );

  it("a block is good from its beginning to just before its end", () => {
    const draw = (ms: number) =>
      drawDownBlocks(oldest, [brief], [use("a", ms, 10)], at(100)).draws[0];
    expect(draw(9)?.overageMinutes).toBe(10);
    expect(draw(10)?.overageMinutes).toBe(0);
    expect(draw(49)?.overageMinutes).toBe(0);
    expect(draw(50)?.overageMinutes).toBe(10);
  });

  it("what happens at the very moment has happened", () => {
    expect(
      drawDownBlocks(oldest, [block("x", 40, 10, 90)], [use("u", 40, 4)], at(40)),
    ).toMatchObject({
      leftMinutes: 6,
      draws: [{ useId: "u", overageMinutes: 0 }],
    });
  });

  it("what is left expires with the block", () => {
    const uses = [use("a", 20, 10)];
    expect(drawDownBlocks(oldest, [brief], uses, at(49))).toMatchObject({ leftMinutes: 50 });
    expect(drawDownBlocks(oldest, [brief], uses, at(50))).toMatchObject({
      leftMinutes: 0,
      blocks: [{ usedMinutes: 10, leftMinutes: 0, expiredMinutes: 50 }],
    });
  });

  it("beyond the blocks is overage, in the order of time", () => {
    const uses = [use("late", 40, 30), use("early", 20, 50), use("future", 60, 50)];
    expect(drawDownBlocks(oldest, [brief], uses, at(45)).draws).toEqual([
      { useId: "early", minutes: 50, overageMinutes: 0, renewed: [] },
      { useId: "late", minutes: 30, overageMinutes: 20, renewed: [] },
    ]);
  });

  it("a block still to be bought is none; of equal ones the older goes first", () => {
    expect(drawDownBlocks(oldest, [block("x", 40, 10, 90)], [], at(39)).blocks).toEqual([]);
    const twins = [block("b", 0, 10, 90), block("a", 0, 10, 90), block("old", -5, 10, 90)];
    const used = drawDownBlocks(oldest, twins, [use("u", 1, 15)], at(5)).blocks;
    expect(used.map((one) => [one.id, one.usedMinutes])).toEqual([
      ["old", 10],
      ["a", 5],
      ["b", 0],
    ]);
  });

  it("nothing is lost, in any order, with repeats", () => {
    const blocks = fc.uniqueArray(
      fc
        .tuple(fc.nat({ max: 99 }), fc.nat({ max: 100 }), fc.nat({ max: 60 }), fc.nat({ max: 100 }))
        .map(([id, from, minutes, lasts]) => block(`b${id}`, from, minutes, from + lasts)),
      { selector: (one) => one.id, maxLength: 6 },
    );
    const uses = fc.uniqueArray(
      fc
        .tuple(fc.nat({ max: 99 }), fc.nat({ max: 150 }), fc.nat({ max: 60 }))
        .map(([id, ms, minutes]) => use(`u${id}`, ms, minutes)),
      { selector: (one) => one.id, maxLength: 8 },
    );
    fc.assert(
      fc.property(blocks, uses, fc.nat({ max: 200 }), (bought, used, until) => {
        const account = drawDownBlocks(oldest, bought, used, at(until));
        const again = drawDownBlocks(
          oldest,
          [...bought].reverse().concat(bought),
          [...used].reverse().concat(used),
          at(until),
        );
        expect(again).toEqual(account);
        let drawn = 0;
        for (const one of account.blocks) {
          const { minutes } = bought.find((other) => other.id === one.id) ?? { minutes: -1 };
          expect(one.usedMinutes + one.leftMinutes + one.expiredMinutes).toBe(minutes);
          drawn += one.usedMinutes;
        }
        for (const draw of account.draws) drawn -= draw.minutes - draw.overageMinutes;
        expect(drawn).toBe(0);
      }),
    );
  });
});

const day = (date: string) =>
  Temporal.ZonedDateTime.from(`${date}T12:00[Europe/Amsterdam]`).epochMilliseconds;
const onDay = (date: string) => at(day(date));

describe("prepaid blocks that roll over or renew themselves", () => {
  // 10 hours, another 10 as soon as fewer than 2 would be left, good for a year.
  const renewing: BlockRules = {
    ...oldest,
    renewal: { belowMinutes: 120, minutes: 600, validMonths: 12 },
  };
  const first = block("first", day("2027-01-04"), 600, day("2028-01-04"));
  const draws = (rules: BlockRules, ...uses: readonly QuotaUse[]) => {
    const account = drawDownBlocks(rules, [first], uses, onDay("2029-01-01"));
    return account.draws.map((draw) => [draw.overageMinutes, draw.renewed.length]);
  };

  it("dk-23: another block is bought when fewer hours are left, not when just as many are", () => {
    const just = use("a", day("2027-02-01"), 480);
    expect(draws(renewing, just)).toEqual([[0, 0]]);
    expect(draws(renewing, just, use("b", day("2027-02-02"), 1))).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(draws(oldest, just, use("b", day("2027-02-02"), 121))).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it("dk-23: as many as the work wants, each good from its own day", () => {
    // 600 left, 2000 wanted, 120 to be left: 1520 are missing, three blocks. 600 + 1800 − 2000 = 400.
    const { blocks, leftMinutes } = drawDownBlocks(
      renewing,
      [first],
      [use("a", day("2027-02-01"), 2_000)],
      onDay("2027-02-01"),
    );
    expect(leftMinutes).toBe(400);
    expect(blocks.map((one) => [one.id, one.usedMinutes, one.expiresMs])).toEqual([
      ["first", 600, day("2028-01-04")],
      ["a/1", 600, day("2028-02-01")],
      ["a/2", 600, day("2028-02-01")],
      ["a/3", 200, day("2028-02-01")],
    ]);
  });

  it("dk-23: newest first: what was left before the renewal stays until the new one is used up", () => {
    const { blocks } = drawDownBlocks(
      { ...renewing, consume: "newestFirst" },
      [first],
      [use("a", day("2027-02-01"), 500)],
      onDay("2027-02-01"),
    );
    // 480 until 120 are left, then 20 of the new one.
    expect(blocks.map((one) => [one.id, one.usedMinutes])).toEqual([
      ["first", 480],
      ["a/1", 20],
    ]);
  });

  it("dk-23: nothing renews before the first was bought, and nothing for time that passes alone", () => {
    const early = use("a", day("2027-01-01"), 60);
    expect(draws(renewing, early)).toEqual([[60, 0]]);
    const { blocks, leftMinutes } = drawDownBlocks(renewing, [first], [], onDay("2029-01-01"));
    expect([blocks.length, leftMinutes]).toEqual([1, 0]);
    // Work after it expired renews it.
    expect(draws(renewing, use("a", day("2028-06-01"), 60))).toEqual([[0, 1]]);
    const nothing = { ...renewing, renewal: { belowMinutes: 120, minutes: 0, validMonths: 1 } };
    expect(draws(nothing, use("a", day("2027-06-01"), 700))).toEqual([[100, 0]]);
  });

  it("dk-23: a block bought in time puts off the end of those before it, once", () => {
    const rolling = { ...oldest, rollOverMonths: 3 };
    const second = block("second", day("2027-12-20"), 600, day("2028-12-20"));
    const third = block("third", day("2028-03-01"), 600, day("2029-03-01"));
    const ends = (...blocks: readonly HourBlock[]) =>
      drawDownBlocks(rolling, blocks, [], onDay("2028-03-02")).blocks.map((one) => one.expiresMs);
    expect(ends(first, second, third)).toEqual([
      day("2028-04-04"),
      day("2029-03-20"),
      day("2029-03-01"),
    ]);
    // Bought on the very day that the first ends: too late.
    expect(ends(first, { ...second, atMs: first.expiresMs })).toEqual([
      day("2028-01-04"),
      day("2028-12-20"),
    ]);
    expect(
      drawDownBlocks(
        { ...renewing, rollOverMonths: 3 },
        [first],
        [use("a", day("2027-02-01"), 500)],
        onDay("2027-02-01"),
      ).blocks[0]?.expiresMs,
    ).toBe(day("2028-04-04"));
  });

  it("the number of renewals is known before", () => {
    const numbers = fc.tuple(
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 0, max: 300 }),
    );
    fc.assert(
      fc.property(numbers, ([bought, wanted, minutes, belowMinutes]) => {
        const rules = { ...oldest, renewal: { belowMinutes, minutes, validMonths: 12 } };
        const one = { ...first, minutes: bought };
        const uses = [use("a", day("2027-02-01"), wanted)];
        const account = drawDownBlocks(rules, [one], uses, onDay("2027-02-02"));
        const renewed = account.draws[0]?.renewed.length;
        expect(renewed).toBe(countRenewals(rules.renewal, bought, wanted));
        if (minutes > 0) {
          expect(account.draws[0]?.overageMinutes).toBe(0);
          expect(account.leftMinutes).toBeGreaterThanOrEqual(belowMinutes);
        }
      }),
    );
  });
});
