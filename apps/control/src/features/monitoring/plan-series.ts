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

  average(): (number | null)[] {
    return Array.from(this.#sum, (sum, i) =>
      this.#weight[i] === 0 ? null : tidy(sum / this.#weight[i]!),
    );
  }

  maximum(): (number | null)[] {
    return Array.from(this.#maximum, (value, i) => (this.#weight[i] === 0 ? null : value));
  }
}

/** An average of decimals, without the tail that binary fractions leave. */
function tidy(value: number): number {
  return Number(value.toPrecision(9));
}
