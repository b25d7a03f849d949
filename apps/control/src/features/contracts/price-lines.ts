import type { Catalogue } from "@driftvakt/domain/catalogue";
import type { ClauseView } from "@driftvakt/protocol/api";
import { textsOf } from "./texts-of.ts";

/** The lines of the price list that these terms point at, in the order of the list, each once. */
export function priceLines(
  { prices }: Pick<Catalogue, "prices">,
  terms: readonly unknown[],
): ClauseView["prices"] {
  const named = new Set<string>();
  for (const term of terms) collectPrices(term, named);
  return prices
    .filter(({ id }) => named.has(id))
    .map(({ name, amount, per }) => ({
      name: textsOf(name),
      amountMinor: amount.amountMinor,
      currency: amount.currency,
      per,
    }));
}

/** Terms name a line of the price list under `price`, however deep. */
function collectPrices(part: unknown, found: Set<string>): void {
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === "price" && typeof value === "string") found.add(value);
    else collectPrices(value, found);
  }
}
