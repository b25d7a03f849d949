import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal, verifyChain } from "./index.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-journal-"));
  path = join(folder, "journal.db");
  const journal = new Journal(path);
  for (let i = 1; i <= 10; i++) journal.append({ kind: "held", by: `å ${i}` }, i);
  journal.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const verdict = () => {
  const journal = new Journal(path);
  try {
    return verifyChain(journal.entries());
  } finally {
    journal.close();
  }
};
const tamper = (sql: string) => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

describe("journal", () => {
  it("is an unbroken chain", () => {
    expect(verdict()).toMatchObject({ ok: true, entries: 10 });
  });

  it.each([
    ["an altered text", "UPDATE entry SET body = replace(body, 'å 4', 'å 5') WHERE number = 4", 4],
    ["a missing entry", "DELETE FROM entry WHERE number = 6", 6],
    ["a missing beginning", "DELETE FROM entry WHERE number < 3", 1],
    [
      "an exchanged entry",
      "UPDATE entry SET body = (SELECT body FROM entry WHERE number = 2), hash = (SELECT hash FROM entry WHERE number = 2) WHERE number = 3",
      3,
    ],
    [
      "an altered hash",
      "UPDATE entry SET hash = replace(hash, substr(hash, 1, 8), '00000000') WHERE number = 8",
      8,
    ],
  ])("R20: names the first bad entry: %s", (_what, sql, number) => {
    tamper(sql);
    expect(verdict()).toMatchObject({ ok: false, number });
  });

  it("R20: notices any changed character", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(20), (number, at) => {
        tamper(
          `UPDATE entry SET body = substr(body, 1, ${at}) || '~' || substr(body, ${at + 2}) WHERE number = ${number}`,
        );
        const found = verdict();
        tamper("DELETE FROM entry");
        const journal = new Journal(path);
        for (let i = 1; i <= 10; i++) journal.append({ kind: "held", by: `å ${i}` }, i);
        journal.close();
        return !found.ok && found.number === number;
      }),
      { numRuns: 20 },
    );
  });

  it("ships each entry once, in order, also ones that another process wrote", () => {
    const journal = new Journal(path);
    expect(journal.listUnshipped(4).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    journal.markShipped(4);
    const other = new Journal(path);
    other.append({ kind: "resumed" }, 11);
    other.close();
    expect(journal.listUnshipped(100).map(({ number }) => number)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    journal.close();
  });
});
