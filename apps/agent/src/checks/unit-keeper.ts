import { matchesUnit, type Check, type UnitsCheck } from "@driftvakt/domain/monitoring";
import {
  watchUnits,
  type UnitDetails,
  type UnitFacts,
  type UnitWatch,
} from "@driftvakt/drivers/systemd";
import { log, reasonOf } from "../log.ts";
import { judgeUnit, type UnitJudgement } from "./judge-unit.ts";
import { isPackageManagerBusy } from "./package-manager.ts";
import type { Standings, Verdict } from "./standings.ts";

/** A unit that restarts by itself: soft until its time is over, and only well again after a quiet spell. */
type Settling = {
  restarts: number;
  /** Has it moved on since it was last seen restarting? systemd tells one restart in several changes. */
  movedOn: boolean;
  output: string;
  timer: NodeJS.Timeout;
};

/** Attempts that never make a problem hard: while a unit settles, time decides, not counting. */
const NEVER_HARD = 1_000_000;
const ENABLED = new Set(["enabled", "enabled-runtime"]);

/** Keeps the checks on services: pushed by systemd, judged in order, told at once. */
export class UnitKeeper {
  readonly #standings: Standings;
  readonly #nowMs: () => number;
  readonly #settling = new Map<string, Settling>();
  readonly #last = new Map<string, Verdict>();
  #checks: readonly UnitsCheck[] = [];
  #watch: UnitWatch | undefined;
  #queue: Promise<void> = Promise.resolve();
  #starting = false;
  #stopping = false;

  constructor(standings: Standings, nowMs: () => number) {
    this.#standings = standings;
    this.#nowMs = nowMs;
  }

