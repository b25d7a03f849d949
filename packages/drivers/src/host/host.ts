/** A program and its arguments. Never a command line: nothing here is ever read by a shell. */
export type Argv = readonly [program: string, ...args: string[]];

export type RunOptions = Readonly<{
  /** The program is killed after so many seconds. */
  timeoutSeconds: number;
  /** Most bytes kept of each stream; what comes after is dropped and `truncated` is set. */
  outputMaxBytes?: number;
  /** Gives way to everything else on the machine. */
  background?: boolean;
  /** Ends the program early. */
  signal?: AbortSignal;
}>;

export type CommandResult = Readonly<{
  /** Exit code, or null where a signal ended the program. */
  code: number | null;
  /** e.g. `SIGKILL`. */
  signal: string | null;
  stdout: string;
  stderr: string;
  truncated: boolean;
  timedOut: boolean;
}>;

/**
 * The machine as drivers see it. The only door to commands and files, so that limits hold for all of them
 * and recorded machines can stand in for real ones.
 */
export type Host = Readonly<{
  /** Runs a program to its end. A non-zero exit is a result, not an error; throws `ProgramMissing` if it is not there. */
  run(argv: Argv, options: RunOptions): Promise<CommandResult>;
  /** A whole text file, or undefined where there is none. At most `maxBytes` (default 1 MiB) are read. */
  readText(path: string, maxBytes?: number): string | undefined;
  exists(path: string): boolean;
}>;

/** The program is not on this machine (in the fixed PATH). */
export class ProgramMissing extends Error {
  readonly program: string;
  constructor(program: string) {
    super(`${program} is not installed on this machine`);
    this.name = "ProgramMissing";
    this.program = program;
  }
}

/** Output or a file that the driver does not know how to read: an error, never a guess. */
export class UnknownOutput extends Error {
  constructor(program: string, output: string) {
    super(
      `${program} said what this release does not know: ${JSON.stringify(output.slice(0, 200))}`,
    );
    this.name = "UnknownOutput";
  }
}
