import { randomUUID } from "node:crypto";
import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createSecureContext } from "node:tls";
import { layoutId } from "@driftvakt/protocol/agent";
import type pg from "pg";
import { backoff, type Backoff } from "../../apps/agent/src/link/backoff.ts";
import { makeAgent, signIn, type SimulatedAgent } from "../../bench/agents/simulated-agent.ts";

const KEYS = ["cpu.busy", "memory.used", "uptime"] as const;
const LAYOUT = layoutId(KEYS);
const ANSWER_WITHIN_MS = 30_000;
const REPORTS_MAX = 100;
const FIRST_WITHIN_MS = 20_000;

/** One for all: making it costs more than a handshake, and each real agent has a processor of its own for that. */
const CONTEXT = createSecureContext({ minVersion: "TLSv1.2" });

export type FleetOptions = {
  readonly url: URL;
  readonly count: number;
  readonly beatSeconds: number;
  readonly customerId: string;
};

/** The control plane said no, and perhaps for how long it wants to be left alone. */
class Refusal extends Error {
  readonly status: number;
  readonly retryAfterMs: number;
  constructor(status: number, retryAfterMs: number) {
    super(String(status));
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What an agent waits after a failure: as the real one does, by its own rule. */
function waitAfter(error: unknown, pauses: Backoff): number {
  return Math.max(error instanceof Refusal ? error.retryAfterMs : 0, pauses.next());
}

/**
 * One machine's agent without a machine: real keys, the real protocol over TLS from an address of its own, the real
 * agent's waits. It takes a reading each beat, keeps what is not acknowledged, and holds a stream of orders.
 */
class FleetAgent {
  readonly identity: SimulatedAgent;
  readonly #url: URL;
  readonly #https: Agent;
  readonly #stop: AbortSignal;
  #backlog: { seq: number; atMs: number }[] = [];
  #isSignedIn: Promise<void> | undefined;
  #isListening = false;
  #hasDelivered = false;
  taken = 0;
  longestWaitMs = 0;
  refusals = 0;
  /** When it was wholly back after the last loss: it listens, and all that it kept is acknowledged. */
  backAtMs: number | undefined;

  constructor(nth: number, url: URL, stop: AbortSignal) {
    this.identity = makeAgent(`fleet-${nth}`);
    this.identity.serverId = randomUUID();
    this.identity.epoch = 1;
    this.#url = url;
    this.#stop = stop;
    const localAddress = url.hostname.startsWith("127.")
      ? `127.2.${Math.floor(nth / 250)}.${(nth % 250) + 1}`
      : undefined;
    this.#https = new Agent({
      keepAlive: true,
      maxSockets: 2,
      rejectUnauthorized: false,
      secureContext: CONTEXT,
      maxCachedSessions: 0,
      ...(localAddress && { localAddress }),
    });
  }

  run(beatSeconds: number): void {
    void this.#beat(beatSeconds);
    // Machines are not all switched on in the same instant.
    void this.#wait(Math.random() * FIRST_WITHIN_MS).then(() => {
      void this.#listen();
      void this.#deliver();
    });
  }

  lose(): void {
    this.backAtMs = undefined;
    this.#hasDelivered = false;
  }

  close(): void {
    this.#https.destroy();
  }

  get waiting(): number {
    return this.#backlog.length;
  }

  async #beat(beatSeconds: number): Promise<void> {
    await this.#wait(Math.random() * beatSeconds * 1000);
    while (!this.#stop.aborted) {
      this.#backlog.push({ seq: ++this.identity.seq, atMs: Date.now() });
      this.taken += 1;
      await this.#wait(beatSeconds * 1000);
    }
  }

  async #listen(): Promise<void> {
    const pauses = backoff();
    while (!this.#stop.aborted) {
      let waitMs: number;
      try {
        const asked = await this.#follow(pauses);
        waitMs = asked === undefined ? pauses.next() : asked * 1000 * (1 + Math.random());
      } catch (error) {
        waitMs = waitAfter(error, pauses);
      }
      this.#isListening = false;
      this.longestWaitMs = Math.max(this.longestWaitMs, waitMs);
      await this.#wait(waitMs);
    }
  }

  /** @returns seconds, where the control plane said goodbye. */
  async #follow(pauses: Backoff): Promise<number | undefined> {
    await this.#signIn();
    const token = this.identity.token;
    const stream = await this.#ask("GET", "/agent/v1/orders", undefined, token);
    if (stream.statusCode !== 200) throw await this.#refused(stream, token);
    pauses.succeeded();
    this.#isListening = true;
    this.#noteBack();
    stream.setEncoding("utf8");
    for await (const text of stream) {
      const bye = /"type":"bye","retryAfterSeconds":(\d+)/.exec(String(text));
      if (!bye) continue;
      this.#drop(token);
      stream.destroy();
      return Number(bye[1]);
    }
    return undefined;
  }

  async #deliver(): Promise<void> {
    const pauses = backoff();
    while (!this.#stop.aborted) {
      if (this.#backlog.length === 0) {
        await this.#wait(200);
        continue;
      }
      try {
        await this.#send();
        pauses.succeeded();
      } catch (error) {
        await this.#wait(waitAfter(error, pauses));
      }
    }
  }

  async #send(): Promise<void> {
    await this.#signIn();
    const token = this.identity.token;
    const batch = this.#backlog.slice(0, REPORTS_MAX);
    const reports = batch.map((one) => ({ ...one, layout: LAYOUT, values: [1, 2, 3] }));
    const body = { sentAtMs: Date.now(), layouts: { [LAYOUT]: KEYS }, reports };
    const answer = await this.#ask("POST", "/agent/v1/reports", body, token);
    if (answer.statusCode !== 200) throw await this.#refused(answer, token);
    await readAll(answer);
    this.#backlog = this.#backlog.slice(batch.length);
    this.#hasDelivered = this.#backlog.length === 0;
    this.#noteBack();
  }

  #noteBack(): void {
    if (this.#isListening && this.#hasDelivered) this.backAtMs ??= performance.now();
  }

  async #refused(answer: IncomingMessage, token: string): Promise<Refusal> {
    await readAll(answer);
    if (answer.statusCode === 401) this.#drop(token);
    this.refusals += 1;
    const seconds = Number(answer.headers["retry-after"] ?? 0);
    return new Refusal(answer.statusCode ?? 0, seconds * 1000);
  }

  #drop(token: string): void {
    if (this.identity.token === token) this.identity.token = "";
  }

  /** Both loops share one sign-in, as in the real agent. */
  async #signIn(): Promise<void> {
    if (this.identity.token !== "") return;
    this.#isSignedIn ??= signIn(async (method, path, body) => {
      const answer = await this.#ask(method, path, body);
      if (answer.statusCode !== 200) throw await this.#refused(answer, "");
      return { status: 200, body: JSON.parse(await readAll(answer)) as unknown };
    }, this.identity).finally(() => {
      this.#isSignedIn = undefined;
    });
    await this.#isSignedIn;
  }

  #ask(method: string, path: string, body: unknown, token?: string): Promise<IncomingMessage> {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(text !== "" && {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(text)),
      }),
    };
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const sent = request({ agent: this.#https, hostname, port, method, path, headers });
      const timer = setTimeout(() => sent.destroy(new Error("no answer")), ANSWER_WITHIN_MS);
      sent.once("response", (answer) => {
        clearTimeout(timer);
        answer.on("error", () => undefined);
        resolve(answer);
      });
      sent.once("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      sent.end(text);
    });
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { ref: false });
  }
}