  /** Begins to watch. Does nothing on a machine that systemd does not run. */
  start(): void {
    this.#watch = watchUnits({
      onUnit: (unit) => this.#enqueue(() => this.#judge(unit)),
      onSnapshot: () => this.#enqueue(() => this.#judgeAll()),
      onLost: (reason) => log("warning", "the service manager is out of reach", { reason }),
    });
    if (!this.#watch) log("info", "services are not watched: systemd does not run this machine");
  }

  get watch(): UnitWatch | undefined {
    return this.#watch;
  }

  /** Is the whole machine going down? */
  async isMachineStopping(): Promise<boolean> {
    try {
      return await this.#machineStops();
    } catch {
      // The service manager no longer answers; what it said before counts.
      return this.#stopping;
    }
  }

  apply(checks: readonly Check[]): void {
    this.#checks = checks.filter((check) => check.type === "units");
    this.#last.clear();
    for (const key of this.#settling.keys()) this.#endSettling(key);
    if (this.#watch?.isConnected()) this.#enqueue(() => this.#judgeAll());
  }

  /** A beat without news is a result, too: flapping is reckoned over time. */
  steadyVerdicts(): readonly Verdict[] {
    if (this.#stopping) return [];
    const verdicts: Verdict[] = [];
    for (const [key, verdict] of this.#last) if (!this.#settling.has(key)) verdicts.push(verdict);
    return verdicts;
  }

  /** The slow safety net under the signals. */
  refresh(): void {
    this.#watch?.refresh().catch((error: unknown) => {
      log("warning", "services could not be read again", { reason: reasonOf(error) });
    });
  }

  close(): void {
    for (const key of this.#settling.keys()) this.#endSettling(key);
    this.#watch?.close();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      log("warning", "a service could not be judged", { reason: reasonOf(error) });
    });
  }

  async #judgeAll(): Promise<void> {
    const watch = this.#watch;
    if (!watch) return;
    const state = await watch.systemState();
    this.#starting = state === "initializing" || state === "starting";
    this.#stopping ||= state === "stopping";
    for (const unit of watch.units.values()) await this.#judge(unit);
    for (const name of watch.files.keys())
      if (!watch.units.has(name) && !name.includes("@.")) await this.#judge(unloaded(name));
    this.#forgetVanished(watch);
  }

  async #judge(unit: UnitFacts): Promise<void> {
    if (this.#stopping) return;
    for (const check of this.#checks)
      if (this.#isWatched(check, unit)) await this.#judgeFor(check, unit);
  }

  #isWatched(check: UnitsCheck, unit: UnitFacts): boolean {
    if (matchesUnit(check.except, unit.name)) return false;
    if (unit.load !== "loaded") return false;
    const enabled = ENABLED.has(this.#watch?.files.get(unit.name) ?? "");
    if (check.scope === "enabled" && enabled) return true;
    if (!matchesUnit(check.units, unit.name)) return false;
    return enabled || unit.active !== "inactive" || this.#standings.has(check, unit.name);
  }

  async #judgeFor(check: UnitsCheck, unit: UnitFacts): Promise<void> {
    const around = { starting: this.#starting, installing: false };
    let judgement = judgeUnit(unit, undefined, around);
    if (judgement.kind === "ask") {
      const details = await this.#details(unit);
      if (!details.wasActive && !this.#standings.has(check, unit.name)) return;
      judgement = judgeUnit(unit, details, { ...around, installing: isPackageManagerBusy() });
    } else if (judgement.kind === "problem" && unit.result === "")
      judgement = judgeUnit(unit, await this.#details(unit), around);
    if (judgement.kind === "problem" && !(await this.#stillStands(unit))) return;
    if (judgement.kind === "settling" && (await this.#machineStops())) return;
    this.#take(check, unit, judgement);
  }

  /**
   * Is the problem more than a moment on the way? systemd passes through "failed" before it restarts a unit by itself, and
   * every service ends while the machine goes down. What the unit is by now comes as a change of its own.
   */
  async #stillStands(unit: UnitFacts): Promise<boolean> {
    const [active, stops] = await Promise.all([
      this.#watch?.activeState(unit.name),
      this.#machineStops(),
    ]);
    return active === unit.active && !stops;
  }

  async #machineStops(): Promise<boolean> {
    this.#stopping ||= (await this.#watch?.systemState()) === "stopping";
    return this.#stopping;
  }

  #details(unit: UnitFacts): Promise<UnitDetails> {
    if (!this.#watch) throw new Error("no service manager");
    return this.#watch.details(unit.name);
  }

  #take(check: UnitsCheck, unit: UnitFacts, judgement: UnitJudgement): void {
    const key = `${check.id}:${unit.name}`;
    const settling = this.#settling.get(key);
    switch (judgement.kind) {
      case "ok":
        if (settling) settling.movedOn = true;
        else this.#say(check, unit.name, "ok", judgement.output);
        return;
      case "problem":
        this.#endSettling(key);
        return this.#say(check, unit.name, "critical", judgement.output);
      case "settling":
        return this.#settle(check, unit, judgement.output);
      case "moving":
        if (settling) settling.movedOn = true;
        return;
      case "ask":
        return;
    }
  }

  #settle(check: UnitsCheck, unit: UnitFacts, output: string): void {
    const key = `${check.id}:${unit.name}`;
    const settling = this.#settling.get(key);
    if (settling) {
      if (settling.movedOn) settling.restarts += 1;
      settling.movedOn = false;
      settling.output = output;
      return;
    }
    if (check.settleSeconds === 0) return this.#say(check, unit.name, "critical", output);
    const timer = this.#settleTimer(check, unit.name);
    this.#settling.set(key, { restarts: 1, movedOn: false, output, timer });
    this.#say(check, unit.name, "critical", output, NEVER_HARD);
  }

  #settleTimer(check: UnitsCheck, name: string): NodeJS.Timeout {
    const timer = setTimeout(
      () => this.#enqueue(() => this.#endOfSettling(check, name)),
      check.settleSeconds * 1000,
    );
    timer.unref();
    return timer;
  }

  /** Time is over: well if it is up and restarted once at most, else a problem that needs a quiet spell to end. */
  async #endOfSettling(check: UnitsCheck, name: string): Promise<void> {
    const key = `${check.id}:${name}`;
    const settling = this.#settling.get(key);
    const unit = this.#watch?.units.get(name);
    if (!settling || !unit || this.#stopping) return;
    const judgement = judgeUnit(unit, undefined, { starting: false, installing: false });
    if (judgement.kind === "ok" && settling.restarts <= 1) {
      this.#settling.delete(key);
      return this.#say(check, name, "ok", judgement.output);
    }
    const again = settling.restarts > 1 ? `restarted ${settling.restarts} times; ` : "";
    this.#say(check, name, "critical", again + settling.output);
    this.#settling.set(key, { ...settling, restarts: 0, timer: this.#settleTimer(check, name) });
  }

  #endSettling(key: string): void {
    clearTimeout(this.#settling.get(key)?.timer);
    this.#settling.delete(key);
  }

  #say(
    check: UnitsCheck,
    name: string,
    state: "ok" | "critical",
    output: string,
    maxAttempts = 1,
  ): void {
    const verdict: Verdict = { check, instance: name, state, output, value: null, maxAttempts };
    this.#last.set(`${check.id}:${name}`, verdict);
    this.#standings.judge([verdict], this.#nowMs());
  }

  /** Services that are no longer on the machine, or no longer meant to run. */
  #forgetVanished(watch: UnitWatch): void {
    for (const check of this.#checks)
      for (const id of this.#standings.listOf(check.id)) {
        const name = id.slice(check.id.length + 1);
        const unit = watch.units.get(name) ?? (watch.files.has(name) ? unloaded(name) : undefined);
        if (unit && this.#isWatched(check, unit)) continue;
        this.#endSettling(id);
        this.#last.delete(id);
        this.#standings.forget(id, check.clauses, this.#nowMs());
      }
  }
}

/** An installed unit that systemd does not hold in memory is one that does not run. */
function unloaded(name: string): UnitFacts {
  return {
    name,
    description: "",
    load: "loaded",
    active: "inactive",
    sub: "dead",
    job: false,
    result: "",
    exitCode: 0,
    exitStatus: 0,
  };
}
