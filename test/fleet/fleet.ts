import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  connect,
  openNetwork,
  plugIn,
  plugOf,
  removeNetwork,
  type BridgeNetwork,
} from "./bridge-network.ts";
import { requireFleet } from "./check-requirements.ts";
import { removeGroup } from "./control-groups.ts";
import { fleetDirectory, prepareImage, tellOnStderr, type Progress } from "./image-cache.ts";
import { makeDisk, makeExtraDisk, type ExtraDisk, type MachineFile } from "./machine-disk.ts";
import { Machine } from "./machine.ts";
import { tryLock, type NameLock } from "./name-lock.ts";

/** A machine to boot. */
export type MachineSpec = {
  /** Lower-case letters, digits, hyphens. */
  readonly hostname: string;
  /** Debian packages it has besides a plain server's; each set is built once and cached. */
  readonly packages?: readonly string[];
  /** Files it finds at its first boot, by absolute path. */
  readonly files?: Readonly<Record<string, MachineFile>>;
  /** All its processes together; without it the host's memory is the limit. */
  readonly memoryMebibytes?: number;
  /** Small file systems, to be filled up. */
  readonly disks?: readonly ExtraDisk[];
};

export type FleetOptions = {
  /** Lower-case letters, digits, hyphens; 24 at most. Runs of the same name at the same time get `-2`, `-3` … */
  readonly name: string;
  readonly tell?: Progress;
};

const nameRule = /^[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$/;
const lockOf = (name: string) => `fleet ${name}`;
const diskDirectory = (name: string) => join(fleetDirectory(), "machines", name);

function requireName(kind: string, name: string): void {
  if (!nameRule.test(name))
    throw new Error(`${kind} "${name}": 1 to 24 of a-z, 0-9 and hyphens inside`);
}

/** Machines on a network of their own. */
export class Fleet implements AsyncDisposable {
  readonly name: string;
  /** Where the host is for the machines. They reach only what listens on exactly this address, not on all of them. */
  readonly hostAddress: string;
  readonly #network: BridgeNetwork;
  readonly #held: NameLock;
  readonly #tell: Progress;
  readonly #machines = new Map<string, Machine | undefined>();

  constructor(name: string, network: BridgeNetwork, held: NameLock, tell: Progress) {
    this.name = name;
    this.hostAddress = network.hostAddress;
    this.#network = network;
    this.#held = held;
    this.#tell = tell;
  }

  #closed = false;

  get machines(): readonly Machine[] {
    return [...this.#machines.values()].filter((machine) => machine !== undefined);
  }

  /**
   * Boots a Debian machine and waits until it is up (1 to 3 s, plus building its image when the cache lacks it).
   * @throws with the machine's console when it does not come up within 60 s.
   */
  async boot(spec: MachineSpec): Promise<Machine> {
    requireName("hostname", spec.hostname);
    if (this.#closed) throw new Error(`fleet ${this.name} is closed`);
    if (this.#machines.has(spec.hostname))
      throw new Error(`${this.name} has a machine ${spec.hostname} already`);
    const index = this.#machines.size;
    this.#machines.set(spec.hostname, undefined);
    const machine = await this.#build(spec, index);
    this.#machines.set(spec.hostname, machine);
    await machine.powerOn();
    return machine;
  }

  async #build(spec: MachineSpec, index: number): Promise<Machine> {
    const images = await prepareImage(spec.packages ?? [], this.#tell);
    const disk = await makeDisk(join(diskDirectory(this.name), spec.hostname), images);
    const plug = plugOf(this.#network, this.name, spec.hostname, index);
    const extraDisks = [];
    for (const extra of spec.disks ?? [])
      extraDisks.push({ image: await makeExtraDisk(disk, extra), at: extra.at });
    const machineId = createHash("md5")
      .update(`${this.name}/${spec.hostname}/${performance.timeOrigin}`)
      .digest("hex");
    const machine = new Machine(
      {
        machineName: `${this.name}.${spec.hostname}`,
        hostname: spec.hostname,
        machineId,
        group: `${this.name}/${spec.hostname}`,
        disk,
        memoryMebibytes: spec.memoryMebibytes,
        extraDisks,
      },
      plug,
      {
        plugIn: (cut) => plugIn(this.#network, plug, cut),
        connect: (cut) => connect(this.#network, plug, cut),
      },
    );
    await this.#writeFirstFiles(machine, spec.files ?? {});
    return machine;
  }

  async #writeFirstFiles(
    machine: Machine,
    files: Readonly<Record<string, MachineFile>>,
  ): Promise<void> {
    const all: Record<string, MachineFile> = {
      "/etc/hostname": `${machine.hostname}\n`,
      "/etc/machine-id": `${machine.machineId}\n`,
      "/etc/hosts": `127.0.0.1 localhost\n127.0.1.1 ${machine.hostname}\n${this.hostAddress} fleet-host\n`,
      ...files,
    };
    for (const [path, file] of Object.entries(all)) await machine.writeFile(path, file);
  }

  /** Kills all machines and removes every trace of the fleet. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.machines.map((machine) => machine.kill()));
    this.#machines.clear();
    await sweep(this.name);
    await this.#held.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Removes whatever a fleet of this name has left on the host. Call it only while holding the name's lock. */
async function sweep(name: string): Promise<void> {
  await removeGroup(name);
  await removeNetwork(name);
  await rm(diskDirectory(name), { recursive: true, force: true });
}

/** Sweeps every fleet whose process is gone. */
async function sweepStaleFleets(): Promise<void> {
  const parent = diskDirectory("");
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const held = await tryLock(lockOf(name));
    if (held === undefined) continue;
    await sweep(name);
    await held.release();
  }
}

async function takeName(wanted: string): Promise<{ name: string; held: NameLock }> {
  for (let count = 1; count < 100; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const held = await tryLock(lockOf(name));
    if (held !== undefined) return { name, held };
  }
  throw new Error(`a hundred fleets called ${wanted} at the same time`);
}

/**
 * Opens a fleet: a network on this host on which Debian machines are booted for tests.
 * First removes what crashed runs left behind. `await using fleet = await openFleet(…)` closes it by itself.
 * @throws naming all that is missing where machines cannot boot (root, Debian packages, kernel).
 */
export async function openFleet({
  name: wanted,
  tell = tellOnStderr,
}: FleetOptions): Promise<Fleet> {
  requireName("fleet", wanted);
  requireFleet();
  await sweepStaleFleets();
  const { name, held } = await takeName(wanted);
  try {
    await sweep(name);
    await mkdir(diskDirectory(name), { recursive: true });
    return new Fleet(name, await openNetwork(name), held, tell);
  } catch (error) {
    await held.release();
    throw error;
  }
}
