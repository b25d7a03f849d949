import { isOpen, openingsWithin } from "../calendar/index.ts";
import type { EpochMs, Interval } from "../interval/index.ts";
import { intersectIntervals, subtractIntervals, totalMs } from "../interval/index.ts";
import type { SurchargesAtOnce, TimeSurcharge } from "./time-billing.ts";

/** A share of the price that one surcharge adds: `numerator` ÷ `denominator`, exact. */
export type SurchargeShare = {
  readonly surcharge: TimeSurcharge;
  readonly numerator: bigint;
  readonly denominator: bigint;
};

/** Worked time in which the same surcharges hold, and what each of them adds there. */
export type SurchargedPiece = {
  readonly ms: number;
  readonly shares: readonly SurchargeShare[];
};

const WHOLE = 10_000n;

/**
 * Worked time (one merged list for each technician) by the surcharges that hold in it, the dearest first; time without any
 * is left out. Where several hold at once the rule decides, for each piece of time by itself.
 */
export function splitBySurcharges(
  surcharges: readonly TimeSurcharge[],
  rule: SurchargesAtOnce,
  worked: readonly (readonly Interval[])[],
): readonly SurchargedPiece[] {
  const msOf = new Map<string, { ms: number; held: readonly TimeSurcharge[] }>();
  for (const parts of worked) {
    for (const { held, parts: stretches } of splitParts(surcharges, parts)) {
      const key = held.map((one) => surcharges.indexOf(one)).join(" ");
      const known = msOf.get(key) ?? { ms: 0, held };
      msOf.set(key, { held, ms: known.ms + totalMs(stretches) });
    }
  }
  const pieces = [...msOf].flatMap(([key, { ms, held }]) =>
    held.length === 0 ? [] : [{ key, ms, shares: sharesOf(held, rule) }],
  );
  return pieces.toSorted((a, b) => compare(totalOf(b.shares), totalOf(a.shares)) || byKey(a, b));
}

/** Worked time with what surcharges add to it, in ms: an hour at 50 % weighs as much as an hour and a half without. */
export function weighTime(
  surcharges: readonly TimeSurcharge[],
  rule: SurchargesAtOnce,
  worked: readonly Interval[],
): number {
  let weight = totalMs(worked);
  for (const { ms, shares } of splitBySurcharges(surcharges, rule, [worked])) {
    const [numerator, denominator] = totalOf(shares);
    weight += (ms * Number(numerator)) / Number(denominator);
  }
  return weight;
}

/** What is added at one moment, in percent of the price; 0 where no surcharge holds. */
export function surchargePercentAt(
  surcharges: readonly TimeSurcharge[],
  rule: SurchargesAtOnce,
  atMs: EpochMs,
): number {
  const held = surcharges.filter((surcharge) => holdsAt(surcharge, atMs));
  const [numerator, denominator] = totalOf(sharesOf(held, rule));
  return Number(numerator * 1_000_000n) / Number(denominator) / 10_000;
}

type Split = { readonly held: readonly TimeSurcharge[]; readonly parts: readonly Interval[] };

function splitParts(
  surcharges: readonly TimeSurcharge[],
  parts: readonly Interval[],
): readonly Split[] {
  let splits: readonly Split[] = [{ held: [], parts }];
  for (const surcharge of surcharges) {
    splits = splits.flatMap((split): readonly Split[] => {
      const inside = heldWithin(surcharge, split.parts);
      const outside = subtractIntervals(split.parts, inside);
      return [
        { held: split.held, parts: outside },
        { held: [...split.held, surcharge], parts: inside },
      ].filter((one) => one.parts.length > 0);
    });
  }
  return splits;
}

function heldWithin(
  { applies, hours }: TimeSurcharge,
  parts: readonly Interval[],
): readonly Interval[] {
  const first = parts[0];
  const last = parts.at(-1);
  if (applies === "always" || hours === undefined || !first || !last) return parts;
  const open = openingsWithin(hours, { fromMs: first.fromMs, toMs: last.toMs });
  return applies === "inside" ? intersectIntervals(parts, open) : subtractIntervals(parts, open);
}

function holdsAt({ applies, hours }: TimeSurcharge, atMs: EpochMs): boolean {
  if (applies === "always" || hours === undefined) return true;
  return isOpen(hours, Temporal.Instant.fromEpochMilliseconds(atMs)) === (applies === "inside");
}

function sharesOf(
  held: readonly TimeSurcharge[],
  rule: SurchargesAtOnce,
): readonly SurchargeShare[] {
  switch (rule) {
    case "highest": {
      const most = Math.max(...held.map(({ basisPoints }) => basisPoints));
      return held
        .filter(({ basisPoints }) => basisPoints === most)
        .slice(0, 1)
        .map(alone);
    }
    case "add":
      return held.map(alone);
    case "multiply": {
      let numerator = 1n;
      let denominator = 1n;
      return held.map((surcharge) => {
        const share = alone(surcharge);
        const own = {
          surcharge,
          numerator: numerator * share.numerator,
          denominator: denominator * WHOLE,
        };
        numerator *= WHOLE + share.numerator;
        denominator *= WHOLE;
        return own;
      });
    }
  }
}

function alone(surcharge: TimeSurcharge): SurchargeShare {
  return { surcharge, numerator: BigInt(surcharge.basisPoints), denominator: WHOLE };
}

type Ratio = readonly [numerator: bigint, denominator: bigint];

function totalOf(shares: readonly SurchargeShare[]): Ratio {
  let total: Ratio = [0n, 1n];
  for (const { numerator, denominator } of shares) {
    total = [total[0] * denominator + numerator * total[1], total[1] * denominator];
  }
  return total;
}

function compare(a: Ratio, b: Ratio): number {
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}
