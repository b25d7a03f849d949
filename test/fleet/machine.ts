import type { NetworkCut, Plug } from "./bridge-network.ts";
import {
  diskEnvironment,
  onDisk,
  planCopy,
  writeFileCommand,
  type MachineDisk,
  type MachineFile,
} from "./machine-disk.ts";
import { MachinePower, type PowerSpec, type PowerState } from "./machine-power.ts";
import { requireSuccess, runProcess, type ProcessResult } from "./run-process.ts";
import { runInMachine, type RunOptions } from "./run-in-machine.ts";

type Deadline = { readonly deadlineSeconds?: number };

/** What a machine's network cable can be asked. */
export type Cable = {
  readonly plugIn: (cut: NetworkCut | undefined) => Promise<void>;
  readonly connect: (cut: NetworkCut | undefined) => Promise<void>;
};

/** A booted Debian machine. Made by `Fleet.boot`. */
export class Machine {
  readonly hostname: string;
  /** IPv4 address on the fleet's bridge; the host reaches it, and so do the fleet's other machines. */
  readonly address: string;
  /** As in /etc/machine-id: 32 hexadecimal digits. */
  readonly machineId: string;
  /** What the machine changed on its disk, as plain files on the host. */
  readonly changesDirectory: string;
  readonly #cable: Cable;
  readonly #disk: MachineDisk;
  readonly #group: string;
  readonly #power: MachinePower;
  #cut: NetworkCut | undefined;

  constructor(spec: Omit<PowerSpec, "plugIn" | "plugOut" | "namespace">, plug: Plug, cable: Cable) {
    this.hostname = spec.hostname;
    this.address = plug.address;
    this.machineId = spec.machineId;
    this.changesDirectory = spec.disk.changes;
    this.#cable = cable;
    this.#disk = spec.disk;
    this.#group = spec.group;
    this.#power = new MachinePower({
      ...spec,
      namespace: plug.namespace,
      plugIn: () => cable.plugIn(this.#cut),
      plugOut: () => cable.connect("silent"),
    });
  }

  get state(): PowerState {
    return this.#power.state;
  }

  /** The host's number for the machine's process 1; its files are at `/proc/NUMBER/root` while it runs. @throws when it is off. */
  get leader(): number {
    return this.#power.leader;
  }

  /** How many times it has come up. `waitForBoot(bootCount + 1)` before asking for a reboot cannot miss it. */
  get bootCount(): number {
    return this.#power.bootCount;
  }

  /** Runs a command as root; a code other than 0 is a result. @throws at the time limit (default 30 s), or when it is off. */
  run(argv: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
    return runInMachine({ leader: this.#power.leader, group: this.#group }, argv, options);
  }

  /** The stdout of a command that has to succeed. @throws otherwise, with the end of what it said. */
  async output(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    return requireSuccess(argv, await this.run(argv, options));
  }

  /**
   * Runs a command that goes on by itself, such as `journalctl --follow`, until it prints a line that matches.
   * @returns that line. @throws at the deadline (default 30 s), or when the command ends without it.
   */
  async waitForLine(
    argv: readonly string[],
    pattern: RegExp,
    { deadlineSeconds = 30 }: Deadline = {},
  ): Promise<string> {
    let found: string | undefined;
    const onLine = (line: string) => {
      if (found === undefined && pattern.test(line)) found = line;
      return found !== undefined;
    };
    const result = await this.run(argv, { timeoutSeconds: deadlineSeconds, onLine });
    if (found !== undefined) return found;
    throw new Error(
      `${argv.join(" ")} on ${this.hostname} ended without ${pattern}:\n${result.stdout}${result.stderr}`,
    );
  }

  /** Copies a file, or a folder's content, from the host; works while the machine is off too. */
  async copyIn(
    hostPath: string,
    machinePath: string,
    { mode }: { mode?: number } = {},
  ): Promise<void> {
    const { argv, input } = await planCopy(hostPath, machinePath, mode);
    requireSuccess(argv, await this.#onItsFiles(argv, input));
  }

  /** Writes a file with its folders, whole or not at all; works while the machine is off too. */
  async writeFile(path: string, file: MachineFile): Promise<void> {
    const {
      content,
      mode = 0o644,
      owner = "0:0",
    } = typeof file === "object" ? file : { content: file };
    const argv = writeFileCommand(path, mode, owner);
    requireSuccess(argv, await this.#onItsFiles(argv, content));
  }

  /** A file's text; works while the machine is off too. @throws when there is none. */
  async readFile(path: string): Promise<string> {
    const argv = ["cat", "--", path];
    return requireSuccess(argv, await this.#onItsFiles(argv, undefined));
  }

  #onItsFiles(argv: readonly string[], input: RunOptions["input"]): Promise<ProcessResult> {
    if (this.state !== "off") return this.run(argv, { input, timeoutSeconds: 120 });
    return runProcess(onDisk(argv), { input, env: diskEnvironment(this.#disk) });
  }

  /**
   * Takes the machine off the net: `silent` (default) loses every frame both ways, open connections hang;
   * `unplugged` pulls the cable, which the machine notices. Lasts over reboots.
   */
  async cutNetwork(cut: NetworkCut = "silent"): Promise<void> {
    await this.#connect(cut);
  }

  /** Puts the machine back on the net, whichever way it was cut. */
  async healNetwork(): Promise<void> {
    await this.#connect(undefined);
  }

  async #connect(cut: NetworkCut | undefined): Promise<void> {
    this.#cut = cut;
    if (this.state !== "off") await this.#cable.connect(cut);
  }

  /** Power loss: every process is killed at once. (What was written but not synced survives: it is in the host's cache.) */
  kill(): Promise<void> {
    return this.#power.pull();
  }

  /** Shuts down in order and waits until it is off. */
  async powerOff({ deadlineSeconds = 60 }: Deadline = {}): Promise<void> {
    await this.output(["systemctl", "--no-block", "poweroff"]);
    await this.#power.waitForOff(deadlineSeconds);
  }

  /** Boots a machine that is off, with the disk it had. */
  powerOn(): Promise<void> {
    return this.#power.switchOn();
  }

  /** Reboots from inside and waits until it is up again. */
  async reboot({ deadlineSeconds = 60 }: Deadline = {}): Promise<void> {
    const next = this.bootCount + 1;
    await this.output(["systemctl", "--no-block", "reboot"]);
    await this.waitForBoot(next, { deadlineSeconds });
  }

  /** Resolves when it has come up for the n-th time, now or before. @throws at the deadline (default 60 s), or when it is off. */
  waitForBoot(n: number, { deadlineSeconds = 60 }: Deadline = {}): Promise<void> {
    return this.#power.waitForBoot(n, deadlineSeconds);
  }

  /** Resolves when it is off. @throws at the deadline (default 60 s). */
  waitForOff({ deadlineSeconds = 60 }: Deadline = {}): Promise<void> {
    return this.#power.waitForOff(deadlineSeconds);
  }
}
