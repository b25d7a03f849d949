/** Facts of a log line; values under names that mean a secret are never written. */
export type Facts = Readonly<Record<string, unknown>>;
export type LogLevel = "debug" | "info" | "warn" | "error";

/** JSON lines: a fixed message, everything variable as a fact. */
export type Log = {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
  /** The same log with facts on every line. */
  with(facts: Facts): Log;
};

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Whatever is called like this is a secret, at any depth. */
const SECRET_NAME =
  /pass(word|phrase)|secret|token|cookie|authorization|api-?key|private-?key|otp/i;
/** Our own credentials are recognised wherever they stand in a text: join and agent tokens, API keys, sign-in links. */
const SECRET_TEXT = /\bdv[a-z]_[A-Za-z0-9_-]{20,}|(?<=:\/\/[^:@/\s]*:)[^@/\s]+(?=@)/g;
const MAX_DEPTH = 6;
const MAX_TEXT = 4000;

/** Opens a log whose lines go to `write`, a line each with its end. */
export function openLog(
  write: (line: string) => void,
  level: LogLevel = "info",
  facts: Facts = {},
): Log {
  const say = (lineLevel: LogLevel, message: string, more: Facts = {}): void => {
    if (ORDER[lineLevel] < ORDER[level]) return;
    const line = { at: new Date().toISOString(), level: lineLevel, message, ...facts, ...more };
    write(`${JSON.stringify(redact(line))}\n`);
  };
  return {
    debug: (message, more) => say("debug", message, more),
    info: (message, more) => say("info", message, more),
    warn: (message, more) => say("warn", message, more),
    error: (message, more) => say("error", message, more),
    with: (more) => openLog(write, level, { ...facts, ...more }),
  };
}

/** Masks secrets by name and by shape, cuts depth and length; errors become their name, message and stack. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) && item != null ? "***" : redact(item, depth + 1),
    ]),
  );
}

function redactText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return cut.replace(SECRET_TEXT, "***");
}

function redactError(error: Error, depth: number): unknown {
  const code = (error as { code?: unknown }).code;
  return {
    name: error.name,
    message: redactText(error.message),
    ...(code === undefined ? {} : { code }),
    stack: redactText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
