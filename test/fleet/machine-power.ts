import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeGroup, removeGroup } from "./control-groups.ts";
import { diskEnvironment, mergedRoot, mountDisk, type MachineDisk } from "./machine-disk.ts";
import { runProcess } from "./run-process.ts";
import { waitUntil, within } from "./wait-until.ts";

/** What it takes to start one machine. */
export type PowerSpec = {
  /** Unique on the host. */
  readonly machineName: string;
  readonly hostname: string;
  readonly machineId: string;
  readonly group: string;
  readonly namespace: string;
  readonly disk: MachineDisk;
  readonly memoryMebibytes: number | undefined;
  /** Image on the host and mount point in the machine. */
  readonly extraDisks: readonly { readonly image: string; readonly at: string }[];
  /** Called before each boot: gives the machine a fresh network namespace. */
  readonly plugIn: () => Promise<void>;
  /** Makes its network silent: its kernel is the host's and would go on answering for it. */
  readonly plugOut: () => Promise<void>;
};

/** nspawn's exit code when the machine asked for a reboot. */
const rebootExitCode = 133;
const bootDeadlineSeconds = 60;

/**
 * Becomes systemd-nspawn by steps that never fork, so that the process we started is the one we wait for:
 * into the machine's control groups; to die with us; into its network namespace; into a mount namespace of its own,
 * where /sys shows that network, nspawn's run-time folder is private, and the disk is mounted. All mounts end with it.
 */
const launch = `
set -eu
while [ "$1" != -- ]; do echo 0 > "$1"; shift; done
shift
exec setpriv --pdeathsig KILL nsenter --net="/run/netns/$NAMESPACE" unshare --mount sh -euc '
mkdir -p "$DISK/sys" /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
mount -t sysfs sysfs "$DISK/sys"
mount --rbind /sys/fs/cgroup "$DISK/sys/fs/cgroup"
mount --move "$DISK/sys" /sys
${mountDisk}
while [ "$1" != -- ]; do mkdir -p "$1.mounted"; mount -o loop "$1" "$1.mounted"; shift; done
shift
exec systemd-nspawn "$@"' machine "$@"
`;

function nspawnOptions(spec: PowerSpec): string[] {
  return [
    "--quiet",
    "--boot",
    "--register=no",
    "--keep-unit",
    "--capability=CAP_NET_ADMIN",
    "--console=read-only",
    "--resolv-conf=off",
    "--timezone=off",
    "--link-journal=no",
    `--directory=${mergedRoot(spec.disk)}`,
    `--machine=${spec.machineName}`,
    `--hostname=${spec.hostname}`,
    `--uuid=${spec.machineId}`,
    ...spec.extraDisks.map(({ image, at }) => `--bind=${image}.mounted:${at}`),
  ];
}

export type PowerState = "off" | "starting" | "running";

/** A machine's mains and its first process. Boots again by itself when the machine asks for a reboot. */
export class MachinePower {
  readonly #spec: PowerSpec;
  #leader: number | undefined;
  #bootCount = 0;
  #state: PowerState = "off";
  #trouble: Error | undefined;
  #supervised: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();

  constructor(spec: PowerSpec) {
    this.#spec = spec;
  }

  get state(): PowerState {
    return this.#state;
  }

  /** How many times it has come up so far. */
  get bootCount(): number {
    return this.#bootCount;
  }

  /** The host's process id of the machine's first process. @throws when it is not up. */
  get leader(): number {
    if (this.#state !== "running" || this.#leader === undefined) {
      throw new Error(`${this.#spec.hostname} is ${this.#state}`);
    }
    return this.#leader;
  }

