/** Enough for a year of a fleet of ten thousand; some 150 bytes each. */
const MOST_STRETCHES = 200_000;
/** What lies longer before now is asked for seldom and not remembered. */
const REMEMBERED_MS = 100 * 24 * 3600 * 1000;

type Remembered<Line> = {
  readonly version: number;
  readonly fromMs: number;
  readonly line: Line;
};

export type LineMemory<Line> = {
  /** Whether lines from then on are remembered at all. `toMs`: until when they are asked for. */
  reaches(range: { readonly fromMs: number; readonly toMs: number }): boolean;
  /** What was remembered of a machine's line of this version, from `fromMs` or earlier on. */
  find(serverId: string, version: number, fromMs: number): Line | undefined;
  keep(serverId: string, remembered: Remembered<Line>): void;
};

/**
 * Remembers lines by the version that the database gives them with every change: nothing need be told to any process,
 * and losing it costs a read. What was asked for longest ago goes first.
 */
export function openLineMemory<Line extends { readonly stretches: readonly unknown[] }>(
  most = MOST_STRETCHES,
): LineMemory<Line> {
  const lines = new Map<string, Remembered<Line>>();
  let latestMs = 0;
  let size = 0;
  const forget = (serverId: string): void => {
    const known = lines.get(serverId);
    if (known && lines.delete(serverId)) size -= sizeOf(known.line);
  };
  return {
    reaches: ({ fromMs, toMs }) => {
      latestMs = Math.max(latestMs, toMs);
      return fromMs >= latestMs - REMEMBERED_MS;
    },
    find: (serverId, version, fromMs) => {
      const known = lines.get(serverId);
      if (!known || known.version !== version || known.fromMs > fromMs) return undefined;
      lines.delete(serverId);
      lines.set(serverId, known);
      return known.line;
    },
    keep: (serverId, remembered) => {
      forget(serverId);
      lines.set(serverId, remembered);
      size += sizeOf(remembered.line);
      while (size > most) forget(lines.keys().next().value!);
    },
  };
}

/** A line without stretches takes room, too. */
function sizeOf({ stretches }: { readonly stretches: readonly unknown[] }): number {
  return 1 + stretches.length;
}
