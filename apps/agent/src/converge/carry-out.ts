import type { Action, Outcome } from "@driftvakt/drivers/driver";
import type { Host } from "@driftvakt/drivers/host";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { Mandate, MandateRefusal } from "@driftvakt/protocol/mandate";
import type { Journal, MandateRow, MandateStage } from "../journal/index.ts";
import { log, reasonOf } from "../log.ts";
import { payloadHash, verifyMandate, type Circumstances } from "./verify-mandate.ts";

export type Word = Readonly<{
  mandateId: string | null;
  stage: MandateStage;
  refusal: MandateRefusal | null;
  output: string;
}>;

export type Surroundings = Readonly<{
  journal: Journal;
  host: Host;
  actions: ReadonlyMap<string, Action<never>>;
  circumstances: () => Circumstances;
  nowMs: () => number;
  /** Tells the control plane; the journal has it already. */
  tell: (word: Word) => void;
  signal: AbortSignal;
  /** Milliseconds until a mandate is looked at again that could not be put on record; for tests. */
  againMs?: number;
}>;

const OUTPUT_MAX_CHARACTERS = 4000;
/** Until a mandate is looked at again that could not be put on record. */
const AGAIN_MS = 10_000;

/** Takes mandates, one after the other: each is decided on, written down, carried out and judged before the next. */
export class Executor {
  readonly #around: Surroundings;
  #queue: Promise<void> = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /**
   * Resolves when the mandate is decided on and, where accepted, has ended. One that cannot be put on record, because the
   * disk is full, is not carried out; it comes up again by itself until it can be.
   */
  take(envelope: Envelope): Promise<void> {
    return this.#enqueue(
      () => this.#decide(envelope),
      () => this.#takeAgainLater(envelope),
    );
  }

  #takeAgainLater(envelope: Envelope): void {
    setTimeout(() => {
      if (this.#around.signal.aborted) return;
      // It may have been accepted before the record failed: then what became of it is all that is left to find out.
      void this.concludeUnfinished();
      void this.take(envelope);
    }, this.#around.againMs ?? AGAIN_MS).unref();
  }

  /** Finds out what became of operations that were under way when the agent ended. Never runs them again. */
  concludeUnfinished(): Promise<void> {
    return this.#enqueue(async () => {
      for (const row of this.#around.journal.listUnfinished()) await this.#conclude(row);
    });
  }

  #enqueue(work: () => Promise<void>, onFailure: () => void = () => undefined): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      if (this.#around.signal.aborted) return;
      log("error", "a mandate could not be dealt with", { reason: reasonOf(error) });
      onFailure();
    });
    return this.#queue;
  }

  async #decide(envelope: Envelope): Promise<void> {
    const verdict = verifyMandate(envelope, this.#around.circumstances());
    const { mandate } = verdict;
    if (mandate && this.#repeat(mandate, payloadHash(envelope))) return;
    if (!verdict.ok)
      return this.#refuse(verdict.refusal, verdict.mandateId, verdict.detail, envelope, mandate);
    const action = this.#around.actions.get(verdict.mandate.operation.name);
    if (!action)
      return this.#refuse("unknown-operation", verdict.mandate.id, "", envelope, verdict.mandate);
    const parameters = verdict.mandate.operation.parameters as never;
    const before = await this.#look(action, parameters);
    if (before.mark === undefined)
      return this.#refuse("no-such-unit", verdict.mandate.id, before.detail, envelope, mandate);
    await this.#run(this.#accept(verdict.mandate, envelope, before.mark), action);
  }

  /** What the operation names, as it is now; no mark where it is not on this machine. */
  async #look(
    action: Action<never>,
    parameters: never,
  ): Promise<Readonly<{ mark: string | undefined; detail: string }>> {
    const { host } = this.#around;
    try {
      if (!(await action.exists(host, parameters))) return { mark: undefined, detail: "" };
      return { mark: await action.mark(host, parameters), detail: "" };
    } catch (error) {
      return { mark: undefined, detail: reasonOf(error).slice(0, 500) };
    }
  }

  /** The same mandate again, as after a lost answer: says again what was said. */
  #repeat(mandate: Mandate, hash: string): boolean {
    const known = this.#around.journal.findMandate(mandate.id);
    if (!known || known.payloadHash !== hash) return false;
    const { id: mandateId, stage, refusal, output } = known;
    this.#around.tell({ mandateId, stage, refusal, output });
    return true;
  }

  #refuse(
    refusal: MandateRefusal,
    mandateId: string | null,
    detail: string,
    envelope: Envelope,
    mandate: Mandate | undefined,
  ): void {
    const { journal, nowMs, tell } = this.#around;
    const fact = { kind: "refused" as const, mandateId, refusal, detail, ...told(mandate) };
    // A number that is used up stays so, else a refused mandate could be played again later. One that was already
    // passed, or an id that stands for something else, must not overwrite what was decided.
    if (mandate && refusal !== "replayed" && !journal.findMandate(mandate.id))
      journal.record(fact, nowMs(), {
        ...newRow(mandate, envelope, "", nowMs()),
        stage: "refused",
        refusal,
        output: detail,
      });
    else journal.append(fact, nowMs());
    tell({ mandateId, stage: "refused", refusal, output: detail });
  }

  #accept(mandate: Mandate, envelope: Envelope, mark: string): MandateRow {
    const { journal, nowMs, tell } = this.#around;
    const row = newRow(mandate, envelope, mark, nowMs());
    journal.record(
      { kind: "accepted", mandateId: mandate.id, mark, ...told(mandate) },
      nowMs(),
      row,
    );
    tell({ mandateId: mandate.id, stage: "accepted", refusal: null, output: "" });
    return row;
  }

  async #run(row: MandateRow, action: Action<never>): Promise<void> {
    const { host, signal } = this.#around;
    const parameters = JSON.parse(row.parameters) as never;
    const { line } = action.describe(parameters);
    const started = this.#step(row, "started", line);
    try {
      await action.perform(host, parameters, { signal });
    } catch (error) {
      // The agent is ending: what becomes of the operation is for its next start to see.
      if (signal.aborted) return;
      this.#step(started, "failed", reasonOf(error));
      return;
    }
    if (!signal.aborted) await this.#conclude(started);
  }

  async #conclude(row: MandateRow): Promise<void> {
    const action = this.#around.actions.get(row.operation);
    const outcome: Outcome = action
      ? await action.conclude(this.#around.host, JSON.parse(row.parameters) as never, row.mark)
      : { result: "failed", output: "this release does not know the operation" };
    this.#step(row, outcome.result, outcome.output);
  }

  #step(
    row: MandateRow,
    stage: MandateStage & ("started" | "succeeded" | "failed"),
    text: string,
  ): MandateRow {
    const { journal, nowMs, tell } = this.#around;
    const output = text.slice(0, OUTPUT_MAX_CHARACTERS);
    const next: MandateRow = { ...row, stage, output };
    journal.record({ kind: stage, mandateId: row.id, output }, nowMs(), next);
    tell({ mandateId: row.id, stage, refusal: null, output });
    return next;
  }
}

/** What the journal keeps of a mandate: who asked for what under which clause. */
function told(mandate: Mandate | undefined): Record<string, unknown> {
  if (!mandate) return {};
  const { sequence, operation, clause, askedBy, approvedBy, reason, expiresMs } = mandate;
  return { sequence, operation, clause, askedBy, approvedBy, reason, expiresMs };
}

function newRow(
  mandate: Mandate,
  envelope: Envelope,
  mark: string,
  acceptedAtMs: number,
): MandateRow {
  return {
    id: mandate.id,
    sequence: mandate.sequence,
    payloadHash: payloadHash(envelope),
    operation: mandate.operation.name,
    parameters: JSON.stringify(mandate.operation.parameters),
    clause: mandate.clause,
    acceptedAtMs,
    mark,
    stage: "accepted",
    refusal: null,
    output: "",
  };
}
