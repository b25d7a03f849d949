import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HourBlock, QuotaUse } from "./index.ts";
import { drawDownBlocks } from "./index.ts";

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

  it("draws first what expires first", () => {
    expect(drawDownBlocks([long, brief], [use("a", 20, 80)], at(30))).toEqual({
      blocks: [
        { id: "long", usedMinutes: 20, leftMinutes: 80, expiredMinutes: 0 },
        { id: "brief", usedMinutes: 60, leftMinutes: 0, expiredMinutes: 0 },
      ],
      draws: [{ useId: "a", minutes: 80, overageMinutes: 0 }],
      leftMinutes: 80,
    });
  });

  it("a block is good from its beginning to just before its end", () => {
    const draw = (ms: number) => drawDownBlocks([brief], [use("a", ms, 10)], at(100)).draws[0];
    expect(draw(9)?.overageMinutes).toBe(10);
    expect(draw(10)?.overageMinutes).toBe(0);
    expect(draw(49)?.overageMinutes).toBe(0);
    expect(draw(50)?.overageMinutes).toBe(10);
  });

  it("what happens at the very moment has happened", () => {
    expect(drawDownBlocks([block("x", 40, 10, 90)], [use("u", 40, 4)], at(40))).toMatchObject({
      leftMinutes: 6,
      draws: [{ useId: "u", overageMinutes: 0 }],
    });
  });

  it("what is left expires with the block", () => {
    const uses = [use("a", 20, 10)];
    expect(drawDownBlocks([brief], uses, at(49))).toMatchObject({ leftMinutes: 50 });
    expect(drawDownBlocks([brief], uses, at(50))).toMatchObject({
      leftMinutes: 0,
      blocks: [{ usedMinutes: 10, leftMinutes: 0, expiredMinutes: 50 }],
    });
  });

  it("beyond the blocks is overage, in the order of time", () => {
    const uses = [use("late", 40, 30), use("early", 20, 50), use("future", 60, 50)];
    expect(drawDownBlocks([brief], uses, at(45)).draws).toEqual([
      { useId: "early", minutes: 50, overageMinutes: 0 },
      { useId: "late", minutes: 30, overageMinutes: 20 },
    ]);
  });

  it("a block still to be bought is none; of equal ones the older goes first", () => {
    expect(drawDownBlocks([block("x", 40, 10, 90)], [], at(39)).blocks).toEqual([]);
    const twins = [block("b", 0, 10, 90), block("a", 0, 10, 90), block("old", -5, 10, 90)];
    const used = drawDownBlocks(twins, [use("u", 1, 15)], at(5)).blocks;
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
        const account = drawDownBlocks(bought, used, at(until));
        const again = drawDownBlocks(
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
