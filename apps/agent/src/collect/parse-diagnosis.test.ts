import { describe, expect, it } from "vitest";
import { parseDiagnosis } from "./parse-diagnosis.ts";

/** As `sock_diag` of Linux 6 says it of `0.0.0.0:2024` and `[::1]:8080`. */
const IPV4 = "020a0000 07e80000 00000000000000000000000000000000".replaceAll(" ", "");
const IPV6 = "0a0a0000 1f900000 00000000000000000000000000000001".replaceAll(" ", "");

function body(start: string, uid: number, inode: number, attributes = 0): Buffer {
  const bytes = Buffer.alloc(72 + attributes);
  Buffer.from(start, "hex").copy(bytes);
  bytes.writeUInt32LE(uid, 64);
  bytes.writeUInt32LE(inode, 68);
  return bytes;
}

function message(type: number, sequence: number, content: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + content.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt32LE(sequence, 8);
  return Buffer.concat([header, content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
}

const listening = (sequence: number, content: Buffer) => message(20, sequence, content);
const done = (sequence: number) => message(3, sequence, Buffer.alloc(4));
const refused = (sequence: number, code: number) => {
  const content = Buffer.alloc(20);
  content.writeInt32LE(code);
  return message(2, sequence, content);
};

describe("the kernel's answer about listening sockets", () => {
  it("gives address, port, user and inode of each, on both protocols, whatever is attached", () => {
    const bytes = Buffer.concat([
      listening(7, body(IPV4, 0, 11_944, 5)),
      listening(7, body(IPV6, 33, 4_294_967_295)),
      done(7),
    ]);
    expect(parseDiagnosis(bytes, 7)).toEqual({
      isLast: true,
      listeners: [
        { address: Buffer.alloc(4), port: 2024, uid: 0, inode: "11944" },
        {
          address: Buffer.from(`${"00".repeat(15)}01`, "hex"),
          port: 8080,
          uid: 33,
          inode: "4294967295",
        },
      ],
    });
  });

  it("goes on in the next message until it says that it is done", () => {
    const part = parseDiagnosis(listening(1, body(IPV4, 0, 1)), 1);
    expect([part.listeners.length, part.isLast]).toEqual([1, false]);
    expect(parseDiagnosis(done(1), 1)).toEqual({ listeners: [], isLast: true });
  });

  it("passes over what is left of an answer that was given up", () => {
    const bytes = Buffer.concat([listening(1, body(IPV4, 0, 1)), refused(1, -2), done(1)]);
    expect(parseDiagnosis(bytes, 2)).toEqual({ listeners: [], isLast: false });
  });

  it.each([
    ["is a refusal", refused(1, -2), "netlink: -2"],
    ["is cut short", listening(1, body(IPV4, 0, 1)).subarray(0, 60), "cut short"],
    ["has no sense", Buffer.alloc(16), "cut short"],
    ["says too little", listening(1, Buffer.alloc(40)), "too short"],
  ])("one that %s is an error, never half an answer", (_, bytes, words) => {
    expect(() => parseDiagnosis(bytes, 1)).toThrow(words);
  });
});
