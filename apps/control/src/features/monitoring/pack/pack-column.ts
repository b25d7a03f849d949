import { BitReader, BitWriter } from "./bits.ts";
import { readIntegers, writeIntegers } from "./pack-integers.ts";

/**
 * Packs a column of readings (`real`, NaN where there was none) without loss. Most readings are decimal: percents with
 * two digits, bytes with none. As whole numbers of their last digit they pack far better than as binary fractions.
 */

/** How a column is packed: nothing varies; whole numbers of a decimal digit; the bits as they are. */
const FORMS = { same: 0, decimal: 1, plain: 2 } as const;
const DIGITS_MAX = 4;
const POWERS = [1, 10, 100, 1000, 10_000] as const;
const SHIFT_MAX = 31;
/** Beyond it differences of whole numbers are no longer exact. */
const WHOLE_MAX = 2 ** 50;

export function packColumn(values: Float32Array): Uint8Array {
  const writer = new BitWriter();
  if (isSame(values)) {
    writer.write(FORMS.same, 2);
    writeReal(writer, values[0] ?? Number.NaN);
    return writer.finish();
  }
  const present = values.filter((value) => !Number.isNaN(value));
  const decimal = asWholeNumbers(present);
  writer.write(decimal ? FORMS.decimal : FORMS.plain, 2);
  writePresence(writer, values, present.length);
  if (decimal) {
    writer.write(decimal.digits, 3);
    writer.write(decimal.shift, 5);
    writeIntegers(writer, decimal.whole);
  } else {
    for (const value of present) writeReal(writer, value);
  }
  return writer.finish();
}

/** @param count how many rows the column has. Values are the shortest decimals that stand for the `real`. */
export function unpackColumn(bytes: Uint8Array, count: number): Float64Array {
  const reader = new BitReader(bytes);
  const form = reader.read(2);
  if (form === FORMS.same) return new Float64Array(count).fill(readReal(reader));
  const absent = readPresence(reader, count);
  const presentCount = count - absent.length;
  const present =
    form === FORMS.decimal ? readDecimals(reader, presentCount) : readReals(reader, presentCount);
  return absent.length === 0 ? present : spread(present, absent, count);
}

function readDecimals(reader: BitReader, count: number): Float64Array {
  const power = POWERS[reader.read(3)]!;
  const unit = 2 ** reader.read(5);
  const values = readIntegers(reader, count);
  for (let i = 0; i < count; i++) values[i] = (values[i]! * unit) / power;
  return values;
}

function readReals(reader: BitReader, count: number): Float64Array {
  return new Float64Array(count).map(() => readReal(reader));
}

function isSame(values: Float32Array): boolean {
  const first = values[0];
  return values.every((value) => Object.is(value, first));
}

/** The fewest digits with which every value comes back exactly as it was; undefined where there are none. */
function asWholeNumbers(
  values: Float32Array,
): { digits: number; shift: number; whole: Float64Array } | undefined {
  const whole = new Float64Array(values.length);
  let digits = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    while (!fits(value, digits)) if (++digits > DIGITS_MAX) return undefined;
  }
  const power = POWERS[digits]!;
  for (let i = 0; i < values.length; i++) {
    // One that needs fewer digits may be too large for so many.
    if (!fits(values[i]!, digits)) return undefined;
    whole[i] = Math.round(values[i]! * power);
  }
  const shift = digits === 0 ? commonShift(whole) : 0;
  if (shift > 0) for (let i = 0; i < whole.length; i++) whole[i]! /= 2 ** shift;
  return { digits, shift, whole };
}

function fits(value: number, digits: number): boolean {
  const power = POWERS[digits]!;
  const whole = Math.round(value * power);
  return Math.abs(whole) < WHOLE_MAX && Math.fround(whole / power) === value;
}

/** By how many bits all can be shifted down: bytes come in pages, and large ones lose their last bits in a `real`. */
function commonShift(whole: Float64Array): number {
  let shift = SHIFT_MAX;
  for (const value of whole) {
    while (shift > 0 && value % 2 ** shift !== 0) shift--;
    if (shift === 0) return 0;
  }
  return shift;
}

/** Runs of present and absent values in turn, beginning with present ones. */
function writePresence(writer: BitWriter, values: Float32Array, presentCount: number): void {
  writer.write(presentCount === values.length ? 0 : 1, 1);
  if (presentCount === values.length) return;
  let i = 0;
  for (let absent = false; i < values.length; absent = !absent) {
    const start = i;
    while (i < values.length && Number.isNaN(values[i]) === absent) i++;
    writeCount(writer, i - start);
  }
}

/** @returns the places of absent values. */
function readPresence(reader: BitReader, count: number): number[] {
  const places: number[] = [];
  if (reader.read(1) === 0) return places;
  let i = 0;
  for (let absent = false; i < count; absent = !absent) {
    const end = i + readCount(reader);
    for (; i < end; i++) if (absent) places.push(i);
  }
  return places;
}

function spread(present: Float64Array, absent: readonly number[], count: number): Float64Array {
  const values = new Float64Array(count);
  for (const place of absent) values[place] = Number.NaN;
  for (let i = 0, next = 0; i < count; i++)
    if (!Number.isNaN(values[i])) values[i] = present[next++]!;
  return values;
}

function writeCount(writer: BitWriter, count: number): void {
  const width = count === 0 ? 0 : Math.floor(Math.log2(count)) + 1;
  writer.write(width, 5);
  if (width > 0) writer.writeLong(count, width);
}

function readCount(reader: BitReader): number {
  const width = reader.read(5);
  return width === 0 ? 0 : reader.readLong(width);
}

const bits = new DataView(new ArrayBuffer(4));

function writeReal(writer: BitWriter, value: number): void {
  bits.setFloat32(0, value);
  writer.write(bits.getUint16(0), 16);
  writer.write(bits.getUint16(2), 16);
}

function readReal(reader: BitReader): number {
  bits.setUint16(0, reader.read(16));
  bits.setUint16(2, reader.read(16));
  return bits.getFloat32(0);
}
