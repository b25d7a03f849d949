/** Units of prices that there are words for (`agreements.per`). */
const UNITS = [
  "hour",
  "month",
  "quarter",
  "year",
  "once",
  "machineMonth",
  "userMonth",
  "accountMonth",
  "gigabyteMonth",
  "visit",
  "kilometre",
  "piece",
  "case",
  "message",
] as const;

/** The unit that a price is for, if there are words for it. */
export function priceUnitOf(per: string | null): (typeof UNITS)[number] | undefined {
  return UNITS.find((one) => one === per);
}
