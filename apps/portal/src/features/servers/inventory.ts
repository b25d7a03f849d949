import type { ApiAnswer } from "../../api/index.ts";

export type InventoryItem = ApiAnswer<"servers.inventory">["items"][number];

/** First of the named fields that an item has, as text. */
export function fieldOf(item: InventoryItem, ...names: string[]): string {
  for (const name of names) {
    const value = item[name];
    if (value !== undefined && value !== null && value !== "") return String(value);
  }
  return "";
}

/** Does any field hold the text? Case does not matter. */
export function holdsText(item: InventoryItem, wanted: string): boolean {
  const small = wanted.toLowerCase();
  return Object.values(item).some((value) => String(value).toLowerCase().includes(small));
}

/** Columns of a part: the fields its items have, in the order in which they first appear. */
export function fieldsOf(items: readonly InventoryItem[]): string[] {
  return [...new Set(items.slice(0, 200).flatMap((item) => Object.keys(item)))];
}
