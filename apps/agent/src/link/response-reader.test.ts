import { describe, expect, it } from "vitest";
import { ResponseReader, type ResponseHead } from "./response-reader.ts";

type Told = { head?: ResponseHead; body: string; ended: number };

/** Reads a text in pieces of so many bytes. */
function read(text: string, pieceBytes: number, isClosed = false): Told {
  const told: Told = { body: "", ended: 0 };
  const reader = new ResponseReader({
    onHead: (head) => {
      told.head = head;
    },
    onBody: (bytes) => {
      told.body += bytes.toString("latin1");
    },
    onEnd: () => {
      told.ended += 1;
    },
  });
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += pieceBytes)
    reader.feed(bytes.subarray(at, at + pieceBytes));
  if (isClosed) reader.close();
  return told;
}

const OK = "HTTP/1.1 200 OK\r\n";

describe.each([1, 2, 7, 10_000])("an answer that comes in pieces of %i bytes", (size) => {
  it("ends where its length says", () => {
    const told = read(`${OK}Content-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello`, size);
    expect(told).toMatchObject({ body: "hello", ended: 1, head: { status: 200, staysOpen: true } });
    expect(told.head?.headers.get("x-a")).toBe("1, 2");
  });

  it("may come in chunks, with remarks and trailers", () => {
    const chunks = "5;a=b\r\nhello\r\nC\r\n, wide world\r\n0\r\nx: y\r\n\r\n";
    const told = read(`${OK}Transfer-Encoding: Chunked\r\n\r\n${chunks}`, size);
    expect(told).toMatchObject({ body: "hello, wide world", ended: 1 });
    expect(told.head?.staysOpen).toBe(true);
  });

  it("may end with the connection", () => {
    const text = "HTTP/1.0 200 OK\r\n\r\nhello";
    expect(read(text, size)).toMatchObject({ body: "hello", ended: 0 });
    const told = read(text, size, true);
    expect(told).toMatchObject({ body: "hello", ended: 1, head: { staysOpen: false } });
  });

  it("may have no body, whatever its head says", () => {
    for (const first of ["204 No Content", "304 Not Modified"]) {
      const told = read(`HTTP/1.1 ${first}\r\nContent-Length: 5\r\n\r\n`, size);
      expect(told).toMatchObject({ body: "", ended: 1 });
    }
    expect(read(`${OK}Content-Length: 0\r\n\r\n`, size)).toMatchObject({ body: "", ended: 1 });
  });

  it("may be announced by 100 and the like", () => {
    const text = `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`;
    expect(read(text, size)).toMatchObject({ body: "x", ended: 1, head: { status: 200 } });
  });

  it.each([
    ["is not HTTP/1.1", "HTTP/2 200\r\n\r\n", "not HTTP/1.1"],
    ["has a header without a name", `${OK}: x\r\n\r\n`, "malformed"],
    ["has two lengths", `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, "not clear"],
    ["has a length below nothing", `${OK}Content-Length: -1\r\n\r\n`, "not clear"],
    [
      "has a length and chunks",
      `${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      "not clear",
    ],
    ["is coded as nobody asked", `${OK}Transfer-Encoding: gzip\r\n\r\n`, "not clear"],
    ["has a chunk of no size", `${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, "no size"],
    ["has a chunk too long", `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`, "longer"],
    ["goes on behind its end", `${OK}Content-Length: 1\r\n\r\nab`, "more came"],
  ])("one that %s is an error", (_, text, words) => {
    expect(() => read(text, size)).toThrow(words);
  });

  it.each([`${OK}Content-Length: 5\r\n\r\nhell`, OK, `${OK}Transfer-Encoding: chunked\r\n\r\n`])(
    "is an error where the connection ends before it: %#",
    (text) => {
      expect(() => read(text, size, true)).toThrow("closed");
    },
  );
});

it.each([
  ["head", `${OK}${"x: y\r\n".repeat(4000)}`],
  ["line", `${OK}Transfer-Encoding: chunked\r\n\r\n1;${"x".repeat(9000)}`],
])("an answer with a %s without end is an error", (_, text) => {
  for (const size of [1000, 100_000]) expect(() => read(text, size)).toThrow("too long");
});

it("a connection that the other side means to close is not used again", () => {
  const staysOpen = (header: string) =>
    read(`${OK}${header}Content-Length: 0\r\n\r\n`, 10_000).head?.staysOpen;
  expect(staysOpen("Connection: close\r\n")).toBe(false);
  expect(staysOpen("Connection: x, Close\r\n")).toBe(false);
  expect(staysOpen("Connection: keep-alive\r\n")).toBe(true);
});
