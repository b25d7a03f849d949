/** Requests of one caller per minute; and of somebody we do not know, by address. Counted in this process alone. */
export const CALLS_PER_MINUTE = { known: 1200, unknown: 120 } as const;
const WINDOW_MS = 60_000;
/** Strangers can make up addresses: beyond so many the oldest are forgotten. */
const MOST_KEYS = 20_000;

type Window = { endsAtMs: number; count: number; most: number };

export type CallerLimit = {
  /** Counts one. @returns 0, or after how many seconds it may be tried again. */
  take(key: string, kind: keyof typeof CALLS_PER_MINUTE): number;
  /** Looks without counting. */
  peek(key: string): number;
};

/** Fixed windows in memory: they protect this process, so they need not be shared. Sign-in counts in the database. */
export function limitCallers(nowMs: () => number): CallerLimit {
  const windows = new Map<string, Window>();
  const waitOf = (window: Window | undefined): number =>
    window && window.endsAtMs > nowMs() && window.count > window.most
      ? Math.ceil((window.endsAtMs - nowMs()) / 1000)
      : 0;
  return {
    take: (key, kind) => {
      const known = windows.get(key);
      const window =
        known && known.endsAtMs > nowMs()
          ? known
          : { endsAtMs: nowMs() + WINDOW_MS, count: 0, most: CALLS_PER_MINUTE[kind] };
      window.count++;
      windows.delete(key);
      windows.set(key, window);
      if (windows.size > MOST_KEYS) windows.delete(windows.keys().next().value!);
      return waitOf(window);
    },
    peek: (key) => waitOf(windows.get(key)),
  };
}
