import { readValues, type DbusValue } from "./read.ts";

export const MESSAGE_TYPE = { call: 1, reply: 2, error: 3, signal: 4 } as const;

export type MethodCall = Readonly<{
  path: string;
  interface: string;
  member: string;
  /** Absent on a direct connection to the service manager. */
  destination?: string;
  /** Only texts are ever sent. */
  args: readonly string[];
}>;

export type Message = Readonly<{
  type: number;
  replySerial: number;
  path: string;
  interface: string;
  member: string;
  errorName: string;
  /** The body's values, read when asked for: most signals are dropped by their header. */
  body(): DbusValue[];
}>;

/** Largest message that is accepted, in bytes. */
const MESSAGE_MAX_BYTES = 16 * 1024 * 1024;
const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  signature: 8,
} as const;

/** The bytes of a method call, little-endian. */
export function encodeCall(call: MethodCall, serial: number): Buffer {
  const body = encodeStrings(call.args);
  const fields: Buffer[] = [];
  let length = 0;
  const add = (code: number, type: string, text: string) => {
    const padding = Buffer.alloc((8 - (length % 8)) % 8);
    const field = Buffer.concat([
      padding,
      Buffer.from([code, 1, type.charCodeAt(0), 0]),
      encodeText(type, text),
    ]);
    fields.push(field);
    length += field.length;
  };
  add(FIELD.path, "o", call.path);
  add(FIELD.interface, "s", call.interface);
  add(FIELD.member, "s", call.member);
  if (call.destination !== undefined) add(FIELD.destination, "s", call.destination);
  if (call.args.length > 0) add(FIELD.signature, "g", "s".repeat(call.args.length));
  const head = Buffer.alloc(16);
  head.write("l", 0, "latin1");
  head[1] = MESSAGE_TYPE.call;
  head[3] = 1;
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(length, 12);
  return Buffer.concat([head, ...fields, Buffer.alloc((8 - (length % 8)) % 8), body]);
}

function encodeText(type: string, text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const prefix = type === "g" ? Buffer.from([bytes.length]) : Buffer.alloc(4);
  if (type !== "g") prefix.writeUInt32LE(bytes.length);
  return Buffer.concat([prefix, bytes, Buffer.alloc(1)]);
}

function encodeStrings(texts: readonly string[]): Buffer {
  let all = Buffer.alloc(0);
  for (const text of texts)
    all = Buffer.concat([all, Buffer.alloc((4 - (all.length % 4)) % 4), encodeText("s", text)]);
  return all;
}

/** Length of the message at the start of the buffer, or undefined where its head is not yet complete. Throws on nonsense. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 16) return undefined;
  if (bytes[0] !== 0x6c) throw new Error("D-Bus: only little-endian peers are known");
  const fields = bytes.readUInt32LE(12);
  const length = 16 + fields + ((8 - (fields % 8)) % 8) + bytes.readUInt32LE(4);
  if (length > MESSAGE_MAX_BYTES) throw new Error(`D-Bus: a message of ${length} bytes`);
  return length;
}

/** Reads one whole message. */
export function decodeMessage(bytes: Buffer): Message {
  const [fields] = readValues(bytes, "a(yv)", 12) as [[number, DbusValue][]];
  const field = new Map(fields);
  const text = (code: number) => String(field.get(code) ?? "");
  const bodyStart = bytes.length - bytes.readUInt32LE(4);
  return {
    type: bytes.readUInt8(1),
    replySerial: Number(field.get(FIELD.replySerial) ?? 0),
    path: text(FIELD.path),
    interface: text(FIELD.interface),
    member: text(FIELD.member),
    errorName: text(FIELD.errorName),
    body: () => readValues(bytes.subarray(bodyStart), text(FIELD.signature)),
  };
}
