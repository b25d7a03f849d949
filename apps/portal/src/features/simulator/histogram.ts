/** A bar of a histogram: from `from` up to but not including `to` (the last one includes it). */
export type Bin = { readonly from: number; readonly to: number; readonly count: number };

const NICE = [1, 2, 2.5, 5, 10];

/** The least round number that is not smaller. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (NICE.find((nice) => nice * power >= value) ?? 10) * power;
}

/** Counts values (0 or more) in at most `most` bars of one round width, from 0. */
export function binsOf(values: readonly number[], most: number): readonly Bin[] {
  if (values.length === 0) return [];
  const top = values.reduce((highest, value) => Math.max(highest, value), 0);
  const width = roundUp(top / most);
  const bars = Math.max(1, Math.floor(top / width) + 1);
  const counts = Array.from({ length: bars }, () => 0);
  for (const value of values) {
    const at = Math.min(bars - 1, Math.floor(value / width));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, k) => ({ from: k * width, to: (k + 1) * width, count }));
}
