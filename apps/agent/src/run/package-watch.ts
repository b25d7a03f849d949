import { statSync } from "node:fs";
import {
  bareName,
  listPackages,
  packagesCollector,
  updatesCollector,
} from "@driftvakt/drivers/apt";
import type { Host } from "@driftvakt/drivers/host";
import { isPackageManagerBusy } from "../checks/index.ts";
import { log, reasonOf } from "../log.ts";
import type { Spool } from "../spool/index.ts";
import { readIfThere, writeDurably, type StateFolder } from "../state/index.ts";
import type { Inventory } from "./inventory.ts";
import type { MemoryTrimmer } from "./trim-memory.ts";

/** Whoever installs, removes, holds or fetches lists changes one of these. */
const CHANGED_BY_APT = [
  "/var/lib/dpkg/status",
  "/var/lib/apt/extended_states",
  "/var/lib/apt/lists",
];

export type PackageWatchOptions = Readonly<{
  host: Host;
  spool: Spool;
  inventory: Inventory;
  folder: StateFolder;
  /** Names that the contract says were handed over; undefined where it does not say. */
  providerPackages: () => readonly string[] | undefined;
  trimmer: MemoryTrimmer;
  /** Packages were read anew. */
  onChanged: () => void;
}>;

/** Reads packages and pending updates when apt or dpkg changed something, never while they are at work. */
export class PackageWatch {
  readonly #options: PackageWatchOptions;
  #busy = false;

  constructor(options: PackageWatchOptions) {
    this.#options = options;
  }

  /** Looks whether anything changed; reading goes on by itself then. */
  look(): void {
    const stamp = readStamp(this.#options.providerPackages());
    if (this.#busy || stamp === this.#options.spool.meta("packages stamp")) return;
    if (isPackageManagerBusy()) return;
    this.#busy = true;
    void this.#read(stamp).finally(() => {
      this.#busy = false;
    });
  }

  async #read(stamp: string): Promise<void> {
    const { host, spool, inventory, trimmer, onChanged } = this.#options;
    // The lists of packages are the largest thing that the agent ever holds: room is made before and after.
    trimmer.trim();
    try {
      const { state } = await updatesCollector.detect(host);
      if (state === "ready") {
        const collector = packagesCollector(await this.#handedOver());
        inventory.offer("packages", [...(await collector.collect(host))]);
        trimmer.trimAfterGrowth();
        const updates = await updatesCollector.collect(host);
        trimmer.trim();
        inventory.offer("updates", [...updates]);
      }
      spool.setMeta("packages stamp", stamp);
      onChanged();
    } catch (error) {
      log("warning", "packages could not be read", { reason: reasonOf(error) });
    }
    trimmer.trimAfterGrowth();
  }

  /** Where the contract names none, what is here at the first look counts as handed over. */
  async #handedOver(): Promise<ReadonlySet<string>> {
    const { host, folder, providerPackages } = this.#options;
    const named = providerPackages();
    if (named) return new Set(named);
    const recorded = readIfThere(folder.handedOver);
    if (recorded !== undefined) return new Set(recorded.split("\n"));
    const present = (await listPackages(host)).map(({ name }) => bareName(name));
    writeDurably(folder.handedOver, present.join("\n"));
    return new Set(present);
  }
}

function readStamp(providerPackages: readonly string[] | undefined): string {
  const times = CHANGED_BY_APT.map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return [...times, providerPackages?.length ?? -1].join(" ");
}
