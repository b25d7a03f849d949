import { add, scale, sum, zero } from "./amount.ts";
import type { InvoiceLine, InvoiceTotals, Money, Rounding, VatRate, VatTotal } from "./money.ts";

/**
 * A line with its net amount: quantity ÷ price base × price, rounded once. RangeError without a
 * clause: nobody is charged without a sentence that says so.
 */
export function invoiceLine(line: Omit<InvoiceLine, "net">, rounding: Rounding): InvoiceLine {
  if (line.clause === "") throw new RangeError(`invoice line ${line.id} names no clause`);
  return {
    ...line,
    net: scale(line.unitPrice, line.quantityMilli, line.priceBaseMilli ?? 1_000, rounding),
  };
}

/** Value added tax on a net amount. */
export function taxOn(net: Money, vat: VatRate, rounding: Rounding): Money {
  return scale(net, Math.round(vat.basisPoints * 1_000), 10_000_000, rounding);
}

/**
 * Totals of an invoice. Tax is worked out once for each rate on the sum of its lines (EN 16931,
 * BR-CO-17), never per line, so that lines, tax and gross agree to the smallest unit. A line told
 * twice (same `id`) counts once.
 */
export function invoiceTotals(
  lines: readonly InvoiceLine[],
  currency: string,
  rounding: Rounding,
): InvoiceTotals {
  const once = [...new Map(lines.map((line) => [line.id, line])).values()];
  const byRate = rateTotals(once, currency, rounding);
  const net = sum(
    once.map((line) => line.net),
    currency,
  );
  const tax = sum(
    byRate.map((total) => total.tax),
    currency,
  );
  return { net, tax, gross: add(net, tax), byRate };
}

function rateTotals(
  lines: readonly InvoiceLine[],
  currency: string,
  rounding: Rounding,
): readonly VatTotal[] {
  const nets = new Map<string, { vat: VatRate; net: Money }>();
  for (const { vat, net } of lines) {
    const key = `${vat.category} ${vat.basisPoints}`;
    const before = nets.get(key)?.net ?? zero(currency);
    nets.set(key, { vat, net: add(before, net) });
  }
  return [...nets.values()]
    .map(({ vat, net }) => ({ vat, net, tax: taxOn(net, vat, rounding) }))
    .toSorted(
      (a, b) => b.vat.basisPoints - a.vat.basisPoints || (a.vat.category < b.vat.category ? -1 : 1),
    );
}
