import type { BitReader, BitWriter } from "./bits.ts";

/**
 * Packs whole numbers: what a simple guess leaves over, in Rice codes. Readings of a machine are small steps around
 * the last one, so most take a byte or less, and a column that stands still takes next to nothing.
 */

/** What a value is guessed from: the one before; the mean; the line through the two before; a running average. */
const GUESSES = ["last", "mean", "line", "smooth"] as const;
type Guess = (typeof GUESSES)[number];
/** Share of a new value in the running average. */
const SMOOTH = 0.25;

const BLOCK = 32;
const WIDTH_BITS = 5;
/** Instead of a width: the whole block is zeros. */
const ALL_ZERO = 31;
const WIDTH_MAX = 24;
/** Longer quotients are written out: a leap must not cost thousands of ones. */
const ESCAPE = 18;
const ESCAPE_WIDTH_BITS = 6;

/** @param values whole numbers, at least one, whose differences stay below 2^52. */
export function writeIntegers(writer: BitWriter, values: ArrayLike<number>): void {
  const mean = roundedMean(values);
  const { guess, left } = bestGuess(values, mean);
  writer.write(GUESSES.indexOf(guess), 2);
  writeOne(writer, zigzag(values[0]!));
  if (guess === "mean") writeOne(writer, zigzag(mean - values[0]!));
  for (let start = 1; start < left.length; start += BLOCK)
    writeBlock(writer, left, start, Math.min(start + BLOCK, left.length));
}

export function readIntegers(reader: BitReader, count: number): Float64Array {
  const guess = GUESSES[reader.read(2)]!;
  const values = new Float64Array(count);
  values[0] = unzigzag(readOne(reader));
  const mean = guess === "mean" ? values[0] + unzigzag(readOne(reader)) : 0;
  for (let start = 1; start < count; start += BLOCK)
    readBlock(reader, values, start, Math.min(start + BLOCK, count));
  restore(guess, values, mean);
  return values;
}

function writeOne(writer: BitWriter, value: number): void {
  const width = widthOf(value);
  writer.write(width, ESCAPE_WIDTH_BITS);
  writer.writeLong(value, width);
}

function readOne(reader: BitReader): number {
  return reader.readLong(reader.read(ESCAPE_WIDTH_BITS));
}

function roundedMean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! / values.length;
  return Math.round(sum);
}

/** Tries each guess and takes the one that leaves least. `left[0]` is not used. */
function bestGuess(values: ArrayLike<number>, mean: number): { guess: Guess; left: Float64Array } {
  let best: { guess: Guess; left: Float64Array; cost: number } | undefined;
  for (const guess of GUESSES) {
    const left = leftOver(guess, values, mean);
    const cost = costOf(left);
    if (!best || cost < best.cost) best = { guess, left, cost };
  }
  return best!;
}

function leftOver(guess: Guess, values: ArrayLike<number>, mean: number): Float64Array {
  const left = new Float64Array(values.length);
  let average = values[0]!;
  for (let i = 1; i < values.length; i++) {
    const last = values[i - 1]!;
    average += (last - average) * SMOOTH;
    const before = i > 1 ? values[i - 2]! : last;
    left[i] = zigzag(values[i]! - expected(guess, last, before, mean, average));
  }
  return left;
}

/** Turns what was left over back into the values, in place. Every reading passes here, so this is one plain loop. */
function restore(guess: Guess, values: Float64Array, mean: number): void {
  let last = values[0]!;
  let before = last;
  let average = last;
  for (let i = 1; i < values.length; i++) {
    average += (last - average) * SMOOTH;
    const value = expected(guess, last, before, mean, average) + unzigzag(values[i]!);
    values[i] = value;
    before = last;
    last = value;
  }
}

function expected(
  guess: Guess,
  last: number,
  before: number,
  mean: number,
  average: number,
): number {
  if (guess === "last") return last;
  if (guess === "mean") return mean;
  return guess === "line" ? 2 * last - before : Math.round(average);
}

/** About the bits that a list takes in Rice codes: each block follows its mean. */
function costOf(left: Float64Array): number {
  let cost = 0;
  for (let start = 1; start < left.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, left.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += left[i]!;
    if (sum > 0) cost += (end - start) * (Math.log2(sum / (end - start) + 0.5) + 1.5);
  }
  return cost;
}

function writeBlock(writer: BitWriter, left: Float64Array, start: number, end: number): void {
  const width = bestWidth(left, start, end);
  writer.write(width, WIDTH_BITS);
  if (width === ALL_ZERO) return;
  const unit = 2 ** width;
  for (let i = start; i < end; i++) {
    const value = left[i]!;
    const quotient = Math.floor(value / unit);
    if (quotient < ESCAPE) {
      writer.writeUnary(quotient);
      if (width > 0) writer.write(value - quotient * unit, width);
    } else {
      writer.write((1 << ESCAPE) - 1, ESCAPE);
      writeOne(writer, value);
    }
  }
}

function readBlock(reader: BitReader, values: Float64Array, start: number, end: number): void {
  const width = reader.read(WIDTH_BITS);
  if (width === ALL_ZERO) return;
  const unit = 2 ** width;
  for (let i = start; i < end; i++) {
    const quotient = reader.readUnaryUpTo(ESCAPE);
    values[i] =
      quotient < ESCAPE ? quotient * unit + (width > 0 ? reader.read(width) : 0) : readOne(reader);
  }
}

/** Tries the widths around the mean of the block and, where single leaps pull that up, around its usual value. */
function bestWidth(left: Float64Array, start: number, end: number): number {
  let sum = 0;
  let bits = 0;
  for (let i = start; i < end; i++) {
    sum += left[i]!;
    bits += widthOf(left[i]!);
  }
  if (sum === 0) return ALL_ZERO;
  const byMean = Math.round(Math.log2(sum / (end - start)));
  const byUsual = Math.round(bits / (end - start)) - 1;
  let best = WIDTH_MAX;
  let bestBits = Number.POSITIVE_INFINITY;
  for (const about of byMean === byUsual ? [byMean] : [byMean, byUsual])
    for (let width = clamp(about - 2); width <= clamp(about + 1); width++) {
      const cost = bitsOf(left, start, end, width);
      if (cost < bestBits) [best, bestBits] = [width, cost];
    }
  return best;
}

function clamp(width: number): number {
  return Math.min(WIDTH_MAX, Math.max(0, width));
}

function bitsOf(left: Float64Array, start: number, end: number, width: number): number {
  const unit = 2 ** width;
  let bits = 0;
  for (let i = start; i < end; i++) {
    const quotient = Math.floor(left[i]! / unit);
    bits +=
      quotient < ESCAPE ? quotient + 1 + width : ESCAPE + ESCAPE_WIDTH_BITS + widthOf(left[i]!);
  }
  return bits;
}

/** Bits that a whole number takes. */
function widthOf(value: number): number {
  if (value < 0x8000_0000) return 32 - Math.clz32(value);
  return 64 - Math.clz32(value / 0x1_0000_0000);
}

/** 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 … */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Small numbers go by bits: a remainder of a floating-point number is slow, and this runs for every reading. */
function unzigzag(value: number): number {
  if (value < 0x8000_0000) return (value >>> 1) ^ -(value & 1);
  const half = Math.floor(value / 2);
  return value === 2 * half ? half : -half - 1;
}
