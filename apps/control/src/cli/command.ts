import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

export type Command = {
  readonly help: string;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
};

/** The command line was not understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** One line what is wrong, one line the way out. */
export function complain(message: string, wayOut: string): void {
  process.stderr.write(`driftvakt: ${message}\ndriftvakt:   -> ${wayOut}\n`);
}

/** Options that every command which asks the running control plane has. */
export const COMMON_OPTIONS = {
  data: { type: "string" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsOptionsConfig;

export const COMMON_HELP = `  --data DIR   data folder of the running control plane (default: as for up)
  --json       machine-readable output`;

/** Reads the command line strictly. @throws UsageError */
export function readArgs<const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: O,
  most = 0,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length > most) {
      throw new UsageError(`unexpected: ${parsed.positionals.slice(most).join(" ")}`);
    }
    return parsed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message.split("\n")[0]);
  }
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Columns as wide as they need to be. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [head, ...rows]) {
    const line = row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ");
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}
