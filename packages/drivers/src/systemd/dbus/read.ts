/** A value as it came over D-Bus; variants are unwrapped. */
export type DbusValue =
  | string
  | number
  | bigint
  | boolean
  | DbusValue[]
  | { [key: string]: DbusValue };

type Cursor = { readonly bytes: Buffer; offset: number; readonly base: number };

const ALIGNMENT: Readonly<Record<string, number>> = {
  y: 1,
  b: 4,
  n: 2,
  q: 2,
  i: 4,
  u: 4,
  x: 8,
  t: 8,
  d: 8,
  s: 4,
  o: 4,
  g: 1,
  a: 4,
  "(": 8,
  "{": 8,
  v: 1,
  h: 4,
};

/** Reads values by a signature from little-endian bytes. Throws on anything malformed. */
export function readValues(bytes: Buffer, signature: string, offset = 0): DbusValue[] {
  const cursor: Cursor = { bytes, offset, base: 0 };
  return splitSignature(signature).map((type) => readValue(cursor, type));
}

/** Splits `sa{sv}u` into its complete types. */
export function splitSignature(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = typeEnd(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function typeEnd(signature: string, at: number): number {
  const code = signature[at];
  if (code === "a") return typeEnd(signature, at + 1);
  if (code !== "(" && code !== "{") {
    if (code === undefined || ALIGNMENT[code] === undefined)
      throw new Error(`D-Bus signature ${signature} is malformed`);
    return at + 1;
  }
  const close = code === "(" ? ")" : "}";
  let next = at + 1;
  while (signature[next] !== close) next = typeEnd(signature, next);
  return next + 1;
}

function align(cursor: Cursor, to: number): void {
  cursor.offset += (to - (cursor.offset % to)) % to;
}

function readValue(cursor: Cursor, type: string): DbusValue {
  const code = type[0] ?? "";
  align(cursor, ALIGNMENT[code] ?? 1);
  switch (code) {
    case "(":
      return splitSignature(type.slice(1, -1)).map((inner) => readValue(cursor, inner));
    case "a":
      return readArray(cursor, type.slice(1));
    case "v":
      return readValue(cursor, readSignature(cursor));
    case "g":
      return readSignature(cursor);
    case "s":
    case "o":
      return readString(cursor);
    default:
      return readFixed(cursor, code);
  }
}

function readFixed(cursor: Cursor, code: string): DbusValue {
  const { bytes, offset } = cursor;
  const size = ALIGNMENT[code] ?? 1;
  cursor.offset += size;
  switch (code) {
    case "y":
      return bytes.readUInt8(offset);
    case "b":
      return bytes.readUInt32LE(offset) === 1;
    case "n":
      return bytes.readInt16LE(offset);
    case "q":
      return bytes.readUInt16LE(offset);
    case "i":
      return bytes.readInt32LE(offset);
    case "h":
    case "u":
      return bytes.readUInt32LE(offset);
    case "x":
      return bytes.readBigInt64LE(offset);
    case "t":
      return bytes.readBigUInt64LE(offset);
    case "d":
      return bytes.readDoubleLE(offset);
    default:
      throw new Error(`D-Bus type ${code} is unknown`);
  }
}

function readString(cursor: Cursor): string {
  const length = cursor.bytes.readUInt32LE(cursor.offset);
  const start = cursor.offset + 4;
  if (start + length >= cursor.bytes.length)
    throw new Error("a D-Bus string ends outside its message");
  cursor.offset = start + length + 1;
  return cursor.bytes.toString("utf8", start, start + length);
}

function readSignature(cursor: Cursor): string {
  const length = cursor.bytes.readUInt8(cursor.offset);
  const start = cursor.offset + 1;
  cursor.offset = start + length + 1;
  return cursor.bytes.toString("latin1", start, start + length);
}

function readArray(cursor: Cursor, inner: string): DbusValue {
  const length = cursor.bytes.readUInt32LE(cursor.offset);
  cursor.offset += 4;
  align(cursor, ALIGNMENT[inner[0] ?? ""] ?? 1);
  const end = cursor.offset + length;
  if (end > cursor.bytes.length) throw new Error("a D-Bus array ends outside its message");
  return inner[0] === "{" ? readDictionary(cursor, inner, end) : readItems(cursor, inner, end);
}

function readItems(cursor: Cursor, inner: string, end: number): DbusValue[] {
  const items: DbusValue[] = [];
  while (cursor.offset < end) items.push(readValue(cursor, inner));
  return items;
}

function readDictionary(cursor: Cursor, inner: string, end: number): DbusValue {
  const [keyType = "s", valueType = "v"] = splitSignature(inner.slice(1, -1));
  const entries: [string, DbusValue][] = [];
  while (cursor.offset < end) {
    align(cursor, 8);
    entries.push([String(readValue(cursor, keyType)), readValue(cursor, valueType)]);
  }
  return Object.fromEntries(entries);
}
