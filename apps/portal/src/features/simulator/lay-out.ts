/** The lanes of the picture, top to bottom. */
export const LANES = ["state", "tickets", "work", "word", "promises", "money"] as const;
export type Lane = (typeof LANES)[number];

/** What the layout must know of an entry. */
export type Placeable = {
  readonly id: string;
  readonly lane: Lane;
  readonly fromMs: number;
  /** The same as `fromMs` for a moment. */
  readonly toMs: number;
  readonly tone: string;
};

/** A stretch of time on screen. */
export type Range = { readonly fromMs: number; readonly toMs: number };

/** One mark of the picture: an entry, or several that stand too close to be told apart. */
export type Mark<Entry extends Placeable> = {
  readonly id: string;
  readonly entries: readonly [Entry, ...Entry[]];
  /** Where it stands, as shares of the range; the length is 0 for a moment. */
  readonly left: number;
  readonly length: number;
  readonly row: number;
};

export type LaidLane<Entry extends Placeable> = {
  readonly lane: Lane;
  readonly marks: readonly Mark<Entry>[];
  readonly rows: number;
};

/** What a mark needs across, in pixels; nearer ones of a row go below it, and when all rows are full, into it. */
const MARK_PX = 22;
const ROWS_AT_MOST = 4;
/** A bar shorter than this is drawn as a moment. */
const BAR_LEAST_PX = 10;

const WORRY = ["bad", "warn", "odd", "good", "idle"];

/** The most worrying of several: it gives a joint mark its look. */
export function worstOf<Entry extends Placeable>([
  first,
  ...others
]: Mark<Entry>["entries"]): Entry {
  return others.reduce(
    (worst, one) => (WORRY.indexOf(one.tone) < WORRY.indexOf(worst.tone) ? one : worst),
    first,
  );
}

/** Places entries in their lanes: each in the first row with room, else joined with its neighbour. Entries are by time. */
export function layOut<Entry extends Placeable>(
  entries: readonly Entry[],
  range: Range,
  widthPx: number,
): readonly LaidLane<Entry>[] {
  const seen = entries.filter(({ fromMs, toMs }) => toMs >= range.fromMs && fromMs <= range.toMs);
  const byLane = Map.groupBy(seen, ({ lane }) => lane);
  return LANES.flatMap((lane) => {
    const own = byLane.get(lane);
    return own === undefined ? [] : [layLane(lane, own, range, Math.max(widthPx, 1))];
  });
}

type Draft<Entry> = { entries: [Entry, ...Entry[]]; fromPx: number; toPx: number; row: number };

function layLane<Entry extends Placeable>(
  lane: Lane,
  entries: readonly Entry[],
  range: Range,
  widthPx: number,
): LaidLane<Entry> {
  const span = Math.max(1, range.toMs - range.fromMs);
  const pxOf = (ms: number) => ((ms - range.fromMs) / span) * widthPx;
  const last: (Draft<Entry> | undefined)[] = [];
  const drafts: Draft<Entry>[] = [];
  for (const entry of entries) {
    const fromPx = Math.max(0, pxOf(entry.fromMs));
    const endPx = Math.min(widthPx, pxOf(entry.toMs));
    const isBar = endPx - fromPx >= BAR_LEAST_PX;
    const toPx = isBar ? endPx : fromPx;
    const row = freeRow(last, fromPx);
    if (row === undefined) {
      nearest(last, fromPx).entries.push(entry);
      continue;
    }
    const draft: Draft<Entry> = { entries: [entry], fromPx, toPx, row };
    last[row] = draft;
    drafts.push(draft);
  }
  return {
    lane,
    rows: last.length,
    marks: drafts.map(({ entries: [first, ...more], fromPx, toPx, row }) => ({
      id: first.id,
      entries: [first, ...more],
      left: fromPx / widthPx,
      length: more.length > 0 ? 0 : (toPx - fromPx) / widthPx,
      row,
    })),
  };
}

