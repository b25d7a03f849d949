import { createHash } from "node:crypto";
import type { InventoryEvent } from "@driftvakt/protocol/agent";
import type { NewEvent, Spool } from "../spool/index.ts";

type Part = InventoryEvent["part"];
type Item = InventoryEvent["items"][number];

const ITEMS_MAX = 20_000;

/** Sends each part of the inventory whole, and only when it differs from what was sent last, restarts included. */
export class Inventory {
  readonly #spool: Spool;
  readonly #nowMs: () => number;

  constructor(spool: Spool, nowMs: () => number) {
    this.#spool = spool;
    this.#nowMs = nowMs;
  }

  offer(part: Part, items: readonly Item[]): void {
    const changed = this.changed(part, items);
    if (changed.length > 0) this.#spool.add(changed);
  }

  /** What must be added to the spool to tell of a part; nothing where it is what was told last. Must be added then. */
  changed(part: Part, items: readonly Item[]): readonly NewEvent[] {
    const kept = items.slice(0, ITEMS_MAX);
    const hash = createHash("sha256").update(JSON.stringify(kept)).digest("hex");
    if (this.#spool.meta(`inventory ${part}`) === hash) return [];
    this.#spool.setMeta(`inventory ${part}`, hash);
    return [{ type: "inventory", atMs: this.#nowMs(), part, items: kept }];
  }
}
