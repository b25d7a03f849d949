import { createServer, type Server, type Socket } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectDbus } from "./connection.ts";
import { decodeMessage, encodeCall, messageLength } from "./message.ts";
import { readValues, splitSignature } from "./read.ts";

describe("reading values", () => {
  it("aligns as the specification says", () => {
    // y=7, then a u on the next multiple of four, then an array of two structs (yu).
    const bytes = Buffer.from(
      "07000000" +
        "2a000000" +
        "10000000" +
        "00000000" +
        "01000000" +
        "02000000" +
        "03000000" +
        "04000000",
      "hex",
    );
    expect(readValues(bytes, "yua(yu)")).toEqual([
      7,
      42,
      [
        [1, 2],
        [3, 4],
      ],
    ]);
  });
  it("reads texts, variants and dictionaries", () => {
    // Length and padding; the key "a"; a variant's signature "s", padding, its text "hi".
    const bytes = Buffer.from("130000000000000001000000610001730000000002000000686900", "hex");
    expect(readValues(bytes, "a{sv}")).toEqual([{ a: "hi" }]);
  });
  it("splits signatures and refuses broken ones", () => {
    expect(splitSignature("sa{sv}(u(ss))ay")).toEqual(["s", "a{sv}", "(u(ss))", "ay"]);
    expect(() => splitSignature("a{s")).toThrow("malformed");
    expect(() => readValues(Buffer.alloc(8), "z")).toThrow("malformed");
  });
  it.each([
    ["a text that ends outside", "ff000000", "s"],
    ["an array that ends outside", "ffffff7f", "au"],
    ["nothing at all", "", "u"],
  ])("throws on %s", (_what, hex, signature) => {
    expect(() => readValues(Buffer.from(hex, "hex"), signature)).toThrow(/outside|bounds|range/i);
  });
});

describe("messages", () => {
  it("come back as they were written", () => {
    const bytes = encodeCall(
      { path: "/a", interface: "b.C", member: "D", destination: "e.F", args: ["x", "å"] },
      9,
    );
    expect(messageLength(bytes)).toBe(bytes.length);
    const message = decodeMessage(bytes);
    expect(message).toMatchObject({ type: 1, path: "/a", interface: "b.C", member: "D" });
    expect(message.body()).toEqual(["x", "å"]);
  });
  it("refuses sizes beyond all reason and the other byte order", () => {
    const bytes = encodeCall({ path: "/a", interface: "b.C", member: "D", args: [] }, 1);
    bytes.writeUInt32LE(0x7fff_ffff, 4);
    expect(() => messageLength(bytes)).toThrow("bytes");
    bytes.write("B", 0);
    expect(() => messageLength(bytes)).toThrow("little-endian");
  });
});

/** The answer to the question of that number, as a service manager would send it. */
function reply(serial: number): Buffer {
  const call = encodeCall(
    { path: "/a", interface: "b.C", member: "D", args: [`answer ${serial}`] },
    1,
  );
  const fields = Buffer.from([5, 1, 0x75, 0, serial, 0, 0, 0, 8, 1, 0x67, 0, 1, 0x73, 0]);
  const head = Buffer.alloc(16);
  head.write("l");
  head[1] = 2;
  head[3] = 1;
  const body = call.subarray(call.length - (4 + `answer ${serial}`.length + 1));
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(fields.length, 12);
  return Buffer.concat([head, fields, Buffer.alloc((8 - (fields.length % 8)) % 8), body]);
}

describe("a connection", () => {
  let folder: string;
  let server: Server;
  let peer: Socket | undefined;
  const serve = (onData: (socket: Socket, bytes: Buffer) => void) =>
    new Promise<string>((resolve) => {
      folder = mkdtempSync(join(tmpdir(), "driftvakt-dbus-"));
      const path = join(folder, "bus");
      server = createServer((socket) => {
        peer = socket;
        socket.on("error", () => undefined);
        socket.on("data", (bytes) => onData(socket, Buffer.from(bytes)));
      }).listen(path, () => resolve(path));
    });
  beforeEach(() => {
    peer = undefined;
  });
  afterEach(() => {
    peer?.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it("cuts messages out of any pieces, and matches answers to questions", async () => {
    const path = await serve((socket, bytes) => {
      if (bytes.includes("AUTH EXTERNAL")) return socket.write("OK 1234\r\n");
      // Both answers, the second question's first, a byte at a time.
      if (bytes.includes("two"))
        for (const byte of Buffer.concat([reply(2), reply(1)])) socket.write(Buffer.from([byte]));
    });
    const connection = await connectDbus({
      socketPath: path,
      onSignal: () => undefined,
      onLost: () => undefined,
    });
    const call = (arg: string) =>
      connection.call({ path: "/a", interface: "b.C", member: "D", args: [arg] });
    expect(await Promise.all([call("one"), call("two")])).toEqual([["answer 1"], ["answer 2"]]);
    connection.close();
  });

  it("gets every question answered by a peer that looks at one only when something follows it", async () => {
    const held: number[] = [];
    const path = await serve((socket, bytes) => {
      if (bytes.includes("AUTH EXTERNAL")) return socket.write("OK 1234\r\n");
      for (const serial of held.splice(0)) socket.write(reply(serial));
      const at = bytes.indexOf("question");
      if (at >= 0)
        held.push(bytes.readUInt32LE(bytes.lastIndexOf("l\u0001\0\u0001", at, "latin1") + 8));
    });
    const connection = await connectDbus({
      socketPath: path,
      onSignal: () => undefined,
      onLost: () => undefined,
    });
    const ask = () =>
      connection.call({ path: "/a", interface: "b.C", member: "D", args: ["question"] });
    const begun = performance.now();
    for (let n = 0; n < 3; n++) expect(await ask()).toEqual([expect.stringMatching(/^answer /)]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    connection.close();
  });

  it("says once that it is lost, and fails what still waits", async () => {
    const path = await serve((socket, bytes) =>
      bytes.includes("AUTH") ? socket.write("OK 1\r\n") : socket.write(Buffer.alloc(16, 0x58)),
    );
    const lost: string[] = [];
    const connection = await connectDbus({
      socketPath: path,
      onSignal: () => undefined,
      onLost: (reason) => lost.push(reason),
    });
    await expect(
      connection.call({ path: "/a", interface: "b.C", member: "D", args: [] }),
    ).rejects.toThrow("little-endian");
    expect(lost).toHaveLength(1);
  });

  it("does not go on where signing in is refused", async () => {
    const path = await serve((socket) => socket.write("REJECTED EXTERNAL\r\n"));
    await expect(
      connectDbus({ socketPath: path, onSignal: () => undefined, onLost: () => undefined }),
    ).rejects.toThrow("refused");
  });
});
