import { z } from "zod";
import { Defined, Reference } from "./reference.ts";
import { LocalText } from "./text.ts";

/**
 * Currencies that prices may be written in, with their number of decimals (ISO 4217). A currency that is not here is
 * refused rather than guessed, since a wrong number of decimals is a wrong invoice.
 */
export const currencyDecimals = {
  SEK: 2,
  EUR: 2,
  DKK: 2,
  BAM: 2,
  NOK: 2,
  CHF: 2,
  GBP: 2,
  USD: 2,
  CAD: 2,
  AUD: 2,
  NZD: 2,
  PLN: 2,
  CZK: 2,
  HUF: 2,
  RON: 2,
  RSD: 2,
  MKD: 2,
  ALL: 2,
  TRY: 2,
  UAH: 2,
  ISK: 0,
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  BHD: 3,
  KWD: 3,
  JOD: 3,
  OMR: 3,
  TND: 3,
  INR: 2,
  SGD: 2,
  HKD: 2,
  ZAR: 2,
  BRL: 2,
  MXN: 2,
  ILS: 2,
  AED: 2,
} as const;
export type Currency = keyof typeof currencyDecimals;
export const currencies = Object.keys(currencyDecimals) as [Currency, ...Currency[]];
export const CurrencyCode = z
  .enum(currencies)
  .meta({ description: "ISO 4217 code of a currency." });

/** An exact amount: integer minor units (öre, cent, fening) of one currency. */
export type CatalogueMoney = { amountMinor: number; currency: Currency };

const moneyPattern = /^(\d{1,10})(?:\.(\d{1,3}))? ([A-Z]{3})$/;

/**
 * Reads `1295.00 SEK` into minor units. Returns a sentence saying what is wrong when it cannot be read exactly:
 * negative, unknown currency, or another number of decimals than the currency has.
 */
export function readMoney(written: string): CatalogueMoney | string {
  if (written.startsWith("-")) return "an amount that is not negative, such as 1295.00 SEK";
  const [, whole, decimals = "", code] = moneyPattern.exec(written) ?? [];
  if (whole === undefined || code === undefined)
    return "an amount and a currency, such as 1295.00 SEK";
  if (!Object.hasOwn(currencyDecimals, code)) return `a known currency (${code} is not one)`;
  const currency = code as Currency;
  const digits = currencyDecimals[currency];
  if (decimals.length !== 0 && decimals.length !== digits)
    return digits === 0
      ? `no decimals, since ${currency} has none`
      : `${digits} decimals or none, since ${currency} has ${digits}`;
  return { amountMinor: Number(whole) * 10 ** digits + Number(decimals || "0"), currency };
}

/** Money in a catalogue: written `1295.00 SEK`, which YAML always reads as text, and kept as integer minor units. */
export const MoneyText = z
  .string()
  .meta({
    id: "MoneyText",
    description:
      "An amount and a currency, such as `1295.00 SEK`: no sign, the currency’s own decimals or none.",
    pattern: moneyPattern.source,
  })
  .transform((written, ctx): CatalogueMoney => {
    const read = readMoney(written);
    if (typeof read !== "string") return read;
    ctx.issues.push({ code: "custom", message: `expected ${read}`, input: written });
    return z.NEVER;
  });

export const priceUnits = [
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
export const PriceUnit = z.enum(priceUnits);
export type PriceUnit = z.infer<typeof PriceUnit>;

/** One line of the price list. Terms point at it by id, so that a figure stands in one place. VAT is added. */
export const Price = z
  .strictObject({
    id: Defined("price"),
    name: LocalText,
    amount: MoneyText,
    per: PriceUnit,
    vatPercent: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: "Only where it differs from the provider’s rate." }),
  })
  .meta({ id: "Price" });
export type Price = z.infer<typeof Price>;

export const chargeModes = [
  "included",
  "free",
  "byTime",
  "fixed",
  "quote",
  "atCost",
  "licence",
  "customerBears",
] as const;

/** How something is charged. `byTime` and `fixed` name a line of the price list. */
export const Charge = z
  .strictObject({
    mode: z.enum(chargeModes),
    price: Reference("price", "Id of a line of the price list.").optional(),
  })
  .meta({ id: "Charge" });
export type Charge = z.infer<typeof Charge>;
