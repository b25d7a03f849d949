import { readlinkSync } from "node:fs";
import { arch, cpus, hostname, release } from "node:os";
import { basename } from "node:path";
import { readIfThere } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { parseMemory } from "./memory.ts";
import { readMachineId, readOperatingSystem } from "./operating-system.ts";
import { readProc } from "./read-proc.ts";

/** The machine as a whole; the only item of the inventory's part `system`. */
export type SystemItem = Readonly<{
  hostname: string;
  machineId: string;
  operatingSystem: string;
  operatingSystemId: string;
  operatingSystemVersion: string;
  kernel: string;
  architecture: string;
  processors: number;
  processorModel: string;
  memoryBytes: number;
  virtualization: string;
  agentVersion: string;
  restartRequired: boolean;
  /** Why, in one line; empty where no restart is needed. */
  restartReason: string;
  /** Programs that still run with files that an update has replaced, by name. */
  outdatedProcesses: string;
}>;

/** @param outdated names of programs that run replaced files. */
export function readSystem(outdated: readonly string[]): SystemItem {
  const { id, version, name } = readOperatingSystem();
  const processors = cpus();
  const reason = restartReason();
  return {
    hostname: hostname(),
    machineId: readMachineId(),
    operatingSystem: name,
    operatingSystemId: id,
    operatingSystemVersion: version,
    kernel: release(),
    architecture: arch(),
    processors: processors.length,
    processorModel: processors[0]?.model.trim() ?? "",
    memoryBytes: parseMemory(readProc("/proc/meminfo") ?? "")?.totalBytes ?? 0,
    virtualization: readVirtualization(),
    agentVersion: AGENT_VERSION,
    restartRequired: reason !== "",
    restartReason: reason,
    outdatedProcesses: outdated.join(", ").slice(0, 2000),
  };
}

/** Debian's own word, else a kernel that was installed after the one that runs. */
function restartReason(): string {
  if (readIfThere("/run/reboot-required") !== undefined) {
    const packages = readIfThere("/run/reboot-required.pkgs") ?? "";
    const names = [...new Set(packages.split("\n").filter((line) => line !== ""))];
    return `asked for by ${names.length > 0 ? names.join(", ").slice(0, 1000) : "an update"}`;
  }
  const newest = newestKernel();
  return newest !== undefined && newest !== release()
    ? `kernel ${newest} is installed, ${release()} runs`
    : "";
}

/** Debian keeps a link to the newest kernel. */
function newestKernel(): string | undefined {
  for (const link of ["/vmlinuz", "/boot/vmlinuz"]) {
    try {
      return basename(readlinkSync(link)).replace(/^vmlinuz-/, "");
    } catch {
      // Not on this machine: a container has no kernel of its own.
    }
  }
  return undefined;
}

/** `container`, the virtual machine's maker, or empty on bare metal. */
function readVirtualization(): string {
  const container = readIfThere("/run/systemd/container")?.trim();
  if (container) return container;
  const maker = `${readIfThere("/sys/class/dmi/id/sys_vendor") ?? ""} ${readIfThere("/sys/class/dmi/id/product_name") ?? ""}`;
  const known =
    /QEMU|KVM|VMware|VirtualBox|Xen|Hyper-V|Microsoft Corporation Virtual|Amazon EC2|Google/.exec(
      maker,
    );
  return known?.[0] ?? "";
}
