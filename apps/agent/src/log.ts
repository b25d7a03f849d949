/** Facts of a log line. Secrets never go in here. */
export type Facts = Readonly<Record<string, unknown>>;

/** Writes one JSON line to standard error: a fixed message, facts as fields. systemd's journal adds the time. */
export function log(level: "info" | "warning" | "error", message: string, facts: Facts = {}): void {
  process.stderr.write(`${JSON.stringify({ level, message, ...facts })}\n`);
}

/** One line that says what went wrong. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
