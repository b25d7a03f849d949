import type { PriceUnit } from "@driftvakt/domain/catalogue";

/** Units of prices that there are words for (`agreements.per`): all that a catalogue can name. */
const UNITS: Readonly<Record<PriceUnit, true>> = {
  hour: true,
  month: true,
  quarter: true,
  year: true,
  once: true,
  machineMonth: true,
  userMonth: true,
  accountMonth: true,
  gigabyteMonth: true,
  visit: true,
  kilometre: true,
  piece: true,
  case: true,
  message: true,
};

/** The unit that a price is for, if there are words for it. */
export function priceUnitOf(per: string | null): PriceUnit | undefined {
  return per !== null && Object.hasOwn(UNITS, per) ? (per as PriceUnit) : undefined;
}
