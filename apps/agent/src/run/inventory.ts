import { createHash } from "node:crypto";
import type { InventoryEvent } from "@driftvakt/protocol/agent";
import type { Spool } from "../spool/index.ts";

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
    const kept = items.slice(0, ITEMS_MAX);
    const hash = createHash("sha256").update(JSON.stringify(kept)).digest("hex");
    if (this.#spool.meta(`inventory ${part}`) === hash) return;
    this.#spool.add([{ type: "inventory", atMs: this.#nowMs(), part, items: kept }]);
    this.#spool.setMeta(`inventory ${part}`, hash);
  }
}
