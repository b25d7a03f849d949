import { spawn } from "node:child_process";

/** How a process ended. `code` is 128 + 9 style only where a shell said so; a signal shows in `signal`. */
export type ProcessResult = {
  readonly code: number;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

export type ProcessOptions = {
  /** Written to stdin; without it stdin is empty. */
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Called at the time limit, before the process itself is killed: end what killing it would leave behind. */
  readonly onTimeout?: (() => void) | undefined;
  /** Complete lines of stdout as they come. Return true to stop reading and kill the process. */
  readonly onLine?: ((line: string) => boolean) | undefined;
};

const outputLimitBytes = 32 * 1024 * 1024;

type Output = { chunks: Buffer[]; bytes: number };

function keep(output: Output, chunk: Buffer): void {
  output.bytes += chunk.length;
  if (output.bytes <= outputLimitBytes) output.chunks.push(chunk);
}

function text(output: Output): string {
  const cut = output.bytes > outputLimitBytes ? `\n[cut: ${output.bytes} bytes in all]` : "";
  return Buffer.concat(output.chunks).toString("utf8") + cut;
}

function lineReader(onLine: (line: string) => boolean, stop: () => void) {
  let rest = "";
  return (chunk: Buffer) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    if (lines.some((line) => onLine(line))) stop();
  };
}

async function feed(stdin: NodeJS.WritableStream, input: ProcessOptions["input"]): Promise<void> {
  if (typeof input === "object" && !(input instanceof Uint8Array)) {
    for await (const chunk of input) {
      if (!stdin.write(chunk)) await new Promise((resolve) => stdin.once("drain", resolve));
    }
    stdin.end();
    return;
  }
  stdin.end(input ?? "");
}

/**
 * Runs a process to its end and collects its output (32 MiB of each stream at most).
 * @throws when it cannot be started, or does not end within `timeoutSeconds` (default 60).
 */
export function runProcess(
  argv: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const [command = "", ...rest] = argv;
  const timeoutSeconds = options.timeoutSeconds ?? 60;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: "pipe", env: options.env ?? process.env });
    const stdout: Output = { chunks: [], bytes: 0 };
    const stderr: Output = { chunks: [], bytes: 0 };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      options.onTimeout?.();
      child.kill("SIGKILL");
    }, timeoutSeconds * 1000);
    child.stdout.on("data", (chunk: Buffer) => keep(stdout, chunk));
    child.stderr.on("data", (chunk: Buffer) => keep(stderr, chunk));
    if (options.onLine !== undefined) {
      child.stdout.on(
        "data",
        lineReader(options.onLine, () => child.kill("SIGKILL")),
      );
    }
    child.stdin.on("error", () => {}); // It ended without reading everything: its exit code tells that story.
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`cannot start ${command}: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const result = {
        code: code ?? 128,
        signal: signal ?? undefined,
        stdout: text(stdout),
        stderr: text(stderr),
      };
      if (late)
        reject(new Error(`${quote(argv)} did not end within ${timeoutSeconds} s${tail(result)}`));
      else resolve(result);
    });
    void feed(child.stdin, options.input).catch(reject);
  });
}

/**
 * Runs a process that has to succeed and gives its stdout.
 * @throws when it ends with anything but 0; the message holds the end of its output.
 */
export async function demand(
  argv: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  return requireSuccess(argv, await runProcess(argv, options));
}

/** The stdout of a process that ended with 0. @throws otherwise, with the command and the end of its output. */
export function requireSuccess(argv: readonly string[], result: ProcessResult): string {
  if (result.code === 0) return result.stdout;
  throw new Error(`${quote(argv)} ended with ${result.signal ?? result.code}${tail(result)}`);
}

function tail(result: ProcessResult): string {
  const output = `${result.stdout}\n${result.stderr}`.trim();
  return output === "" ? "" : `:\n${output.slice(-2000)}`;
}

function quote(argv: readonly string[]): string {
  const line = argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(" ");
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
