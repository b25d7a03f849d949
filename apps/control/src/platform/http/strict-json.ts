import { AppError } from "../errors/index.ts";

/** What a body may be at most, whatever its route (A05). */
export const JSON_LIMITS = { depth: 32, keys: 20_000 } as const;

/**
 * Parses JSON and refuses what parsers disagree on or choke on: the same key twice in an object, `__proto__` and its
 * kin as keys, more than 32 levels, more than 20,000 keys, texts that no database keeps. One pass over the text, then the engine's own parser.
 * @throws AppError `invalid` with what and where.
 */
export function parseStrictJson(text: string): unknown {
  scan(text);
  const value = parse(text);
  // Only an escape can bring in what no text may hold.
  if (text.includes("\\u")) requireText(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid", "the body is not JSON");
  }
}

/** Whether the database can keep it: no NUL, no half of a character. */
export function isText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Depth was looked at before. */
function requireText(value: unknown): void {
  if (typeof value === "string") {
    if (!isText(value))
      throw new AppError("invalid", "a text of the body holds U+0000 or half a character");
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      requireText(key);
      requireText(one);
    }
  }
}

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Keeps one set of keys per open object; a string followed by a colon is a key. */
function scan(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === OPEN_OBJECT || char === OPEN_LIST) {
      open.push(char === OPEN_OBJECT ? new Set() : undefined);
      if (open.length > JSON_LIMITS.depth) {
        throw new AppError("invalid", `the body is nested deeper than ${JSON_LIMITS.depth} levels`);
      }
    } else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
      open.pop();
    } else if (char === QUOTE) {
      const end = endOfString(text, at);
      const object = open.at(-1);
      if (object && isKey(text, end)) {
        addKey(object, text.slice(at, end + 1));
        if (++keys > JSON_LIMITS.keys)
          throw new AppError("invalid", `the body has more than ${JSON_LIMITS.keys} keys`);
      }
      at = end;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === BACKSLASH) at++;
    else if (char === QUOTE) return at;
  }
  throw new AppError("invalid", "the body is not JSON");
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
  return text[at] === ":";
}

function addKey(object: Set<string>, quoted: string): void {
  const key = quoted.includes("\\") ? readKey(quoted) : quoted.slice(1, -1);
  if (FORBIDDEN_KEYS.has(key)) throw new AppError("invalid", `the key "${key}" is not allowed`);
  if (object.has(key))
    throw new AppError("invalid", `the key "${key.slice(0, 100)}" is there twice`);
  object.add(key);
}

function readKey(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new AppError("invalid", "the body is not JSON");
  }
}
