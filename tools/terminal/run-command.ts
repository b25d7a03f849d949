import { spawn, type SpawnOptions } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The checkout, wherever it lies; every path in the tools starts here. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

export type Outcome = Readonly<{ code: number; output: string; seconds: number }>;

/** Exit code of a command that a signal ended, as shells count: 128 + the signal's number is close enough at 137. */
const KILLED = 137;

/**
 * Runs a command in the checkout and keeps its output (both streams, in order of arrival).
 * A command that cannot be started is an outcome too: code 127 with the reason as output.
 */
export function capture(argv: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  return run(argv, { ...options, stdio: ["ignore", "pipe", "pipe"] });
}

/**
 * Runs a command in the checkout with its output going where ours goes, or all of it to stderr.
 * Signals that end us end it first, so that machines and databases it started are put away.
 */
export function show(
  argv: readonly string[],
  to: "stdout" | "stderr",
  options: SpawnOptions = {},
): Promise<Outcome> {
  const out = to === "stderr" ? 2 : 1;
  return run(argv, { ...options, stdio: ["ignore", out, 2] });
}

function run(argv: readonly string[], options: SpawnOptions): Promise<Outcome> {
  const begunMs = performance.now();
  const [command = "", ...args] = argv;
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, { cwd: root, ...options });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGINT", pass).on("SIGTERM", pass);
    const keep = (chunk: Buffer) => (output += chunk.toString("utf8"));
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const end = (code: number) => {
      process.off("SIGINT", pass).off("SIGTERM", pass);
      resolve({ code, output, seconds: (performance.now() - begunMs) / 1000 });
    };
    child.on("error", (error) => {
      output += `${command}: ${error.message}\n`;
      end(127);
    });
    child.on("close", (code) => end(code ?? KILLED));
  });
}
