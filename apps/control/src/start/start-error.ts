import type { ExitCode } from "./exit-codes.ts";

/** Why it did not start: one line, a way out, and an exit code of its own. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly exitCode: ExitCode;
  readonly wayOut: string;

  constructor(exitCode: ExitCode, message: string, wayOut: string, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.wayOut = wayOut;
  }
}
