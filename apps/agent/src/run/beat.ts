import { layoutId } from "@driftvakt/protocol/agent";
import type { TargetState } from "@driftvakt/protocol/target";
import { judgeSample, type Standings, type UnitKeeper } from "../checks/index.ts";
import {
  listOutdatedProcesses,
  OomWatch,
  parseMounts,
  ProcessReader,
  readMounts,
  readSystem,
  Sampler,
  SocketReader,
} from "../collect/index.ts";
import { log, reasonOf } from "../log.ts";
import type { Spool } from "../spool/index.ts";
import type { Clock } from "./clock.ts";
import type { Inventory } from "./inventory.ts";
import type { PackageWatch } from "./package-watch.ts";
import { memoryTrimmer } from "./trim-memory.ts";
import type { Say } from "./say.ts";

export type BeatOptions = Readonly<{
  clock: Clock;
  spool: Spool;
  standings: Standings;
  units: UnitKeeper;
  inventory: Inventory;
  packages: PackageWatch;
  target: () => TargetState | undefined;
  say: Say;
  shipJournal: () => void;
}>;

/** In beats: what changes seldom is looked at seldom. */
const SLOW_EVERY = 4;
const REFRESH_EVERY = 40;
/** By then all that start-up needs has been read. */
const TRIM_FROM = 1;
/** After a slow beat, once its figures have left. */
const TRIM_AFTER_MS = 2000;

/** What the agent does every few seconds: read the figures, judge them, keep the inventory fresh. */
export class Beat {
  readonly #options: BeatOptions;
  readonly #sampler = new Sampler();
  readonly #processes = new ProcessReader();
  readonly #sockets = new SocketReader();
  readonly #oom = new OomWatch();
  #layout = { id: "", keys: "" };
  #outdated: readonly string[] = [];
  #count = 0;
  #trim: (() => void) | undefined;

  constructor(options: BeatOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { clock, spool, standings, units, shipJournal } = this.#options;
    const atMs = clock.nowMs();
    this.#tellClockAndKills();
    const processes = this.#processes.scan(atMs, performance.now());
    const readings = await this.#sampler.sample(processes);
    spool.add([{ atMs, layout: this.#layoutOf(readings), values: [...readings.values()] }]);
    standings.judge(judgeSample(this.#options.target()?.checks ?? [], readings), atMs);
    units.beat();
    shipJournal();
    this.#offerUnits();
    if (this.#count % SLOW_EVERY === 1) {
      // Read on every beat, sent once a minute: the list differs each time, and only the newest is kept.
      this.#options.inventory.offer("processes", [...processes.top]);
      this.#offerSlowParts();
    }
    this.#keepHouse();
    this.#count += 1;
  }

  /** Looks anew for programs that run replaced files; after packages changed. */
  packagesChanged(): void {
    this.#outdated = listOutdatedProcesses();
    this.#offerSystem();
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
    if (!watch?.isConnected()) return;
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
  }

  #offerSlowParts(): void {
    const { inventory, packages } = this.#options;
    inventory.offer("sockets", [...this.#sockets.read()]);
    const mounts = parseMounts(readMounts());
    inventory.offer(
      "filesystems",
      mounts.map(({ path, type, source, readOnly }) => ({ path, type, source, readOnly })),
    );
    if (this.#count % REFRESH_EVERY === 1) this.#offerSystem();
    packages.look();
  }

  #keepHouse(): void {
    if (this.#count % REFRESH_EVERY === REFRESH_EVERY - 1) this.#options.units.refresh();
    if (this.#count === TRIM_FROM) void this.#findTrimmer();
    if (this.#count % SLOW_EVERY === 1 && this.#trim) setTimeout(this.#trim, TRIM_AFTER_MS).unref();
  }

  async #findTrimmer(): Promise<void> {
    try {
      this.#trim = await memoryTrimmer();
    } catch (error) {
      log("info", "memory cannot be given back", { reason: reasonOf(error) });
    }
  }
}
