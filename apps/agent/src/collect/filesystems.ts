import { statfs } from "node:fs";
import { promisify } from "node:util";
import { readMounts } from "./read-proc.ts";

export type Mount = Readonly<{
  path: string;
  type: string;
  device: string;
  source: string;
  readOnly: boolean;
}>;

/** File systems that live on this machine's own disks; `/` counts whatever it is made of. */
const LOCAL = new Set([
  "bcachefs",
  "btrfs",
  "exfat",
  "ext2",
  "ext3",
  "ext4",
  "f2fs",
  "jfs",
  "ntfs3",
  "reiserfs",
  "vfat",
  "xfs",
  "zfs",
]);
/** Most file systems that are reported. */
const MOUNTS_MAX = 64;
const PATH_MAX_CHARACTERS = 150;
/** A disk that does not answer in so long is left out of the beat. */
const STAT_TIMEOUT_MS = 2000;

let known: Readonly<{ text: string; mounts: readonly Mount[] }> = { text: "", mounts: [] };

/** The machine's own file systems. Asked for on each beat, and read anew only where something was mounted or unmounted. */
export function listMounts(): readonly Mount[] {
  const text = readMounts();
  if (text !== known.text) known = { text, mounts: parseMounts(text) };
  return known.mounts;
}

/** /proc/self/mountinfo: local file systems, each once, under the shortest path where it is mounted. */
export function parseMounts(mountinfo: string): readonly Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of mountinfo.split("\n")) {
    const mount = parseMount(line);
    if (!mount || (mount.path !== "/" && !LOCAL.has(mount.type))) continue;
    if (mount.path.length > PATH_MAX_CHARACTERS || mount.path.startsWith("/run/")) continue;
    const known = byDevice.get(mount.device);
    if (!known || mount.path.length < known.path.length) byDevice.set(mount.device, mount);
  }
  return [...byDevice.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MOUNTS_MAX);
}

function parseMount(line: string): Mount | undefined {
  const [front, back] = line.split(" - ");
  const [, , device, , path] = front?.split(" ") ?? [];
  // The file system's own options, not this mount's: our own unit sees nearly all of them mounted read-only.
  const [type, source, options] = back?.split(" ") ?? [];
  if (device === undefined || path === undefined || type === undefined) return undefined;
  return {
    path: unescapePath(path),
    type,
    device,
    source: unescapePath(source ?? ""),
    readOnly: options?.split(",").includes("ro") ?? false,
  };
}

/** The kernel writes blanks and the like as three octal digits; the rest are bytes of UTF-8. */
function unescapePath(path: string): string {
  const bytes = path.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

export type Space = Readonly<{
  usedPercent: number;
  freeBytes: number;
  totalBytes: number;
  /** Null where the file system has no fixed number of inodes. */
  inodesUsedPercent: number | null;
}>;

const ask = promisify(statfs);

/** Space of a mounted file system as df(1) reckons it; undefined where it does not answer. */
export async function readSpace(path: string): Promise<Space | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), STAT_TIMEOUT_MS);
  });
  try {
    const stats = await Promise.race([ask(path), late]);
    return stats && spaceOf(stats);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

type Stats = Readonly<{
  bsize: number;
  blocks: number;
  bfree: number;
  bavail: number;
  files: number;
  ffree: number;
}>;

/** What root keeps for itself counts neither as used nor as free. */
export function spaceOf({ bsize, blocks, bfree, bavail, files, ffree }: Stats): Space | undefined {
  const used = blocks - bfree;
  if (used + bavail <= 0) return undefined;
  return {
    usedPercent: (used * 100) / (used + bavail),
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    inodesUsedPercent: files > 0 ? ((files - ffree) * 100) / files : null,
  };
}