function freeRow(
  last: readonly (Draft<unknown> | undefined)[],
  fromPx: number,
): number | undefined {
  for (let row = 0; row < ROWS_AT_MOST; row += 1) {
    const before = last[row];
    if (!before || before.toPx + MARK_PX <= fromPx) return row;
  }
  return undefined;
}

/** The mark that begins last among the ends of the rows: the nearest neighbour to the left. */
function nearest<Entry>(last: readonly (Draft<Entry> | undefined)[], fromPx: number): Draft<Entry> {
  const ends = last.filter((draft): draft is Draft<Entry> => draft !== undefined);
  return ends.reduce((best, one) =>
    Math.abs(one.fromPx - fromPx) <= Math.abs(best.fromPx - fromPx) ? one : best,
  );
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Never nearer than a quarter of an hour. */
const RANGE_LEAST_MS = HOUR_MS / 4;

/** Makes a range longer (`factor` > 1) or shorter around a moment, within the whole. */
export function zoomRange(range: Range, whole: Range, factor: number, aroundMs?: number): Range {
  const length = range.toMs - range.fromMs;
  const around = aroundMs ?? range.fromMs + length / 2;
  const wanted = Math.min(
    whole.toMs - whole.fromMs,
    Math.max(RANGE_LEAST_MS, Math.round(length * factor)),
  );
  const share = length === 0 ? 0.5 : (around - range.fromMs) / length;
  return within(Math.round(around - wanted * share), wanted, whole);
}

/** Moves a range by a share of its own length, within the whole. */
export function moveRange(range: Range, whole: Range, share: number): Range {
  const length = range.toMs - range.fromMs;
  return within(Math.round(range.fromMs + length * share), length, whole);
}

function within(fromMs: number, length: number, whole: Range): Range {
  const start = Math.max(whole.fromMs, Math.min(fromMs, whole.toMs - length));
  return { fromMs: start, toMs: start + length };
}

export type Tick = { readonly atMs: number; readonly unit: "month" | "day" | "hour" };

const STEPS: readonly {
  readonly unit: Tick["unit"];
  readonly size: number;
  readonly ms: number;
}[] = [
  { unit: "hour", size: 1, ms: HOUR_MS },
  { unit: "hour", size: 3, ms: 3 * HOUR_MS },
  { unit: "hour", size: 6, ms: 6 * HOUR_MS },
  { unit: "day", size: 1, ms: DAY_MS },
  { unit: "day", size: 2, ms: 2 * DAY_MS },
  { unit: "day", size: 7, ms: 7 * DAY_MS },
  { unit: "month", size: 1, ms: 30 * DAY_MS },
  { unit: "month", size: 3, ms: 91 * DAY_MS },
  { unit: "month", size: 12, ms: 365 * DAY_MS },
];

/** Moments at which the axis is named: the finest steps of which no more than `most` fit. `partsOf` knows the zone. */
export function ticksOf(
  range: Range,
  most: number,
  partsOf: (ms: number) => { readonly month: number; readonly day: number; readonly hour: number },
): readonly Tick[] {
  const span = range.toMs - range.fromMs;
  const step = STEPS.find(({ ms }) => span / ms <= most) ?? STEPS.at(-1);
  if (!step) return [];
  const ticks: Tick[] = [];
  // Walked by the hour, so that changes of the clock keep their places; from one midnight nearly to the next at once.
  const first = Math.ceil(range.fromMs / HOUR_MS) * HOUR_MS;
  let strideMs = HOUR_MS;
  for (let atMs = first; atMs <= range.toMs; atMs += strideMs) {
    const { month, day, hour } = partsOf(atMs);
    strideMs = step.unit !== "hour" && hour === 0 ? 23 * HOUR_MS : HOUR_MS;
    const fits =
      step.unit === "hour"
        ? hour % step.size === 0
        : step.unit === "day"
          ? hour === 0 && (day - 1) % step.size === 0 && (step.size !== 7 || day < 29)
          : hour === 0 && day === 1 && (month - 1) % step.size === 0;
    if (fits) ticks.push({ atMs, unit: step.unit });
  }
  return ticks;
}
