/** Minutes in whole units: started ones, the nearest number (half up), or only full ones. */
export function countUnits(
  minutes: number,
  unitMinutes: number,
  rounding: "up" | "nearest" | "down" = "up",
): number {
  const exact = minutes / unitMinutes;
  const whole =
    rounding === "down"
      ? Math.floor(exact)
      : rounding === "nearest"
        ? Math.round(exact)
        : Math.ceil(exact);
  return whole * unitMinutes;
}
