import type { Range } from "./lay-out.ts";

export type Band = { readonly left: number; readonly length: number };

/** Narrower than this a band is no longer a band but a stripe among stripes. */
const BAND_LEAST_PX = 3;

/** Stretches of time as bands of the picture, in shares of the range; those that would be too narrow to be told apart are left out. */
export function closedBands(
  closed: readonly Range[],
  range: Range,
  widthPx: number,
): readonly Band[] {
  const span = Math.max(1, range.toMs - range.fromMs);
  return closed.flatMap(({ fromMs, toMs }) => {
    const from = Math.max(fromMs, range.fromMs);
    const to = Math.min(toMs, range.toMs);
    const length = (to - from) / span;
    // What only its end is seen of is as long as it is.
    const wholePx = ((toMs - fromMs) / span) * widthPx;
    return length <= 0 || wholePx < BAND_LEAST_PX
      ? []
      : [{ left: (from - range.fromMs) / span, length }];
  });
}
