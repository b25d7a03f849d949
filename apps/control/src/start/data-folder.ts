import { chmodSync, mkdirSync, statfsSync, writeFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/** Where things lie in the data folder. */
export type DataFolder = {
  readonly path: string;
  readonly keys: string;
  readonly postgres: string;
  readonly agent: string;
  readonly log: string;
  readonly lock: string;
  /** Says where the running control plane answers, and holds the key for this machine's command (mode 0600). */
  readonly running: string;
  readonly certificates: string;
};

export function dataFolder(path: string): DataFolder {
  return {
    path,
    keys: join(path, "keys"),
    postgres: join(path, "postgres"),
    agent: join(path, "agent"),
    log: join(path, "log"),
    lock: join(path, "lock"),
    running: join(path, "running.json"),
    certificates: join(path, "certificates"),
  };
}

const MIB = 1024 * 1024;
/** A first start lays down PostgreSQL's programs, a cluster and its first log files. */
const FREE_BYTES = { first: 300 * MIB, later: 48 * MIB } as const;

/** Makes the folder and sees that it can be written and has room. Only its owner looks into what lies in it. */
export function prepareDataFolder(folder: DataFolder, isFirst: boolean): void {
  try {
    mkdirSync(folder.path, { recursive: true, mode: 0o711 });
    for (const path of [folder.keys, folder.agent, folder.log]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
    chmodSync(folder.keys, 0o700);
    const probe = join(folder.path, ".writable");
    writeFileSync(probe, "x");
    rmSync(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
      throw new StartError(
        EXIT.missingRight,
        `the data folder ${folder.path} cannot be written`,
        "choose one of yours with --data, or run it as the user who owns this one",
        error,
      );
    }
    if (code === "ENOTDIR" || code === "EEXIST") {
      throw new StartError(
        EXIT.cannotCreate,
        `${folder.path} is not a folder`,
        "choose another one with --data",
        error,
      );
    }
    throw error;
  }
  requireRoom(folder.path, isFirst);
}

function requireRoom(path: string, isFirst: boolean): void {
  const { bavail, bsize } = statfsSync(path);
  const needed = isFirst ? FREE_BYTES.first : FREE_BYTES.later;
  if (bavail * bsize >= needed) return;
  throw new StartError(
    EXIT.diskFull,
    `the disk of ${path} has ${Math.floor((bavail * bsize) / MIB)} MiB left, ${needed / MIB} MiB are needed`,
    `free some space there, or choose another folder with --data (now below ${dirname(path)})`,
  );
}
