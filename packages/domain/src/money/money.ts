/** An amount in the currency's smallest unit; never a fraction. */
export type Money = { readonly amountMinor: number; readonly currency: string };

/** How a fraction of the smallest unit is decided. `half-up`: away from zero at exactly one half. */
export type Rounding = "half-up" | "half-even" | "down" | "up";

/**
 * A value added tax rate with its EN 16931 category (S standard, Z zero, E exempt, AE reverse charge …). `basisPoints` may have
 * up to three decimals: 14.975 % is 1497.5.
 */
export type VatRate = { readonly category: string; readonly basisPoints: number };

/** One line of an invoice; always says which clause charges it. */
export type InvoiceLine = {
  readonly id: string;
  readonly clause: string;
  readonly text: string;
  /** Thousandths of the unit: 1.5 h is 1500. */
  readonly quantityMilli: number;
  readonly unit: "month" | "hour" | "minute" | "unit" | "piece" | "day" | "once" | "gigabyte";
  /**
   * Thousandths of the unit that the price is for; 1000 when absent (EN 16931 BT-149). Minutes at
   * an hourly price have 60000, so that 20 minutes cost a third of an hour exactly.
   */
  readonly priceBaseMilli?: number;
  readonly unitPrice: Money;
  readonly net: Money;
  readonly vat: VatRate;
};

export type VatTotal = { readonly vat: VatRate; readonly net: Money; readonly tax: Money };

export type InvoiceTotals = {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  readonly byRate: readonly VatTotal[];
};
