import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Spool } from "../spool/index.ts";
import { Inventory } from "./inventory.ts";

let folder: string;
let spool: Spool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-inventory-"));
  spool = open();
});
afterEach(() => {
  spool.close();
  rmSync(folder, { recursive: true });
});
const open = () => new Spool(join(folder, "spool.db"));
const told = () =>
  spool.pending(0, 100).records.map(({ body }) => (JSON.parse(body) as { items: unknown }).items);

it("tells of a part when it differs from what was told last, also by an earlier run", () => {
  const offer = (name: string) => new Inventory(spool, () => 1).offer("sockets", [{ name }]);
  offer("a");
  offer("a");
  expect(told()).toEqual([[{ name: "a" }]]);
  spool.acknowledge([1]);
  spool.close();
  spool = open();
  offer("a");
  expect(told()).toEqual([]);
  offer("b");
  expect(told()).toEqual([[{ name: "b" }]]);
});

it("tells in the same write as what the caller adds, and again where that never came to be", () => {
  const inventory = new Inventory(spool, () => 1);
  const [lost] = inventory.changed("processes", [{ name: "a" }]);
  expect(lost).toMatchObject({ type: "inventory", part: "processes", items: [{ name: "a" }] });
  const after = open();
  const again = new Inventory(after, () => 2).changed("processes", [{ name: "a" }]);
  expect(again).toHaveLength(1);
  after.add(again);
  expect(new Inventory(after, () => 3).changed("processes", [{ name: "a" }])).toEqual([]);
  after.close();
});
