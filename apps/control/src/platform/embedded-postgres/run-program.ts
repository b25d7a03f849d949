import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { ServerUser } from "./find-user.ts";

/** The user whom PostgreSQL runs as cannot get to its files. */
export class ReachError extends Error {
  override readonly name = "ReachError";
  /** The folder that stands in the way. */
  readonly folder: string;

  constructor(user: ServerUser, folder: string) {
    super(`PostgreSQL runs as the user ${user.name}, who may not pass through ${folder}`);
    this.folder = folder;
  }
}

const ENVIRONMENT = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

export type ProgramRun = {
  readonly user: ServerUser | undefined;
  readonly program: string;
  readonly args: readonly string[];
  readonly workFolder: string;
  /** A file descriptor for what it prints, or `pipe`. */
  readonly output: number | "pipe";
};

/**
 * Starts one of PostgreSQL's programs as the given user. Where that user cannot reach the data folder (below a closed home
 * such as /root) it gets the one capability that lets it pass through folders, and nothing else of root's.
 */
export function startProgram(run: ProgramRun): ChildProcess {
  const { user, program, args } = run;
  const options = {
    cwd: run.workFolder,
    env: ENVIRONMENT,
    stdio: ["ignore", run.output, run.output] as ["ignore", number | "pipe", number | "pipe"],
    // A group of its own: Ctrl-C in the terminal reaches us, and we stop it in order.
    detached: true,
  };
  if (!user) return spawn(program, [...args], options);
  if (!findBarrier(user, program) && !findBarrier(user, run.workFolder)) {
    return spawn(program, [...args], { ...options, uid: user.uid, gid: user.gid });
  }
  return spawn("setpriv", [...passThrough(user), program, ...args], options);
}

/** Runs a program to its end. Throws with what it printed when it fails. */
export async function runProgram(run: Omit<ProgramRun, "output">): Promise<void> {
  const child = startProgram({ ...run, output: "pipe" });
  let printed = "";
  const collect = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-8000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${run.program} failed (${code}): ${printed.trim()}`);
}

function passThrough(user: ServerUser): string[] {
  return [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    "--clear-groups",
    // Else access(2), by which PostgreSQL looks for its programs, would not count the capability.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
    "--no-new-privs",
  ];
}

const OTHERS_MAY_ENTER = 0o001;
const GROUP_MAY_ENTER = 0o010;
const OWNER_MAY_ENTER = 0o100;

/**
 * Makes sure that the user gets to a program, be it by the capability; where root's power does not reach that far (a
 * container that dropped it, no `setpriv`) it is said now, not by a riddle of PostgreSQL's.
 * @throws ReachError
 */
export function requireReach(user: ServerUser, program: string): void {
  const barrier = findBarrier(user, program);
  if (barrier === undefined) return;
  const { status } = spawnSync("setpriv", [...passThrough(user), "test", "-x", program], {
    env: ENVIRONMENT,
    stdio: "ignore",
  });
  if (status !== 0) throw new ReachError(user, barrier);
}

/** The first folder above a path, from the root down, that a user may not pass through. */
function findBarrier(user: ServerUser, path: string): string | undefined {
  let barrier: string | undefined;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const needed =
      uid === user.uid ? OWNER_MAY_ENTER : gid === user.gid ? GROUP_MAY_ENTER : OTHERS_MAY_ENTER;
    if ((mode & needed) === 0) barrier = folder;
    if (folder === dirname(folder)) return barrier;
  }
}
