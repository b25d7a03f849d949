import { createReadStream } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { demand } from "./run-process.ts";

/** A machine's disk: read-only images below, what the machine wrote above, merged only where the machine runs. */
export type MachineDisk = {
  readonly directory: string;
  /** Everything the machine changed, as plain files on the host; watch it, do not write to it. */
  readonly changes: string;
  readonly images: readonly string[];
};

/** A small file system of its own in a machine, to be filled up. */
export type ExtraDisk = { readonly at: string; readonly sizeMebibytes: number };

/** A file a machine is to have: its content, or with rights and owner. */
export type MachineFile =
  | string
  | { readonly content: string | Uint8Array; readonly mode?: number; readonly owner?: string };

export async function makeDisk(directory: string, images: readonly string[]): Promise<MachineDisk> {
  for (const name of ["changes", "work", "root"])
    await mkdir(join(directory, name), { recursive: true });
  return { directory, changes: join(directory, "changes"), images };
}

/** Makes an ext4 image for an extra disk. @returns its path. */
export async function makeExtraDisk(
  disk: MachineDisk,
  { at, sizeMebibytes }: ExtraDisk,
): Promise<string> {
  const image = join(disk.directory, `extra${at.replaceAll("/", "-")}.ext4`);
  await demand(["truncate", "-s", `${sizeMebibytes}M`, image]);
  await demand(["mkfs.ext4", "-q", "-m", "0", "-F", image]);
  return image;
}

export const mergedRoot = (disk: MachineDisk) => join(disk.directory, "root");

/** The shell words that mount the disk; run only in a mount namespace that ends with the machine. */
export const mountDisk =
  'mount -t overlay overlay -o "lowerdir=$IMAGES,upperdir=$DISK/changes,workdir=$DISK/work" "$DISK/root"';

export const diskEnvironment = (disk: MachineDisk): Record<string, string> => ({
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  IMAGES: disk.images.join(":"),
  DISK: disk.directory,
});

/** Argv that runs a command with the disk of a switched-off machine as its root. */
export function onDisk(argv: readonly string[]): string[] {
  const script = `${mountDisk} && exec chroot "$DISK/root" "$@"`;
  return ["unshare", "--mount", "sh", "-c", script, "on-disk", ...argv];
}

/** Argv that writes stdin to a file in a machine, with its folders; mode in octal. */
export function writeFileCommand(path: string, mode: number, owner: string): string[] {
  const script =
    'mkdir -p "$(dirname "$1")" && cat > "$1.fleet-new" && chmod "$2" "$1.fleet-new" && chown "$3" "$1.fleet-new" && mv "$1.fleet-new" "$1"';
  return ["sh", "-c", script, "write-file", path, mode.toString(8), owner];
}

export type CopySource = { readonly argv: string[]; readonly input: AsyncIterable<Uint8Array> };

/** How to bring a file or a folder (its content) of the host into a machine: what to run there, and its stdin. */
export async function planCopy(
  hostPath: string,
  machinePath: string,
  mode?: number,
): Promise<CopySource> {
  const info = await stat(hostPath);
  if (!info.isDirectory()) {
    const argv = writeFileCommand(machinePath, mode ?? info.mode & 0o777, "0:0");
    return { argv, input: createReadStream(hostPath) };
  }
  const tar = spawn("tar", ["-C", hostPath, "--owner=0", "--group=0", "-cf", "-", "."], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const unpack = 'mkdir -p "$1" && exec tar -C "$1" --no-overwrite-dir --no-same-owner -xf -';
  return { argv: ["sh", "-c", unpack, "unpack", machinePath], input: tar.stdout };
}
