/** Waits between attempts: exponential with full jitter, so that a thousand agents do not come back as one. */
export type Backoff = Readonly<{
  /** Milliseconds until the next attempt; each call without a success in between raises the ceiling. */
  next(): number;
  succeeded(): void;
}>;

const FIRST_MS = 1000;
const CEILING_MS = 60_000;

export function backoff(random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next() {
      const ceiling = Math.min(CEILING_MS, FIRST_MS * 2 ** failures);
      failures += 1;
      return Math.round(random() * ceiling);
    },
    succeeded() {
      failures = 0;
    },
  };
}
