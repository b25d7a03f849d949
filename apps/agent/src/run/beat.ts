import { layoutId } from "@driftvakt/protocol/agent";
import type { TargetState } from "@driftvakt/protocol/target";
import { judgeSample, type Standings, type UnitKeeper } from "../checks/index.ts";
import {
  countProcesses,
  listMounts,
  listOutdatedProcesses,
  OomWatch,
  ProcessReader,
  type ProcessScan,
  readSystem,
  Sampler,
  type SocketReader,
} from "../collect/index.ts";
import type { Spool } from "../spool/index.ts";
import type { Clock } from "./clock.ts";
import type { Inventory } from "./inventory.ts";
import type { PackageWatch } from "./package-watch.ts";
import type { Say } from "./say.ts";

export type BeatOptions = Readonly<{
  clock: Clock;
  spool: Spool;
  standings: Standings;
  units: UnitKeeper;
  inventory: Inventory;
  packages: PackageWatch;
  sockets: SocketReader;
  target: () => TargetState | undefined;
  say: Say;
  shipJournal: () => void;
  trimMemory: () => void;
}>;

/** In beats: what changes seldom is looked at seldom. */
const SLOW_EVERY = 4;
const REFRESH_EVERY = 40;
/** After the first beats, and then now and again: what is given back is found again at a price. */
const TRIM_FIRST = 2;
const TRIM_EVERY = 8;
/** Once the beat's figures have left. */
const TRIM_AFTER_MS = 2000;

/** What the agent does every few seconds: read the figures, judge them, keep the inventory fresh. */
export class Beat {
  readonly #options: BeatOptions;
  readonly #sampler = new Sampler();
  readonly #processes = new ProcessReader();
  readonly #oom = new OomWatch();
  #layout = { id: "", keys: "" };
  #outdated: readonly string[] = [];
  #unitsRevision = -1;
  #count = 0;

  constructor(options: BeatOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { clock, standings, units, shipJournal } = this.#options;
    const atMs = clock.nowMs();
    // What only the start needed makes room for what the first beat needs.
    if (this.#count === 0) this.#options.trimMemory();
    this.#tellClockAndKills();
    const processes = this.#readProcesses();
    const readings = await this.#sampler.sample(processes.total);
    const report = { atMs, layout: this.#layoutOf(readings), values: [...readings.values()] };
    const judged = judgeSample(this.#options.target()?.checks ?? [], readings);
    const isSlow = this.#count % SLOW_EVERY === 1;
    // Sent once a minute: the list differs each time, and only the newest is kept.
    const list = isSlow ? this.#options.inventory.changed("processes", processes.top(atMs)) : [];
    standings.judge([...judged, ...units.steadyVerdicts()], atMs, [report, ...list]);
    shipJournal();
    this.#offerUnits();
    if (isSlow) this.#offerSlowParts();
    this.#keepHouse();
    this.#count += 1;
  }

  /** Looks anew for programs that run replaced files; after packages changed. */
  packagesChanged(): void {
    this.#outdated = listOutdatedProcesses();
    this.#offerSystem();
  }

  /** Shares of the processor are of one beat, so the beat before the list is sent must have read them, too. */
  #readProcesses(): ProcessScan {
    const next = this.#count % SLOW_EVERY;
    if (next === 0 || next === 1) return this.#processes.scan(performance.now());
    return { total: countProcesses(), top: () => [] };
  }

  #offerSystem(): void {
    this.#options.inventory.offer("system", [readSystem(this.#outdated)]);
  }

  #tellClockAndKills(): void {
    const { clock, say } = this.#options;
    const stepMs = clock.takeStep();
    if (stepMs !== undefined) say("clock-stepped", `by ${stepMs} ms`);
    for (const kill of this.#oom.take()) say("oom-kill", kill);
  }

  #layoutOf(readings: ReadonlyMap<string, unknown>): string {
    const keys = [...readings.keys()];
    const joined = keys.join("\n");
    if (joined !== this.#layout.keys) {
      this.#layout = { id: layoutId(keys), keys: joined };
      this.#options.spool.saveLayout(this.#layout.id, keys);
    }
    return this.#layout.id;
  }

  #offerUnits(): void {
    const { watch } = this.#options.units;
    if (!watch?.isConnected() || watch.revision() === this.#unitsRevision) return;
    const revision = watch.revision();
    const loaded = [...watch.units.values()].filter(({ load }) => load === "loaded");
    this.#options.inventory.offer(
      "units",
      loaded.map(({ name, description, active, sub }) => ({
        name,
        description: description.slice(0, 500),
        active,
        sub,
        startsWithMachine: watch.files.get(name) ?? "",
      })),
    );
    this.#unitsRevision = revision;
  }

  #offerSlowParts(): void {
    const { inventory, packages, sockets } = this.#options;
    inventory.offer("sockets", sockets.read());
    inventory.offer(
      "filesystems",
      listMounts().map(({ path, type, source, readOnly }) => ({ path, type, source, readOnly })),
    );
    if (this.#count % REFRESH_EVERY === 1) this.#offerSystem();
    packages.look();
  }

  #keepHouse(): void {
    if (this.#count % REFRESH_EVERY === REFRESH_EVERY - 1) this.#options.units.refresh();
    if (this.#count < TRIM_FIRST || this.#count % TRIM_EVERY === 1)
      setTimeout(this.#options.trimMemory, TRIM_AFTER_MS).unref();
  }
}
