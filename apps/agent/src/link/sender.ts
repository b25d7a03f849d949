import { setTimeout as sleep } from "node:timers/promises";
import { batchResponseSchema, REPORT_LIMITS, type BatchResponse } from "@driftvakt/protocol/agent";
import { log, reasonOf } from "../log.ts";
import { wireText, type Spool, type SpoolRecord } from "../spool/index.ts";
import { backoff } from "./backoff.ts";
import { HttpFault, type HttpClient } from "./http-client.ts";
import type { Session } from "./session.ts";

/** Well under the limit of a body, so that layouts and commas fit. */
const BATCH_MAX_CHARACTERS = 1024 * 1024;
const BATCH_MAX_RECORDS = Math.min(REPORT_LIMITS.reportsPerBatch, REPORT_LIMITS.eventsPerBatch);
/** Between looks whether everything has left. */
const DELIVERY_LOOK_MS = 20;
/** Statuses with which the control plane says that the body itself is at fault. */
const REFUSED_BODY = new Set([400, 413, 422]);

export type SenderOptions = Readonly<{
  client: HttpClient;
  session: Session;
  spool: Spool;
  nowMs: () => number;
  /** Told the control plane's clock (epoch ms) with each answer. */
  onTime: (nowMs: number) => void;
  /** Readings were taken. */
  onReadings?: () => void;
  signal: AbortSignal;
}>;

