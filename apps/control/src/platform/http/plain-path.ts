/**
 * Paths have one spelling (A04): no escapes, no double slashes, no dots as folders, no backslashes. Ids, names and
 * files of ours need none of them, so whatever carries one is not an address of ours.
 */
const PLAIN = /^\/(?:[A-Za-z0-9._~@:+=,-]+(?:\/[A-Za-z0-9._~@:+=,-]+)*\/?)?$/;
const DOTS = /\/\.{1,2}(?:\/|$)/;

export function isPlainPath(path: string): boolean {
  return PLAIN.test(path) && !DOTS.test(path);
}

/** Where requests with an odd path end: nowhere. */
export const NOWHERE = "/nowhere";

/** For Fastify's `rewriteUrl`: odd spellings never reach the router. */
export function rewriteOddPath(url: string): string {
  const end = url.indexOf("?");
  return isPlainPath(end === -1 ? url : url.slice(0, end)) ? url : NOWHERE;
}
