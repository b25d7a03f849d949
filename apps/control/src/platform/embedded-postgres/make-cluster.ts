import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServerUser } from "./find-user.ts";
import { runProgram } from "./run-program.ts";

export const ADMIN_ROLE = "driftvakt_admin";

export type ClusterPlace = {
  readonly program: string;
  /** Folder that the unprivileged user owns; the cluster and its socket lie in it. */
  readonly home: string;
  readonly user: ServerUser | undefined;
};

/**
 * Makes the cluster if there is none. It is made beside and moved into place, so that one that was cut off half-way is
 * never taken for a whole one.
 */
export async function makeCluster(place: ClusterPlace, adminPassword: string): Promise<string> {
  const cluster = join(place.home, "cluster");
  await ownFolder(place.home, place.user);
  if (existsSync(join(cluster, "PG_VERSION"))) return cluster;
  const draft = join(place.home, "cluster.new");
  await rm(draft, { recursive: true, force: true });
  const passwordFile = join(place.home, `password-${randomBytes(6).toString("hex")}`);
  await writeFile(passwordFile, `${adminPassword}\n`, { mode: 0o600 });
  try {
    if (place.user) await chown(passwordFile, place.user.uid, place.user.gid);
    await runProgram({
      user: place.user,
      program: join(place.program, "bin", "initdb"),
      args: initArguments(draft, passwordFile),
      workFolder: place.home,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(cluster, { recursive: true, force: true });
  await rename(draft, cluster);
  return cluster;
}

function initArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${ADMIN_ROLE}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
    "--no-instructions",
    // One flush of the file system instead of one for each of a thousand files.
    "--sync-method=syncfs",
  ];
}

/** Makes a folder that only the given user can enter. */
export async function ownFolder(folder: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (user) await chown(folder, user.uid, user.gid);
}
