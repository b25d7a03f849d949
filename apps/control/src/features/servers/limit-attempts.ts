/** A limit on how often somebody may try: `burst` at once, then `perSecond`. */
export type AttemptLimit = { readonly burst: number; readonly perSecond: number };

type Bucket = { left: number; atMs: number };

/** Strangers can make up keys; beyond so many the oldest are forgotten. */
const KEYS_MAX = 20_000;

/**
 * Counts attempts per key (an address, a server) in this process.
 * @returns a function that takes one attempt: 0 where it may go ahead, else after how many seconds it may.
 */
export function limitAttempts(limit: AttemptLimit): (key: string, nowMs: number) => number {
  const buckets = new Map<string, Bucket>();
  return (key, nowMs) => {
    const bucket = buckets.get(key) ?? { left: limit.burst, atMs: nowMs };
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > KEYS_MAX) buckets.delete(buckets.keys().next().value!);
    const elapsedSeconds = Math.max(0, nowMs - bucket.atMs) / 1000;
    bucket.left = Math.min(limit.burst, bucket.left + elapsedSeconds * limit.perSecond);
    bucket.atMs = nowMs;
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / limit.perSecond);
    bucket.left -= 1;
    return 0;
  };
}
