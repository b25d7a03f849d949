import { spawn, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import {
  ProgramMissing,
  type Argv,
  type CommandResult,
  type Host,
  type RunOptions,
} from "./host.ts";

/** Programs come from the system's own folders only, whatever the agent's environment says. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ENVIRONMENT = {
  PATH,
  LC_ALL: "C",
  LANG: "C",
  HOME: "/root",
  DEBIAN_FRONTEND: "noninteractive",
};
const OUTPUT_MAX_BYTES = 256 * 1024;
const READ_MAX_BYTES = 1024 * 1024;
/** Between the polite signal and the one that cannot be refused. */
const KILL_AFTER_MS = 2000;

/** This machine. */
export const localHost: Host = { run, readText, exists: existsSync };

function run(argv: Argv, options: RunOptions): Promise<CommandResult> {
  const [program, ...args] = argv;
  if (program.includes("\0") || args.some((arg) => arg.includes("\0")))
    return Promise.reject(new TypeError("an argument holds a NUL"));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: ENVIRONMENT,
      cwd: "/",
      shell: false,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (options.background === true) giveWay(child);
    const stdout = capture(child.stdout, options.outputMaxBytes);
    const stderr = capture(child.stderr, options.outputMaxBytes);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child);
    }, options.timeoutSeconds * 1000);
    const abort = () => endGroup(child);
    options.signal?.addEventListener("abort", abort, { once: true });
    const settle = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      reject(error.code === "ENOENT" ? new ProgramMissing(program) : error);
    });
    child.once("close", (code, signal) => {
      settle();
      resolve({
        code,
        signal,
        stdout: stdout.text(),
        stderr: stderr.text(),
        truncated: stdout.truncated() || stderr.truncated(),
        timedOut,
      });
    });
  });
}

const BACKGROUND_NICENESS = 15;

function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, BACKGROUND_NICENESS);
  } catch {
    // It ended already, or we may not: then it runs as everything else does.
  }
}

/** Ends the program with all it started: they share a process group of their own. */
function endGroup(child: ChildProcess): void {
  const pid = child.pid;
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  setTimeout(() => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(pid, "SIGKILL");
  }, KILL_AFTER_MS).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function capture(stream: NodeJS.ReadableStream, maxBytes = OUTPUT_MAX_BYTES) {
  const chunks: Buffer[] = [];
  let kept = 0;
  let truncated = false;
  stream.on("data", (chunk: Buffer) => {
    const room = maxBytes - kept;
    if (chunk.length > room) truncated = true;
    if (room <= 0) return;
    const part = chunk.subarray(0, room);
    kept += part.length;
    chunks.push(part);
  });
  return { text: () => Buffer.concat(chunks).toString("utf8"), truncated: () => truncated };
}

function readText(path: string, maxBytes = READ_MAX_BYTES): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  try {
    return readWhole(file, maxBytes);
  } finally {
    closeSync(file);
  }
}

/** Reads until the end: files under /proc have no size to go by. */
function readWhole(file: number, maxBytes: number): string {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < maxBytes) {
    const chunk = Buffer.allocUnsafe(Math.min(65_536, maxBytes - total));
    const bytes = readSync(file, chunk, 0, chunk.length, null);
    if (bytes === 0) break;
    chunks.push(chunk.subarray(0, bytes));
    total += bytes;
  }
  return Buffer.concat(chunks).toString("utf8");
}
