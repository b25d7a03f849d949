import { FIVE_MS, HOUR_MS } from "./pack/pack-chunk.ts";

/** Where a range is read from: every reading; figures of five minutes; figures of an hour. */
export type Tier = "readings" | "fives" | "hours";

export type SeriesPlan = {
  readonly tier: Tier;
  readonly stepMs: number;
  /** Start of the first step and of the last. */
  readonly firstMs: number;
  readonly count: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Steps that fall on round times, so that a graph does not dance as time goes on. None is shorter than an agent's beat. */
const STEPS_MS = [
  20_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  FIVE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
] as const;
/** The longest range that can be asked for. */
export const RANGE_MAX_MS = 10 * 366 * DAY_MS;

/** The finest step that gives at most so many points, and the coarsest store that still answers it exactly. */
export function planSeries(fromMs: number, toMs: number, points: number): SeriesPlan {
  const range = toMs - fromMs;
  const stepMs = STEPS_MS.find((step) => range / step <= points) ?? Math.ceil(range / points);
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.floor((toMs - 1 - firstMs) / stepMs) + 1;
  return { tier: tierOf(stepMs), stepMs, firstMs, count };
}

function tierOf(stepMs: number): Tier {
  if (stepMs >= HOUR_MS && stepMs % HOUR_MS === 0) return "hours";
  return stepMs >= FIVE_MS && stepMs % FIVE_MS === 0 ? "fives" : "readings";
}

/** The keys of a layout that a list of wanted ones names; a trailing `*` takes every instance. */
export function matchKeys(wanted: readonly string[], keys: readonly string[]): string[] {
  return keys.filter((key) =>
    wanted.some((one) => (one.endsWith("*") ? key.startsWith(one.slice(0, -1)) : one === key)),
  );
}

export type TimeRange = { readonly fromMs: number; readonly toMs: number };

/** Gathers readings into the steps of a plan. */
export class Steps {
  readonly #plan: SeriesPlan;
  readonly #sum: Float64Array;
  readonly #weight: Float64Array;
  readonly #maximum: Float64Array;

  constructor(plan: SeriesPlan) {
    this.#plan = plan;
    this.#sum = new Float64Array(plan.count);
    this.#weight = new Float64Array(plan.count);
    this.#maximum = new Float64Array(plan.count).fill(Number.NEGATIVE_INFINITY);
  }

  /** @param weight how many readings the average stands for. NaN is passed over. */
  add(atMs: number, average: number, maximum: number, weight: number): void {
    if (Number.isNaN(average) || weight === 0) return;
    const i = Math.floor((atMs - this.#plan.firstMs) / this.#plan.stepMs);
    if (i < 0 || i >= this.#plan.count) return;
    this.#sum[i]! += average * weight;
    this.#weight[i]! += weight;
    if (maximum > this.#maximum[i]!) this.#maximum[i] = maximum;
  }

  /** In which step each moment lies; -1 outside. Shared by all series of a machine. */
  static places(plan: SeriesPlan, times: Float64Array, range: TimeRange): Int32Array {
    const places = new Int32Array(times.length);
    for (let i = 0; i < times.length; i++) {
      const atMs = times[i]!;
      const isIn = atMs >= range.fromMs && atMs < range.toMs;
      places[i] = isIn ? Math.floor((atMs - plan.firstMs) / plan.stepMs) : -1;
    }
    return places;
  }

  /** Adds single readings to the steps that `places` names. */
  addAll(places: Int32Array, values: Float64Array): void {
    const sum = this.#sum;
    const weight = this.#weight;
    const maximum = this.#maximum;
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      const value = values[i]!;
      if (place < 0 || place >= sum.length || Number.isNaN(value)) continue;
      sum[place]! += value;
      weight[place]!++;
      if (value > maximum[place]!) maximum[place] = value;
    }
  }

  average(): (number | null)[] {
    return Array.from(this.#sum, (sum, i) =>
      this.#weight[i] === 0 ? null : tidy(sum / this.#weight[i]!),
    );
  }

  maximum(): (number | null)[] {
    return Array.from(this.#maximum, (value, i) => (this.#weight[i] === 0 ? null : value));
  }
}

/** An average of decimals to nine digits, without the tail that binary fractions leave. */
function tidy(value: number): number {
  const size = Math.abs(value);
  if (size >= 1e8) return Math.round(value);
  const power = size < 1 ? 1e9 : POWERS[Math.ceil(Math.log10(size + 1))]!;
  return Math.round(value * power) / power;
}

const POWERS = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 10] as const;
