import {
  advance,
  initialStanding,
  instanceId,
  type Check,
  type CheckStanding,
  type CheckState,
  type StandingChange,
} from "@driftvakt/domain/monitoring";
import type { NewEvent, NewReport, StandingRow } from "../spool/index.ts";

/** One result of one instance of a check. */
export type Verdict = Readonly<{
  check: Check;
  instance?: string | undefined;
  state: CheckState;
  /** One line for people. */
  output: string;
  value: number | null;
  maxAttempts: number;
}>;

/** What is kept of an instance between results and across restarts of the agent. */
type Kept = Readonly<{ checkId: string; standing: CheckStanding; output: string }>;

/** Where standings are kept; the spool, in the product. */
export type StandingStore = Readonly<{
  listStandings(): readonly StandingRow[];
  forgetStanding(id: string): void;
  add(items: readonly (NewReport | NewEvent)[], standings: readonly StandingRow[]): void;
}>;

const OUTPUT_MAX_CHARACTERS = 2000;

/** Where every instance of every check stands. Changes and standings are stored together or not at all. */
export class Standings {
  readonly #store: StandingStore;
  readonly #kept = new Map<string, Kept>();
  readonly #stored = new Map<string, string>();

  constructor(store: StandingStore) {
    this.#store = store;
    for (const { id, body } of store.listStandings()) {
      this.#kept.set(id, JSON.parse(body) as Kept);
      this.#stored.set(id, body);
    }
  }

  has(check: Check, instance?: string): boolean {
    return this.#kept.has(instanceId(check, instance));
  }

  /** Instances of a check, by their id. */
  listOf(checkId: string): readonly string[] {
    return [...this.#kept].filter(([, kept]) => kept.checkId === checkId).map(([id]) => id);
  }

  /**
   * Takes results into account; what changed leaves at once.
   * @param seen what was judged and seen beside it, kept in the same transaction.
   */
  judge(
    verdicts: readonly Verdict[],
    atMs: number,
    seen: readonly (NewReport | NewEvent)[] = [],
  ): void {
    const events: NewEvent[] = [];
    const rows: StandingRow[] = [];
    for (const verdict of verdicts) {
      const id = instanceId(verdict.check, verdict.instance);
      if (isUnmoved(this.#kept.get(id), verdict)) continue;
      events.push(...this.#judgeOne(id, verdict, atMs));
      const body = JSON.stringify(this.#kept.get(id));
      if (this.#stored.get(id) === body) continue;
      this.#stored.set(id, body);
      rows.push({ id, body });
    }
    const items = [...seen, ...events];
    if (items.length > 0 || rows.length > 0) this.#store.add(items, rows);
  }

  #judgeOne(id: string, verdict: Verdict, atMs: number): NewEvent[] {
    const before = this.#kept.get(id);
    const standing = before?.standing ?? initialStanding(atMs);
    const step = advance(standing, verdict.state, atMs, verdict.maxAttempts);
    const output = verdict.output.slice(0, OUTPUT_MAX_CHARACTERS);
    // A changing figure alone is no reason to write: the text is kept as it was when the state changed.
    const kept = step.changes.length > 0 || !before ? output : before.output;
    this.#kept.set(id, { checkId: verdict.check.id, standing: step.standing, output: kept });
    const events = step.changes.map((change) =>
      this.#event(id, verdict, change, step.standing, atMs),
    );
    return before ? events : [this.#appeared(id, verdict, atMs), ...events];
  }

  #event(
    id: string,
    verdict: Verdict,
    change: StandingChange,
    standing: CheckStanding,
    atMs: number,
  ): NewEvent {
    return {
      type: "check",
      atMs,
      check: id,
      change: change.kind,
      from: change.from,
      to: change.to,
      attempt: standing.attempt,
      output: verdict.output.slice(0, OUTPUT_MAX_CHARACTERS),
      value: verdict.value,
      clauses: [...verdict.check.clauses],
    };
  }

  #appeared(id: string, verdict: Verdict, atMs: number): NewEvent {
    const change = { kind: "soft", from: "ok", to: "ok" } as const;
    return {
      ...this.#event(id, verdict, change, initialStanding(atMs), atMs),
      change: "appeared",
    } as NewEvent;
  }

  /** An instance is no longer there: a file system was unmounted, a service removed. */
  forget(id: string, clauses: readonly string[], atMs: number): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    this.#kept.delete(id);
    this.#stored.delete(id);
    this.#store.forgetStanding(id);
    const { hardState } = kept.standing;
    const event: NewEvent = {
      type: "check",
      atMs,
      check: id,
      change: "disappeared",
      from: hardState,
      to: "ok",
      attempt: 1,
      output: "no longer on the machine",
      value: null,
      clauses: [...clauses],
    };
    this.#store.add([event], []);
  }

  /** Forgets instances of checks that the target state no longer has. */
  keepOnly(checks: readonly Check[], atMs: number): void {
    const ids = new Set(checks.map(({ id }) => id));
    for (const [id, kept] of this.#kept) if (!ids.has(kept.checkId)) this.forget(id, [], atMs);
  }
}

/** Well for as long as is remembered and well again: what `advance` would give is what is kept already. */
function isUnmoved(kept: Kept | undefined, verdict: Verdict): boolean {
  if (verdict.state !== "ok" || kept === undefined) return false;
  const { state, hardState, flapping, changes } = kept.standing;
  return state === "ok" && hardState === "ok" && !flapping && changes === QUIET;
}

/** Twenty results without a change, as `advance` remembers them. */
const QUIET = "0".repeat(20);