/** Sends what lies in the spool, oldest first, a batch at a time, and removes what was acknowledged. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #backoff = backoff();
  readonly #layoutsKnown = new Set<string>();
  #sentUpTo = 0;
  #batchRecords = BATCH_MAX_RECORDS;
  #wake: () => void = () => undefined;
  #kicked = false;
  #waitUntil = 0;
  #busy = false;
  readonly #ended: Promise<void>;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#ended = new Promise((resolve) => {
      options.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    options.spool.onAdd(() => this.kick());
  }

  /** There is something to send. */
  kick(): void {
    this.#kicked = true;
    this.#wake();
  }

  /** The control plane can be reached again: no need to sit out a long wait. */
  reachable(): void {
    if (this.#waitUntil > performance.now() + 1000) this.#waitUntil = 0;
    this.kick();
  }

  /** Resolves when everything that waits now is with the control plane; never throws. Used for the last word. */
  async delivered(): Promise<void> {
    this.#waitUntil = 0;
    while (!this.#options.signal.aborted && this.#hasWaiting()) {
      this.kick();
      await pause(DELIVERY_LOOK_MS);
    }
  }

  #hasWaiting(): boolean {
    return this.#busy || this.#options.spool.pending(this.#sentUpTo, 1).upTo !== this.#sentUpTo;
  }

  /** Sends until the signal ends it. */
  async run(): Promise<void> {
    while (!this.#options.signal.aborted) {
      this.#kicked = false;
      try {
        await this.#flush();
        this.#backoff.succeeded();
        await this.#waitForKick();
      } catch (error) {
        await this.#waitAfter(error);
      }
    }
  }

  /** Sends all that waits now. Throws where the control plane does not take it. */
  async #flush(): Promise<void> {
    this.#busy = true;
    try {
      while (await this.#sendNext());
    } finally {
      this.#busy = false;
    }
  }

  /** @returns whether there was anything. */
  async #sendNext(): Promise<boolean> {
    const { records, upTo } = this.#options.spool.pending(this.#sentUpTo, this.#batchRecords);
    if (upTo === this.#sentUpTo) return false;
    const batch = fitting(records);
    if (batch.length > 0) await this.#send(batch);
    this.#sentUpTo = batch.length < records.length ? (batch.at(-1)?.seq ?? upTo) : upTo;
    return true;
  }

  async #send(records: readonly SpoolRecord[]): Promise<void> {
    const answer = await this.#post(records);
    const again = this.#settleAnswer(records, answer);
    if (again.length === 0) return;
    const second = await this.#post(again);
    const stuck = this.#settleAnswer(again, second);
    if (stuck.length > 0)
      throw new Error("the control plane does not take layouts that it was sent");
  }

  /** Removes what was taken; gives back what must come again with its layout. */
  #settleAnswer(records: readonly SpoolRecord[], answer: BatchResponse): SpoolRecord[] {
    const unknown = new Set(answer.unknownLayouts ?? []);
    for (const id of unknown) this.#layoutsKnown.delete(id);
    for (const { seq, reason } of answer.rejected ?? [])
      log("warning", "a record was rejected", { seq, reason });
    const [taken, again] = partition(
      records,
      ({ kind, tag }) => kind === "event" || !unknown.has(tag),
    );
    this.#options.spool.acknowledge(taken.map(({ seq }) => seq));
    if (taken.some(({ kind }) => kind === "report")) this.#options.onReadings?.();
    const dropped = answer.rejected?.length ?? 0;
    if (dropped > 0) this.#count(dropped, answer.rejected?.[0]?.reason ?? "");
    return again;
  }

  #count(dropped: number, reason: string): void {
    const detail = `${dropped} records were rejected: ${reason}`.slice(0, 1000);
    this.#options.spool.add([
      { type: "agent", atMs: this.#options.nowMs(), what: "spool-dropped", detail },
    ]);
  }

  async #post(records: readonly SpoolRecord[]): Promise<BatchResponse> {
    const { client, session, onTime } = this.#options;
    const layouts = this.#layoutsOf(records);
    const body = batchText(records, layouts, this.#options.nowMs());
    const token = await session.token();
    try {
      const answer = batchResponseSchema.parse(await client.post("/agent/v1/reports", body, token));
      onTime(answer.nowMs);
      for (const id of layouts.keys()) this.#layoutsKnown.add(id);
      this.#batchRecords = Math.min(BATCH_MAX_RECORDS, this.#batchRecords * 2);
      return answer;
    } catch (error) {
      if (error instanceof HttpFault && error.status === 401) session.drop(token);
      if (error instanceof HttpFault && REFUSED_BODY.has(error.status))
        return this.#split(records, error);
      throw error;
    }
  }

  /** A body that is refused whole is sent in ever smaller parts; one record that is refused alone is dropped and counted. */
  async #split(records: readonly SpoolRecord[], fault: HttpFault): Promise<BatchResponse> {
    const [only] = records;
    if (records.length > 1 || !only) {
      this.#batchRecords = Math.max(1, Math.floor(records.length / 2));
      throw new BodyRefused(fault.message);
    }
    return { nowMs: this.#options.nowMs(), rejected: [{ seq: only.seq, reason: fault.message }] };
  }

  #layoutsOf(records: readonly SpoolRecord[]): Map<string, readonly string[]> {
    const layouts = new Map<string, readonly string[]>();
    for (const { kind, tag } of records) {
      if (kind === "event" || this.#layoutsKnown.has(tag) || layouts.has(tag)) continue;
      const keys = this.#options.spool.findLayout(tag);
      if (keys) layouts.set(tag, keys);
      if (layouts.size === REPORT_LIMITS.layoutsPerBatch) break;
    }
    return layouts;
  }

  async #waitForKick(): Promise<void> {
    if (this.#kicked) return;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([woken, this.#ended]);
  }

  async #waitAfter(error: unknown): Promise<void> {
    if (this.#options.signal.aborted) return;
    if (error instanceof BodyRefused) return;
    const asked = error instanceof HttpFault ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    const waitMs = Math.max(asked, this.#backoff.next());
    log("warning", "reports could not be delivered; they wait in the spool", {
      reason: reasonOf(error),
      retryInMs: waitMs,
    });
    this.#waitUntil = performance.now() + waitMs;
    while (!this.#options.signal.aborted && performance.now() < this.#waitUntil) {
      const leftMs = this.#waitUntil - performance.now();
      await Promise.race([pause(Math.min(leftMs, 1000)), this.#ended]);
    }
  }
}

/** The body was refused; smaller ones follow at once. */
class BodyRefused extends Error {}

function pause(ms: number): Promise<void> {
  return sleep(ms, undefined, { ref: false });
}

function fitting(records: readonly SpoolRecord[]): readonly SpoolRecord[] {
  let size = 0;
  const end = records.findIndex(({ body }, i) => {
    size += body.length + 40;
    return size > BATCH_MAX_CHARACTERS && i > 0;
  });
  return end < 0 ? records : records.slice(0, end);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}

/** The records lie in the spool as JSON already: the body is put together without reading them. */
function batchText(
  records: readonly SpoolRecord[],
  layouts: ReadonlyMap<string, readonly string[]>,
  sentAtMs: number,
): string {
  const [reports, events] = partition(records, ({ kind }) => kind === "report");
  const parts = [`"sentAtMs":${sentAtMs}`];
  if (layouts.size > 0) parts.push(`"layouts":${JSON.stringify(Object.fromEntries(layouts))}`);
  parts.push(`"reports":[${reports.map(wireText).join(",")}]`);
  if (events.length > 0) parts.push(`"events":[${events.map(wireText).join(",")}]`);
  return `{${parts.join(",")}}`;
}
