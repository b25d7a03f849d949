import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { waitUntil } from "./wait-until.ts";

/**
 * Each machine lives in control groups of its own, in every hierarchy the host has (version 1, 2, or both mixed).
 * Without that, machines that systemd does not register would share one group, and stopping a unit in one of them
 * would wait for the processes of all. The group is also how a machine is killed for certain, by its name alone.
 */
const parentName = "driftvakt-fleet";

type Hierarchy = { readonly path: string; readonly version: 1 | 2 };

function readHierarchies(): Hierarchy[] {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n");
  return mounts.flatMap((line): Hierarchy[] => {
    const [place = "", kind = ""] = line.split(" - ");
    const path = place.split(" ")[4] ?? "";
    const [type, , options = ""] = kind.split(" ");
    if (type === "cgroup2") return [{ path, version: 2 }];
    // A new cpuset group has no CPU until one is given: leaving machines in the root group is simpler.
    if (type === "cgroup" && !options.includes("cpuset")) return [{ path, version: 1 }];
    return [];
  });
}

/** The hierarchy that can kill: version 2 (Linux 5.14 or later). @throws where the host has none. */
function killingHierarchy(): Hierarchy {
  const found = readHierarchies().find(({ version }) => version === 2);
  if (found === undefined)
    throw new Error("the fleet needs control groups version 2 mounted (alone or beside version 1)");
  return found;
}

const groupIn = ({ path }: Hierarchy, group: string) => join(path, parentName, group);

/** Lets groups below take processor and memory limits where version 2 manages them; harmless where it does not. */
function passControllersDown(directory: string): void {
  const offered = readFileSync(join(directory, "cgroup.controllers"), "utf8").trim();
  const passed = readFileSync(join(directory, "cgroup.subtree_control"), "utf8").trim().split(" ");
  const wanted = offered
    .split(" ")
    .filter((name) => ["cpu", "memory", "pids", "io"].includes(name) && !passed.includes(name));
  if (wanted.length === 0) return;
  writeFileSync(
    join(directory, "cgroup.subtree_control"),
    wanted.map((name) => `+${name}`).join(" "),
  );
}

/**
 * Makes a machine's group, `fleet/hostname`, in every hierarchy.
 * @returns the `cgroup.procs` files that a process writes itself into to be in it.
 */
export function makeGroup(
  group: string,
  limits: { memoryMebibytes?: number | undefined } = {},
): string[] {
  const directories = readHierarchies().map((hierarchy) => {
    const directory = groupIn(hierarchy, group);
    mkdirSync(directory, { recursive: true });
    if (hierarchy.version === 2) {
      const fleet = dirname(directory);
      for (const above of [hierarchy.path, dirname(fleet), fleet]) passControllersDown(above);
    }
    return directory;
  });
  if (limits.memoryMebibytes !== undefined) limitMemory(directories, limits.memoryMebibytes);
  return directories.map((directory) => join(directory, "cgroup.procs"));
}

function limitMemory(directories: readonly string[], mebibytes: number): void {
  const files = directories
    .flatMap((directory) => [
      join(directory, "memory.max"),
      join(directory, "memory.limit_in_bytes"),
    ])
    .filter((file) => existsSync(file));
  if (files.length === 0)
    throw new Error("the host has no memory controller to limit a machine with");
  for (const file of files) writeFileSync(file, String(mebibytes * 1024 * 1024));
}

/**
 * Makes a group beside the machine's own tree, only in version 2, for one command run in the machine:
 * killing it ends the command with everything it started. Its other memberships are the machine's.
 */
export function makeCommandGroup(
  machineGroup: string,
  command: string,
): { group: string; files: string[] } {
  const group = `${machineGroup}/${command}`;
  const files = readHierarchies().map((hierarchy) => {
    const directory = groupIn(hierarchy, hierarchy.version === 2 ? group : machineGroup);
    if (hierarchy.version === 2) mkdirSync(directory);
    return join(directory, "cgroup.procs");
  });
  return { group, files };
}

/** Removes a command's group; one with processes left (a daemon it started) stays until the machine goes. */
export function dropCommandGroup(group: string): void {
  const directory = groupIn(killingHierarchy(), group);
  try {
    rmdirSync(directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EBUSY" && code !== "ENOENT") throw error;
  }
}

/** SIGKILL to every process in the group and below, at once and without a race. Nothing where there is no such group. */
export function killGroup(group: string): void {
  const file = join(groupIn(killingHierarchy(), group), "cgroup.kill");
  if (existsSync(file)) writeFileSync(file, "1");
}

/** Kills the group, waits until it is empty, and removes it from every hierarchy. */
export async function removeGroup(group: string): Promise<void> {
  killGroup(group);
  const events = join(groupIn(killingHierarchy(), group), "cgroup.events");
  await waitUntil(
    () => !existsSync(events) || readFileSync(events, "utf8").includes("populated 0"),
    {
      what: `the end of every process in ${group}`,
      deadlineSeconds: 20,
    },
  );
  for (const hierarchy of readHierarchies()) removeTree(groupIn(hierarchy, group));
}

function removeTree(directory: string): void {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(directory, entry.name));
  }
  rmdirSync(directory);
}
