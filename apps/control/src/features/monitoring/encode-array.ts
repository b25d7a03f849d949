/**
 * PostgreSQL's binary form of a one-dimensional array without nulls, for query parameters: thousands of readings go
 * into one parameter without a text being made and parsed again.
 */
const HEADER_BYTES = 20;
const OID = { int4: 23, int8: 20, float4: 700, uuid: 2950 } as const;

function header(oid: number, count: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

/** `int4[]`. */
export function encodeIntegers(values: readonly number[]): Buffer {
  const buffer = header(OID.int4, values.length, values.length * 8);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(value, at + 4);
    at += 8;
  }
  return buffer;
}

/** `int8[]`, of whole numbers from 0 to 2^53. */
export function encodeBigIntegers(values: readonly number[]): Buffer {
  const buffer = header(OID.int8, values.length, values.length * 12);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(8, at);
    buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), at + 4);
    buffer.writeUInt32BE(value % 0x1_0000_0000, at + 8);
    at += 12;
  }
  return buffer;
}

/** `uuid[]`, each given as its 16 bytes. */
export function encodeUuids(values: readonly Uint8Array[]): Buffer {
  const buffer = header(OID.uuid, values.length, values.length * 20);
  let at = HEADER_BYTES;
  for (const value of values) {
    buffer.writeInt32BE(16, at);
    buffer.set(value, at + 4);
    at += 20;
  }
  return buffer;
}

/** One `float4[]` of several lists, one after the other; null becomes NaN. */
export function encodeReals(lists: readonly (readonly (number | null)[])[]): Buffer {
  let count = 0;
  for (const list of lists) count += list.length;
  const buffer = header(OID.float4, count, count * 8);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = HEADER_BYTES;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      view.setInt32(at, 4);
      view.setFloat32(at + 4, list[i] ?? Number.NaN);
      at += 8;
    }
  }
  return buffer;
}

/** The 16 bytes of a UUID's text. */
export function uuidBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}