async function readAll(answer: IncomingMessage): Promise<string> {
  answer.setEncoding("utf8");
  let text = "";
  for await (const part of answer) text += String(part);
  return text;
}

/** Many agents at once, and how they come back after a loss. */
export class ReconnectingFleet {
  readonly agents: readonly FleetAgent[];
  readonly #stop = new AbortController();
  readonly #options: FleetOptions;
  #lostAtMs = 0;

  private constructor(options: FleetOptions) {
    this.#options = options;
    this.agents = Array.from(
      { length: options.count },
      (_, nth) => new FleetAgent(nth, options.url, this.#stop.signal),
    );
  }

  /** Puts the machines on record as enrolled ones; enrolling itself is not what is looked at. */
  static async open(options: FleetOptions, ledger: pg.Client): Promise<ReconnectingFleet> {
    const fleet = new ReconnectingFleet(options);
    const rows = fleet.agents.map(({ identity }) => ({
      id: identity.serverId,
      hostname: identity.hostname,
      key: identity.publicKey,
    }));
    await ledger.query(
      `insert into server (id, customer_id, hostname, state, epoch, public_key, enrolled_at, last_seen_at)
       select (one->>'id')::uuid, $1, one->>'hostname', 'up', 1, one->>'key', now(), now()
       from jsonb_array_elements($2::jsonb) as one`,
      [options.customerId, JSON.stringify(rows)],
    );
    return fleet;
  }

  start(): void {
    for (const agent of this.agents) agent.run(this.#options.beatSeconds);
  }

  /** From now on everybody counts as away until wholly back. */
  lose(): void {
    this.#lostAtMs = performance.now();
    for (const agent of this.agents) agent.lose();
  }

  get away(): number {
    return this.agents.filter(({ backAtMs }) => backAtMs === undefined).length;
  }

  /** Waits until every agent is wholly back. @throws after the deadline, with how many are not. */
  async waitUntilBack(deadlineSeconds: number): Promise<void> {
    const deadline = performance.now() + deadlineSeconds * 1000;
    while (this.away > 0) {
      if (performance.now() > deadline)
        throw new Error(`${this.away} agents are not back after ${deadlineSeconds} s`);
      await pause(100);
    }
  }

  /** Seconds from the loss until each agent was back, the quickest first. */
  backSeconds(): readonly number[] {
    return this.agents
      .map(({ backAtMs }) => ((backAtMs ?? Infinity) - this.#lostAtMs) / 1000)
      .toSorted((a, b) => a - b);
  }

  /** Readings that were taken and acknowledged but are not stored, and ones stored twice. Agents go on meanwhile. */
  async countLost(ledger: pg.Client): Promise<{ taken: number; lost: number; doubled: number }> {
    // Only what was acknowledged before the question must be in its answer.
    const acknowledged = this.agents.map((agent) => agent.taken - agent.waiting);
    const { rows } = await ledger.query<{ id: string; n: number; numbers: number }>(
      `select server.id, count(*)::int as n, count(distinct sample.seq)::int as numbers
       from sample join server on server.no = sample.server_no group by server.id`,
    );
    const stored = new Map(rows.map((row) => [row.id, row]));
    let [taken, lost, doubled] = [0, 0, 0];
    for (const [nth, agent] of this.agents.entries()) {
      const { n, numbers } = stored.get(agent.identity.serverId) ?? { n: 0, numbers: 0 };
      taken += agent.taken;
      lost += Math.max(0, acknowledged[nth]! - numbers);
      doubled += n - numbers;
    }
    return { taken, lost, doubled };
  }

  close(): void {
    this.#stop.abort();
    for (const agent of this.agents) agent.close();
  }
}