  /** Boots it and waits until systemd says that it is up (`running`, or `degraded` with a unit that failed). */
  async switchOn(): Promise<void> {
    if (this.#state !== "off") throw new Error(`${this.#spec.hostname} is ${this.#state} already`);
    await this.#supervised;
    this.#trouble = undefined;
    this.#become("starting");
    this.#supervised = this.#supervise();
    await this.waitForBoot(this.#bootCount + 1, bootDeadlineSeconds);
  }

  /** Pulls the plug: every process of the machine is killed at once. */
  async pull(): Promise<void> {
    // First, so that nobody hears its connections being closed.
    if (this.#state !== "off") await this.#spec.plugOut();
    await removeGroup(this.#spec.group);
    await this.#supervised;
  }

  /** Resolves when the machine has come up for the n-th time (from 1). @throws at the deadline, or when it goes off. */
  async waitForBoot(n: number, deadlineSeconds: number): Promise<void> {
    await this.#waitFor(`boot ${n}`, deadlineSeconds, () => {
      if (this.#bootCount >= n) return true;
      if (this.#state !== "off") return false;
      throw this.#trouble ?? new Error(`${this.#spec.hostname} is off, so there is no boot ${n}`);
    });
  }

  /** Resolves when the machine is off, by itself or not. */
  async waitForOff(deadlineSeconds: number): Promise<void> {
    await this.#waitFor("going off", deadlineSeconds, () => this.#state === "off");
  }

  async #waitFor(event: string, deadlineSeconds: number, seen: () => boolean): Promise<void> {
    const what = () =>
      `${event} of ${this.#spec.hostname} (it is ${this.#state})${this.#consoleTail()}`;
    const look = async () => {
      while (!seen()) await this.#changed.promise;
    };
    await within(look(), { what, deadlineSeconds });
  }

  #become(state: PowerState): void {
    this.#state = state;
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }

  async #supervise(): Promise<void> {
    try {
      while ((await this.#runOnce()) === rebootExitCode);
    } catch (error) {
      this.#trouble = error as Error;
      await removeGroup(this.#spec.group);
    }
    await this.#spec.plugOut();
    this.#leader = undefined;
    this.#become("off");
  }

  async #runOnce(): Promise<number | null> {
    // What nspawn made of the group at the last boot would keep the next one out (version 2: no processes beside children).
    await removeGroup(this.#spec.group);
    await this.#spec.plugIn();
    const nspawn = this.#spawn();
    const [[code]] = await Promise.all([
      once(nspawn, "exit") as Promise<[number | null]>,
      this.#waitUntilUp(nspawn),
    ]);
    return code;
  }

  #spawn(): ChildProcess {
    const { group, disk, namespace, memoryMebibytes, extraDisks } = this.#spec;
    const groupFiles = makeGroup(group, { memoryMebibytes });
    const images = extraDisks.map(({ image }) => image);
    const argv = [
      "-c",
      launch,
      "launch",
      ...groupFiles,
      "--",
      ...images,
      "--",
      ...nspawnOptions(this.#spec),
    ];
    const console = openSync(this.#consolePath, "a");
    try {
      const env = { ...diskEnvironment(disk), NAMESPACE: namespace };
      return spawn("sh", argv, { stdio: ["ignore", console, console], env });
    } finally {
      closeSync(console);
    }
  }

  async #waitUntilUp(nspawn: ChildProcess): Promise<void> {
    void once(nspawn, "exit").then(() => this.#wentDown());
    const gone = () => nspawn.exitCode !== null || nspawn.signalCode !== null;
    const wait = { what: `${this.#spec.hostname} coming up`, deadlineSeconds: bootDeadlineSeconds };
    const leader = await waitUntil(() => (gone() ? -1 : firstProcessUnder(nspawn.pid ?? 0)), wait);
    // The first process may not listen yet: then asking it fails at once, and it is asked again.
    await waitUntil(() => gone() || isSystemUp(leader), wait);
    if (gone()) return this.#requireExplained(nspawn);
    this.#leader = leader;
    this.#bootCount += 1;
    this.#become("running");
  }

  #wentDown(): void {
    this.#leader = undefined;
    if (this.#state === "running") this.#become("starting");
  }

  /** nspawn ended before the machine was up: for a reboot or a pulled plug that is fine, anything else is told. */
  #requireExplained({ exitCode, signalCode }: ChildProcess): void {
    if (exitCode === rebootExitCode || signalCode === "SIGKILL") return;
    const how = signalCode ?? exitCode;
    throw new Error(`${this.#spec.hostname} ended (${how}) before it was up${this.#consoleTail()}`);
  }

  get #consolePath(): string {
    return join(this.#spec.disk.directory, "console.log");
  }

  #consoleTail(): string {
    return `; its console:\n${readFileSync(this.#consolePath, "utf8").slice(-1500)}`;
  }
}

async function isSystemUp(leader: number): Promise<boolean> {
  const ask = [
    "nsenter",
    "-t",
    String(leader),
    "-a",
    "-r",
    "-w",
    "systemctl",
    "is-system-running",
    "--wait",
  ];
  const { stdout } = await runProcess(ask, { timeoutSeconds: bootDeadlineSeconds });
  return ["running", "degraded"].includes(stdout.trim());
}

function firstProcessUnder(pid: number): number | undefined {
  return childrenOf(pid).find((child) => {
    const numbers = /^NSpid:\s+(.*)$/m.exec(readProcess(child, "status"))?.[1]?.split(/\s+/) ?? [];
    return numbers.length > 1 && numbers.at(-1) === "1";
  });
}

function childrenOf(pid: number): number[] {
  return readProcess(pid, `task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);
}

/** A file under /proc, empty when the process has gone meanwhile. */
function readProcess(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
