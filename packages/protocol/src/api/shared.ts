import { z } from "zod";

export const idSchema = z.uuid();
/** Epoch milliseconds. */
export const instantSchema = z.number().int();
export const localeSchema = z.enum(["en", "sv", "da", "de", "bs"]);
export type Locale = z.infer<typeof localeSchema>;

/** Text in several languages; English is always there. */
export const textsSchema = z.object({ en: z.string() }).catchall(z.string());

/** Paging of every list: `cursor` from the answer before, `limit` at most 200. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** A page of a list. `total` counts all that match, where that is cheap. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int().nullable(),
  });
}

/** RFC 9457 problem details; `code` is closed. */
export const PROBLEM_CODES = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "conflict",
  "refused",
  "too-large",
  "too-many-requests",
  "step-up-required",
  "unavailable",
  "internal",
] as const;
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string().optional(),
  requestId: z.string(),
  /** For `refused`: which rule said no, and its clause. */
  reason: z.string().optional(),
  clause: z.string().optional(),
  /** For `invalid`: what is wrong where. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export const okSchema = z.object({ ok: z.literal(true) });
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2026-11");
