import { Agent, request, type IncomingMessage, type RequestOptions } from "node:http";
import type { Duplex } from "node:stream";
import { gzipSync } from "node:zlib";
import { AGENT_VERSION } from "../version.ts";
import { connectPeer, type Peer } from "./connect.ts";

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
  stream(path: string, token: string, signal: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}>;

const ANSWER_TIMEOUT_MS = 30_000;
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;
/** Smaller bodies cost more to squeeze than to send. */
const GZIP_ABOVE_BYTES = 8 * 1024;
const RETRY_AFTER_MAX_SECONDS = 600;

/** HTTP/1.1 with connections kept, over sockets that `connectPeer` has checked. */
export function httpClient(peer: Peer): HttpClient {
  const agent = new PeerAgent(peer);
  const prefix = peer.url.pathname.replace(/\/$/, "");
  const headers = (token?: string): Record<string, string | number> => ({
    host: peer.url.host,
    accept: "application/json",
    "user-agent": `driftvakt-agent/${AGENT_VERSION}`,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  const options = (method: string, path: string) => ({
    agent,
    method,
    host: peer.url.hostname,
    path: prefix + path,
  });
  return {
    async post(path, text, token) {
      const head = headers(token);
      const plain = Buffer.from(text);
      const body = plain.length > GZIP_ABOVE_BYTES ? gzipSync(plain) : plain;
      head["content-type"] = "application/json";
      head["content-length"] = body.length;
      if (body !== plain) head["content-encoding"] = "gzip";
      const response = await answered({ ...options("POST", path), headers: head }, body);
      return readAnswer(response);
    },
    async stream(path, token, signal) {
      const response = await answered(
        { ...options("GET", path), headers: headers(token), signal },
        undefined,
      );
      if (response.statusCode !== 200) await readAnswer(response);
      return response;
    },
    close: () => agent.destroy(),
  };
}

class PeerAgent extends Agent {
  readonly #peer: Peer;
  constructor(peer: Peer) {
    super({ keepAlive: true, maxSockets: 4, maxFreeSockets: 2 });
    this.#peer = peer;
  }
  override createConnection(
    _options: unknown,
    done: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    void this.#connect(done);
  }

  async #connect(done: (error: Error | null, socket: Duplex) => void): Promise<void> {
    try {
      done(null, await connectPeer(this.#peer));
    } catch (error) {
      done(error as Error, undefined as never);
    }
  }
}

function answered(options: RequestOptions, body: Buffer | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options);
    const timer = setTimeout(
      () => outgoing.destroy(new Error("the control plane did not answer in time")),
      ANSWER_TIMEOUT_MS,
    );
    outgoing.once("response", (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    outgoing.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    outgoing.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<unknown> {
  const text = await readText(response);
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299)
    throw new HttpFault(status, faultText(status, text), retryAfter(response));
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpFault(status, "the control plane's answer is not JSON");
  }
}

function readText(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => response.destroy(new Error("the answer did not end in time")),
      ANSWER_TIMEOUT_MS,
    );
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > ANSWER_MAX_BYTES) response.destroy(new Error("the answer is too long"));
      else chunks.push(chunk);
    });
    response.once("end", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString("utf8"));
    });
    response.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
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

function retryAfter(response: IncomingMessage): number | undefined {
  const seconds = Number(response.headers["retry-after"]);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds, RETRY_AFTER_MAX_SECONDS)
    : undefined;
}
