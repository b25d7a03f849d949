/**
 * A written percentage in points of 10^-decimals percent. Written figures have few digits, so that the float error of
 * 99.9 × 100 is told from a real fraction by far.
 */
export function pointsOfPercent(
  percent: number,
  decimals: number,
  rounding: "up" | "down",
): number {
  const exact = Number((percent * 10 ** decimals).toFixed(6));
  return rounding === "up" ? Math.ceil(exact) : Math.floor(exact);
}
