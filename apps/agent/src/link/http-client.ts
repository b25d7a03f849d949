import { gzipSync } from "node:zlib";
import { AGENT_VERSION } from "../version.ts";
import { AnswerStream } from "./answer-stream.ts";
import type { Peer } from "./connect.ts";
import type { BodySink, HttpConnection } from "./http-connection.ts";
import { PeerConnections } from "./peer-connections.ts";
import type { ResponseHead } from "./response-reader.ts";

/** The control plane said no, or something that is not an answer. */
export class HttpFault extends Error {
  override readonly name = "HttpFault";
  readonly status: number;
  /** Seconds that the control plane asks to be left alone. */
  readonly retryAfterSeconds: number | undefined;
  constructor(status: number, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type HttpClient = Readonly<{
  /** Posts JSON and gives the answer's JSON. Throws `HttpFault` on any status but 2xx. */
  post(path: string, body: string, token?: string): Promise<unknown>;
  /** Opens a long-lived answer. */
  stream(path: string, token: string, signal: AbortSignal): Promise<AnswerStream>;
  close(): void;
}>;

const ANSWER_TIMEOUT_MS = 30_000;
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;
/** Smaller bodies cost more to squeeze than to send. */
const GZIP_ABOVE_BYTES = 8 * 1024;
const RETRY_AFTER_MAX_SECONDS = 600;

/** HTTP/1.1 with connections kept, over sockets that `connectPeer` has checked. */
export function httpClient(peer: Peer): HttpClient {
  const connections = new PeerConnections(peer);
  const prefix = peer.url.pathname.replace(/\/$/, "");
  const head = (method: string, path: string, token: string | undefined, rest: string) =>
    `${method} ${prefix}${path} HTTP/1.1\r\nHost: ${peer.url.host}\r\nAccept: application/json\r\n` +
    `User-Agent: driftvakt-agent/${AGENT_VERSION}\r\n${bearer(token)}${rest}\r\n`;
  return {
    async post(path, text, token) {
      const plain = Buffer.from(text);
      const isLong = plain.length > GZIP_ABOVE_BYTES;
      const body = isLong ? gzipSync(plain) : plain;
      const coding = isLong ? "Content-Encoding: gzip\r\n" : "";
      const rest = `Content-Type: application/json\r\n${coding}Content-Length: ${body.length}\r\n`;
      const request = Buffer.concat([Buffer.from(head("POST", path, token, rest)), body]);
      return readAnswer(await connections.send((connection) => exchange(connection, request)));
    },
    async stream(path, token, signal) {
      signal.throwIfAborted();
      const request = Buffer.from(head("GET", path, token, ""));
      const answer = await connections.send((connection) => open(connection, request, signal));
      if (answer instanceof AnswerStream) return answer;
      readAnswer(answer);
      throw new HttpFault(answer.status, faultText(answer.status, answer.text));
    },
    close: () => connections.close(),
  };
}

/** A header's value holds no line of its own. */
function bearer(token: string | undefined): string {
  if (token === undefined) return "";
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error("a token that cannot be sent");
  return `Authorization: Bearer ${token}\r\n`;
}

type Answer = Readonly<{
  status: number;
  text: string;
  retryAfterSeconds: number | undefined;
}>;

/** Sends a request and reads its whole answer. @throws where it takes too long or too much. */
function exchange(connection: HttpConnection, request: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let reason = "the control plane did not answer in time";
    const timer = setTimeout(() => connection.destroy(new Error(reason)), ANSWER_TIMEOUT_MS);
    const onError = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const onHead = (head: ResponseHead) => {
      reason = "the answer did not end in time";
      timer.refresh();
      return textSink(connection, onError, (text) => {
        clearTimeout(timer);
        resolve(answerOf(head, text));
      });
    };
    connection.begin(request, { onHead, onError });
  });
}

/** Collects a body, within bounds. */
function textSink(
  connection: HttpConnection,
  onError: (error: Error) => void,
  onText: (text: string) => void,
): BodySink {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    onBody(bytes) {
      size += bytes.length;
      if (size > ANSWER_MAX_BYTES) connection.destroy(new Error("the answer is too long"));
      else chunks.push(bytes);
    },
    onEnd: () => onText(Buffer.concat(chunks).toString("utf8")),
    onError,
  };
}

/** Sends a request for a long answer: that, or a short one that says why not. The signal ends it at any time. */
function open(
  connection: HttpConnection,
  request: Buffer,
  signal: AbortSignal,
): Promise<AnswerStream | Answer> {
  return new Promise((resolve, reject) => {
    const abort = () => connection.destroy(new Error("given up"));
    const late = () => connection.destroy(new Error("the control plane did not answer in time"));
    const timer = setTimeout(late, ANSWER_TIMEOUT_MS);
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    const onError = (error: Error) => {
      over();
      reject(error);
    };
    const onHead = (head: ResponseHead): BodySink => {
      if (head.status !== 200)
        return textSink(connection, onError, (text) => {
          over();
          resolve(answerOf(head, text));
        });
      clearTimeout(timer);
      const stream = new AnswerStream(connection, over);
      resolve(stream);
      return stream.sink;
    };
    signal.addEventListener("abort", abort, { once: true });
    connection.begin(request, { onHead, onError });
    // It may have come while the connection was made.
    if (signal.aborted) abort();
  });
}

function answerOf({ status, headers }: ResponseHead, text: string): Answer {
  return { status, text, retryAfterSeconds: retryAfter(headers.get("retry-after")) };
}

/** The answer's JSON. @throws HttpFault on any status but 2xx. */
function readAnswer({ status, text, retryAfterSeconds }: Answer): unknown {
  if (status < 200 || status > 299)
    throw new HttpFault(status, faultText(status, text), retryAfterSeconds);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpFault(status, "the control plane's answer is not JSON");
  }
}

/** Problem details (RFC 9457) carry a line for people; anything else is shown by its status. */
function faultText(status: number, text: string): string {
  try {
    const problem = JSON.parse(text) as { title?: unknown; detail?: unknown };
    const line = problem.detail ?? problem.title;
    if (typeof line === "string") return `${status}: ${line.slice(0, 500)}`;
  } catch {
    return `the control plane answered ${status}`;
  }
  return `the control plane answered ${status}`;
}

function retryAfter(text: string | undefined): number | undefined {
  const seconds = Number(text);
  return text !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds, RETRY_AFTER_MAX_SECONDS)
    : undefined;
}
