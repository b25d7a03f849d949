import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BitReader, BitWriter } from "./bits.ts";
import { packColumn, unpackColumn } from "./pack-column.ts";
import { readIntegers, writeIntegers } from "./pack-integers.ts";

const throughBits = (values: readonly number[]): number[] => {
  const writer = new BitWriter();
  writeIntegers(writer, values);
  return [...readIntegers(new BitReader(writer.finish()), values.length)];
};
const through = (values: readonly number[]): Float32Array => {
  const column = Float32Array.from(values);
  return Float32Array.from(unpackColumn(packColumn(column), column.length));
};
const bytesOf = (values: readonly number[]): number => packColumn(Float32Array.from(values)).length;

describe("packed readings", () => {
  it("give whole numbers back exactly", () => {
    const whole = fc.oneof(
      fc.integer(),
      fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      fc.constantFrom(0, 1, -1),
    );
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 200 }), (values) => {
        expect(throughBits(values)).toEqual(values.map((value) => value + 0));
      }),
      { numRuns: 500 },
    );
  });
  it("give every real back to the last bit, NaN where there was no reading", () => {
    const anyReal = fc.oneof(
      fc.float(),
      fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.constantFrom(0, -0, Number.NaN, 3.4028234663852886e38, 1e-45),
    );
    fc.assert(
      fc.property(fc.array(anyReal, { minLength: 1, maxLength: 200 }), (values) => {
        const column = Float32Array.from(values);
        // Minus zero is zero.
        expect([...through(values)].map((v) => v + 0)).toEqual([...column].map((v) => v + 0));
      }),
      { numRuns: 500 },
    );
  });
  it("show decimals as they were reported", () => {
    const column = Float32Array.from([12.34, 99.9, 0.07, 100]);
    expect([...unpackColumn(packColumn(column), 4)]).toEqual([12.34, 99.9, 0.07, 100]);
  });
  it("take next to nothing where nothing moves, and about a byte where little does", () => {
    expect(bytesOf(Array.from({ length: 240 }, () => 8_123_456_000))).toBeLessThan(8);
    expect(bytesOf(Array.from({ length: 240 }, (_, i) => 1_000_000 + 15 * i))).toBeLessThan(25);
    expect(
      bytesOf(Array.from({ length: 240 }, (_, i) => 40 + ((i * 7919) % 100) / 100)),
    ).toBeLessThan(240);
    expect(bytesOf(Array.from({ length: 240 }, (_, i) => (i === 100 ? 1e9 : 0)))).toBeLessThan(30);
  });
  it("do not read on past their end", () => {
    const packed = packColumn(Float32Array.from([1.25, 7, 3, 99]));
    expect(() => unpackColumn(packed.subarray(0, 2), 4)).toThrow("end too early");
  });
});
