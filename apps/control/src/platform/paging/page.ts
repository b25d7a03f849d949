import { AppError } from "../errors/index.ts";

export type PageAsk = { readonly cursor?: string | undefined; readonly limit: number };
export type Page<T> = { items: T[]; nextCursor: string | null; total: number | null };

/**
 * Makes a page from rows that were asked for with `limit + 1`. The cursor holds the sort values of the last row shown,
 * so that rows coming and going between two pages move nothing.
 */
export function pageOf<R, T>(
  rows: readonly R[],
  ask: PageAsk,
  keyOf: (row: R) => readonly (string | number)[],
  view: (row: R) => T,
  total: number | null = null,
): Page<T> {
  const shown = rows.slice(0, ask.limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > ask.limit && last !== undefined
      ? Buffer.from(JSON.stringify(keyOf(last))).toString("base64url")
      : null;
  return { items: shown.map(view), nextCursor, total };
}

/**
 * Reads a cursor back: exactly as many values of the kinds given.
 * @throws AppError `invalid` for anything that is not a cursor of this list.
 */
export function readCursor<K extends readonly ("string" | "number")[]>(
  cursor: string | undefined,
  ...kinds: K
): { [I in keyof K]: K[I] extends "string" ? string : number } | undefined {
  if (cursor === undefined) return undefined;
  const values = parse(cursor);
  if (
    !Array.isArray(values) ||
    values.length !== kinds.length ||
    values.some((value, i) => typeof value !== kinds[i])
  ) {
    throw new AppError(
      "invalid",
      "this cursor does not belong to this list; start again without it",
    );
  }
  return values as { [I in keyof K]: K[I] extends "string" ? string : number };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What somebody typed, to be found anywhere and taken literally. */
export function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
}
