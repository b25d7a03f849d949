import { setTimeout as pause } from "node:timers/promises";
import { layoutId } from "@driftvakt/protocol/agent";
import {
  enrol,
  makeAgent,
  signIn,
  type Send,
  type SimulatedAgent,
} from "../../bench/agents/simulated-agent.ts";
import type { ControlPlane } from "./control-plane.ts";

const KEYS = ["cpu.busy", "memory.used", "uptime"] as const;
const LAYOUT = layoutId(KEYS);
const REPORTS_PER_BATCH = 4;
const RETRY_MS = 50;

/** An agent without a machine that sends as fast as it is answered, again until it is, and writes down what was. */
export class Writer {
  readonly agent: SimulatedAgent;
  /** Sequence numbers of readings that were acknowledged. */
  readonly acknowledged: number[] = [];
  /** Problems that were acknowledged: each opens an incident, and the next event ends it. */
  problems = 0;
  /** The last answer that was none of success. */
  refusal: { status: number; body: unknown } | undefined;
  #lastAtMs = 0;
  #broken = false;
  #stopped = false;
  #abandoned = false;
  #running: Promise<void> | undefined;
  readonly #send: Send;
  readonly #check: string;

  private constructor(agent: SimulatedAgent, send: Send) {
    this.agent = agent;
    this.#send = send;
    this.#check = `service:${agent.hostname}.service`;
  }

  /** Enrols a new one against any control plane; `send` says to which each request goes. */
  static async open(
    control: ControlPlane,
    place: { hostname: string; customerId: string; contractId: string },
    send: Send = sendTo(control),
  ): Promise<Writer> {
    const { token, serverKey } = await control.ask("enrolments.create", { body: place });
    const agent = makeAgent(place.hostname);
    await enrol(send, agent, token, serverKey);
    await signIn(send, agent);
    return new Writer(agent, send);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the batch under way, and with an incident that was open. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Ends whatever is under way; for the end of a test that failed. */
  abandon(): void {
    this.#abandoned = true;
  }

  async #run(): Promise<void> {
    while ((!this.#stopped || this.#broken) && !this.#abandoned) {
      const toggles = this.agent.seq % 10 < REPORTS_PER_BATCH || this.#stopped;
      const batch = this.#compose(toggles);
      await this.#deliver(batch);
      this.acknowledged.push(...batch.reports.map(({ seq }) => seq));
      if (!toggles) continue;
      this.#broken = !this.#broken;
      if (this.#broken) this.problems += 1;
    }
  }

  #compose(toggles: boolean) {
    const reports = Array.from({ length: REPORTS_PER_BATCH }, () => {
      this.#lastAtMs = Math.max(Date.now(), this.#lastAtMs + 1);
      return { seq: ++this.agent.seq, atMs: this.#lastAtMs, layout: LAYOUT, values: [1, 2, 3] };
    });
    const states = this.#broken ? ["critical", "ok"] : ["ok", "critical"];
    const event = {
      type: "check",
      seq: ++this.agent.seq,
      atMs: this.#lastAtMs,
      check: this.#check,
      change: "hard",
      from: states[0],
      to: states[1],
      attempt: 1,
      output: "as the test says",
      value: null,
      clauses: ["se-04"],
    };
    const layouts = { [LAYOUT]: KEYS };
    return { sentAtMs: Date.now(), layouts, reports, events: toggles ? [event] : [] };
  }

  async #deliver(batch: object): Promise<void> {
    while (!this.#abandoned) {
      const { agent } = this;
      const answer = await this.#send("POST", "/agent/v1/reports", batch, agent.token).catch(
        () => undefined,
      );
      if (answer?.status === 200) return;
      this.refusal = answer;
      if (answer?.status === 401) await signIn(this.#send, agent).catch(() => undefined);
      else if (answer && answer.status < 500 && answer.status !== 429)
        throw new Error(`a batch was refused: ${answer.status} ${JSON.stringify(answer)}`);
      await pause(RETRY_MS);
    }
  }
}

/** Sends an agent's requests to one control plane. */
export function sendTo(control: ControlPlane): Send {
  return async (method, path, body, token) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { status, text } = await control.send(method, path, { body, headers });
    return { status, body: text === "" ? undefined : JSON.parse(text) };
  };
}
