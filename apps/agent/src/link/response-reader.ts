/** What comes before an answer's body. Names of headers are in small letters. */
export type ResponseHead = Readonly<{
  status: number;
  headers: ReadonlyMap<string, string>;
  /** May the connection be used again once the body has come? */
  staysOpen: boolean;
}>;

export type ResponseListener = Readonly<{
  onHead(head: ResponseHead): void;
  onBody(bytes: Buffer): void;
  onEnd(): void;
}>;

type State = "head" | "body" | "until-close" | "chunk-size" | "chunk" | "chunk-end" | "trailer";

const HEAD_MAX_BYTES = 16 * 1024;
const LINE_MAX_BYTES = 8 * 1024;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/;
const CHUNK_SIZE = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;
const NOTHING = Buffer.alloc(0);

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) from bytes as they come, in pieces of any size. What is not such an answer is an error,
 * never a guess: two lengths, a coding that nobody asked for, more bytes than were announced.
 */
export class ResponseReader {
  readonly #listener: ResponseListener;
  #rest: Buffer = NOTHING;
  #state: State | "done" = "head";
  /** Bytes that are still to come of the body or of a chunk. */
  #left = 0;

  constructor(listener: ResponseListener) {
    this.#listener = listener;
  }

  /** Has anything of the answer come? */
  get hasBegun(): boolean {
    return this.#state !== "head" || this.#rest.length > 0;
  }

  /** @throws on anything but an answer. */
  feed(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length > 0 && this.#step());
  }

  /** The other side closed the connection. @throws where the answer was not whole. */
  close(): void {
    if (this.#state === "done") return;
    if (this.#state !== "until-close") throw new Error("the connection was closed");
    this.#finish();
  }

  /** @returns whether there may be more to do with what has come. */
  #step(): boolean {
    switch (this.#state) {
      case "head":
        return this.#readHead();
      case "body":
      case "chunk":
      case "until-close":
        return this.#readBody();
      case "chunk-size":
        return this.#readLine((line) => this.#beginChunk(line));
      case "chunk-end":
        return this.#readLine((line) => {
          if (line !== "") throw new Error("a chunk is longer than its size");
          this.#state = "chunk-size";
        });
      case "trailer":
        return this.#readLine((line) => {
          if (line === "") this.#finish();
        });
      case "done":
        throw new Error("more came than the answer");
    }
  }

  #readHead(): boolean {
    const end = this.#rest.indexOf("\r\n\r\n");
    if ((end < 0 ? this.#rest.length : end) > HEAD_MAX_BYTES)
      throw new Error("the answer's head is too long");
    if (end < 0) return false;
    const [first = "", ...lines] = this.#rest.toString("latin1", 0, end).split("\r\n");
    this.#rest = this.#rest.subarray(end + 4);
    const [, minor, status] = STATUS_LINE.exec(first) ?? [];
    if (status === undefined) throw new Error("the answer is not HTTP/1.1");
    // 100 and the like come before the answer proper.
    if (status.startsWith("1")) return true;
    this.#beginBody(Number(status), readHeaders(lines), minor === "1");
    return true;
  }

  #beginBody(status: number, headers: ReadonlyMap<string, string>, isModern: boolean): void {
    const coding = headers.get("transfer-encoding");
    const length = headers.get("content-length");
    this.#state = bodyOf(status, coding, length);
    if (this.#state === "body") this.#left = Number(status === 204 || status === 304 ? 0 : length);
    const closes = /(^|[\s,])close([\s,]|$)/i.test(headers.get("connection") ?? "");
    const staysOpen = isModern && !closes && this.#state !== "until-close";
    this.#listener.onHead({ status, headers, staysOpen });
    if (this.#state === "body" && this.#left === 0) this.#finish();
  }

  #readBody(): boolean {
    const isMeasured = this.#state !== "until-close";
    const part = isMeasured ? this.#rest.subarray(0, this.#left) : this.#rest;
    this.#rest = this.#rest.subarray(part.length);
    if (isMeasured) this.#left -= part.length;
    this.#listener.onBody(part);
    if (isMeasured && this.#left === 0) {
      if (this.#state === "chunk") this.#state = "chunk-end";
      else this.#finish();
    }
    return true;
  }

  #beginChunk(line: string): void {
    const size = CHUNK_SIZE.exec(line)?.[1];
    if (size === undefined) throw new Error("a chunk has no size");
    this.#left = parseInt(size, 16);
    this.#state = this.#left === 0 ? "trailer" : "chunk";
  }

  #readLine(take: (line: string) => void): boolean {
    const end = this.#rest.indexOf("\r\n");
    if ((end < 0 ? this.#rest.length : end) > LINE_MAX_BYTES)
      throw new Error("a line of the answer is too long");
    if (end < 0) return false;
    const line = this.#rest.toString("latin1", 0, end);
    this.#rest = this.#rest.subarray(end + 2);
    take(line);
    return true;
  }

  #finish(): void {
    this.#state = "done";
    this.#listener.onEnd();
  }
}

function bodyOf(status: number, coding: string | undefined, length: string | undefined): State {
  if (status === 204 || status === 304) return "body";
  if (coding !== undefined) {
    if (coding.toLowerCase() !== "chunked" || length !== undefined)
      throw new Error("the answer's length is not clear");
    return "chunk-size";
  }
  if (length === undefined) return "until-close";
  if (!/^\d{1,15}$/.test(length)) throw new Error("the answer's length is not clear");
  return "body";
}

function readHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error("the answer's head is malformed");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
