import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  verify,
  type KeyObject,
} from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import {
  batchSchema,
  challengeRequestSchema,
  enrolProofText,
  enrolRequestSchema,
  ORDER_PING_SECONDS,
  sessionProofText,
  sessionRequestSchema,
  type AgentWireEvent,
  type Order,
  type Report,
} from "@driftvakt/protocol/agent";
import {
  keyId,
  publicKeyFromRaw,
  rawPublicKey,
  seal,
  type Envelope,
} from "@driftvakt/protocol/envelope";
import type { Charter, Mandate } from "@driftvakt/protocol/mandate";
import type { TargetState } from "@driftvakt/protocol/target";

/** What a test may turn: how the peer answers from now on. */
export type Mood = {
  /** Status and headers for every report batch instead of taking it. */
  refuseReports?: { status: number; headers?: Record<string, string> } | undefined;
  /** Takes the batch but never answers, as where the answer is lost. */
  loseAnswers?: boolean;
  /** Says at first that it does not know any layout. */
  forgetLayouts?: boolean;
  /** Sequence numbers that can never be stored. */
  reject?: (seq: number) => boolean;
  /** Refuses a whole batch in which an agent event says this. */
  poison?: string;
  /** Milliseconds that this peer's clock is ahead. */
  clockAheadMs?: number;
};

/**
 * The other end of the agent protocol, for tests of the agent alone: a real HTTP server that checks every body with the real
 * schemas and every signature with real keys, and keeps what it was sent.
 */
export class ControlPeer {
  readonly keys = generateKeyPairSync("ed25519");
  readonly fingerprint = keyId(this.keys.publicKey);
  readonly installationId = randomUUID();
  readonly serverId = randomUUID();
  readonly token = `dvj_${randomBytes(32).toString("base64url")}`;
  readonly mood: Mood = {};
  readonly reports: Report[] = [];
  readonly events: AgentWireEvent[] = [];
  readonly layouts = new Map<string, readonly string[]>();
  readonly batches: {
    at: number;
    reports: number;
    events: number;
    gzip: boolean;
    sentAtMs: number;
  }[] = [];
  readonly logins: string[] = [];
  /** Files to be fetched by path, as the installer does. */
  readonly files = new Map<string, Buffer | string>();
  streamsOpened = 0;
  epoch = 1;
  charter: Charter;
  target: TargetState;
  #agentKey: KeyObject | undefined;
  #nonces = new Set<string>();
  #tokens = new Set<string>();
  #seen = new Set<number>();
  #streams = new Set<ServerResponse>();
  #server: Server;
  #sequence = 0;
  readonly #changed = new EventEmitter().setMaxListeners(100);

