import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { readIfThere } from "../state/index.ts";

/** The machine's own id (machine-id(5)), or one made of its host name where there is none. */
export function readMachineId(): string {
  const id = readIfThere("/etc/machine-id")?.trim() ?? "";
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  return createHash("sha256").update(`machine ${hostname()}`).digest("hex").slice(0, 32);
}

export type OperatingSystem = Readonly<{ id: string; version: string; name: string }>;

/** What os-release(5) says. */
export function readOperatingSystem(): OperatingSystem {
  const text = readIfThere("/etc/os-release") ?? readIfThere("/usr/lib/os-release") ?? "";
  return parseOsRelease(text);
}

export function parseOsRelease(text: string): OperatingSystem {
  const field = (name: string) => {
    const value = new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "";
    return value.replace(/^(["'])(.*)\1$/, "$2");
  };
  return {
    id: (field("ID") || "linux").slice(0, 64),
    version: field("VERSION_ID").slice(0, 64),
    name: (field("PRETTY_NAME") || "Linux").slice(0, 128),
  };
}

/** Tells one start of the machine from another; in a container, where the boot id is the host's, by its first process. */
export function readBootId(): string {
  const stat = readIfThere("/proc/1/stat") ?? "";
  const startTicks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? ""} ${startTicks}`;
}