  constructor(tls?: { key: string; cert: string }) {
    this.charter = this.makeCharter(1, []);
    this.target = this.makeTarget(1, []);
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response).catch((error: unknown) => {
        response.writeHead(400).end(JSON.stringify({ title: String(error) }));
        this.#changed.emit("fault", error);
      });
    this.#server = tls ? createTlsServer(tls, listener) : createServer(listener);
    this.#secure = tls !== undefined;
    // As the control plane has it: an agent's connection outlives the pause between two reports.
    this.#server.keepAliveTimeout = 75_000;
  }
  readonly #secure: boolean;

  /** Listens; on an address of a test network where machines are to reach it. */
  async listen(port = 0, address = "127.0.0.1"): Promise<void> {
    this.#server.listen(port, address);
    await once(this.#server, "listening");
    this.#name = address === "127.0.0.1" && this.#secure ? "localhost" : address;
  }
  #name = "";

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#secure ? "https" : "http"}://${this.#name}:${this.port}`;
  }

  /** Goes away as a crashed server does. */
  async close(): Promise<void> {
    this.dropConnections();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  dropConnections(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
    this.#server.closeAllConnections();
  }

  /** Forgets every session: the next request is answered with 401. */
  endSessions(): void {
    this.#tokens.clear();
  }

  makeCharter(version: number, grants: Charter["grants"]): Charter {
    const { installationId, serverId, epoch } = this;
    const catalogue = { id: "test", version: "1" };
    return {
      format: 1,
      installationId,
      serverId,
      epoch,
      version,
      contractId: null,
      catalogue,
      grants,
    };
  }

  makeTarget(version: number, checks: TargetState["checks"], beatSeconds = 5): TargetState {
    const { serverId, epoch } = this;
    return {
      format: 1,
      serverId,
      epoch,
      version,
      contractId: null,
      compiledAtMs: Date.now(),
      beatSeconds,
      checks,
    };
  }

  makeMandate(change: Partial<Mandate> = {}): Mandate {
    const { installationId, serverId, epoch } = this;
    this.#sequence += 1;
    return {
      format: 1,
      id: randomUUID(),
      audience: { installationId, serverId, epoch },
      sequence: this.#sequence,
      operation: { name: "service.restart", version: 1, parameters: { unit: "demo.service" } },
      clause: "se-08",
      catalogue: { id: "test", version: "1" },
      askedBy: { kind: "technician", id: "t1", name: "Tova" },
      approvedBy: [],
      reason: "a test",
      notBeforeMs: Date.now() - 1000,
      expiresMs: Date.now() + 300_000,
      ...change,
    };
  }

  seal(type: string, value: unknown): Envelope {
    return seal(type, value, this.keys.privateKey);
  }

  /** Sends an order down every open stream. */
  order(order: Order): void {
    for (const stream of this.#streams) stream.write(`${JSON.stringify(order)}\n`);
  }

  get streams(): number {
    return this.#streams.size;
  }

  /** Waits until something holds; throws with what was seen after the deadline. */
  async until<T>(what: string, find: () => T | undefined | false, seconds = 40): Promise<T> {
    const deadline = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      try {
        await once(this.#changed, "change", { signal: deadline });
      } catch {
        const told = this.events.filter(({ type }) => type !== "inventory" && type !== "journal");
        const types = told.map((event) => JSON.stringify(event)).join("\n");
        throw new Error(
          `${what} did not happen within ${seconds} s; events:\n${types.slice(-6000)}`,
        );
      }
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (body: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
      this.#changed.emit("change");
    };
    const file = this.files.get(request.url ?? "");
    if (file !== undefined) return void response.end(file);
    const nowMs = Date.now() + (this.mood.clockAheadMs ?? 0);
    const body = await readBody(request);
    switch (request.url) {
      case "/agent/v1/enrol":
        return answer(this.#enrol(body.value));
      case "/agent/v1/challenge": {
        challengeRequestSchema.parse(body.value);
        const nonce = randomBytes(32).toString("base64");
        this.#nonces.add(nonce);
        return answer({ nonce });
      }
      case "/agent/v1/session":
        return answer({ token: this.#login(body.value), expiresInSeconds: 3600, nowMs });
      default:
      // Everything else wants a session.
    }
    if (!this.#tokens.has(request.headers.authorization?.replace("Bearer ", "") ?? ""))
      return void response.writeHead(401).end("{}");
    if (request.url === "/agent/v1/orders") return this.#openStream(response, nowMs);
    const { refuseReports, loseAnswers } = this.mood;
    if (refuseReports)
      return void response.writeHead(refuseReports.status, refuseReports.headers).end("{}");
    const result = this.#take(body.value, body.gzip);
    if (loseAnswers) {
      response.destroy();
      this.#changed.emit("change");
      return;
    }
    answer({ nowMs, ...result });
  }

  #enrol(value: unknown) {
    const request = enrolRequestSchema.parse(value);
    const key = publicKeyFromRaw(request.publicKey);
    if (request.token !== this.token) throw new Error("unknown join token");
    const proof = Buffer.from(request.proof, "base64");
    if (!verify(null, Buffer.from(enrolProofText(request)), key, proof))
      throw new Error("bad proof");
    this.#agentKey = key;
    const { installationId, serverId, epoch } = this;
    const controlKeys = [rawPublicKey(this.keys.publicKey).toString("base64")];
    const welcome = { nonce: request.nonce, installationId, serverId, epoch, controlKeys };
    return {
      welcome: this.seal("welcome", welcome),
      charter: this.seal("charter", this.charter),
      target: this.seal("target", this.target),
    };
  }

  #login(value: unknown): string {
    const request = sessionRequestSchema.parse(value);
    if (!this.#nonces.delete(request.nonce)) throw new Error("unknown nonce");
    const proof = Buffer.from(request.signature, "base64");
    if (
      !this.#agentKey ||
      !verify(null, Buffer.from(sessionProofText(request)), this.#agentKey, proof)
    )
      throw new Error("bad proof");
    this.logins.push(request.bootId);
    const token = `dva_${randomBytes(32).toString("base64url")}`;
    this.#tokens.add(token);
    return token;
  }

  #openStream(response: ServerResponse, nowMs: number): void {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write(`${JSON.stringify({ type: "hello", nowMs })}\n`);
    this.#streams.add(response);
    this.streamsOpened += 1;
    const ping = setInterval(
      () => response.write(`${JSON.stringify({ type: "ping", nowMs: Date.now() })}\n`),
      ORDER_PING_SECONDS * 1000,
    );
    ping.unref();
    response.once("close", () => clearInterval(ping));
    response.once("close", () => this.#streams.delete(response));
    this.#changed.emit("change");
  }

  #take(value: unknown, gzip: boolean) {
    const batch = batchSchema.parse(value);
    for (const [id, keys] of Object.entries(batch.layouts ?? {})) {
      const hash = createHash("sha256").update(JSON.stringify(keys)).digest("hex").slice(0, 16);
      if (hash !== id) throw new Error("a layout's id is not its hash");
      this.layouts.set(id, keys);
    }
    if (this.mood.forgetLayouts) {
      this.layouts.clear();
      this.mood.forgetLayouts = false;
    }
    if (batch.events?.some((event) => event.type === "agent" && event.what === this.mood.poison))
      throw new Error("a poisoned batch");
    const unknown = new Set<string>();
    const rejected: { seq: number; reason: string }[] = [];
    for (const report of batch.reports) {
      if (!this.layouts.has(report.layout)) unknown.add(report.layout);
      else if (this.#isNew(report.seq, rejected)) this.reports.push(report);
    }
    for (const event of batch.events ?? [])
      if (this.#isNew(event.seq, rejected)) this.events.push(event);
    const { sentAtMs } = batch;
    this.batches.push({
      at: Date.now(),
      reports: batch.reports.length,
      events: batch.events?.length ?? 0,
      gzip,
      sentAtMs,
    });
    return { unknownLayouts: [...unknown], rejected };
  }

  #isNew(seq: number, rejected: { seq: number; reason: string }[]): boolean {
    if (this.mood.reject?.(seq)) {
      rejected.push({ seq, reason: "the test says so" });
      return false;
    }
    if (this.#seen.has(seq)) return false;
    this.#seen.add(seq);
    return true;
  }
}

async function readBody(request: IncomingMessage): Promise<{ value: unknown; gzip: boolean }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const gzip = request.headers["content-encoding"] === "gzip";
  const body = gzip ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
  return { value: body.length === 0 ? undefined : JSON.parse(body.toString("utf8")), gzip };
}
