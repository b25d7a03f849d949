import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { transactLoosely } from "./database.ts";
import { openDurable, Spool, wireText, type NewEvent } from "./index.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "driftvakt-spool-"));
  path = join(folder, "spool.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const [NORMAL, FULL] = [1, 2];
const layout = "0123456789abcdef";
const report = (atMs: number) => ({ atMs, layout, values: [1.5, null, atMs] });
const event = (detail: string): NewEvent => ({ type: "agent", atMs: 1, what: "started", detail });
const all = (spool: Spool) => spool.pending(0, 100_000).records;
const whats = (spool: Spool) =>
  all(spool).flatMap(({ body }) => {
    const { what, detail } = JSON.parse(body) as { what?: string; detail?: string };
    return what === undefined ? [] : [`${what}: ${detail}`];
  });

describe("transactions", () => {
  it("R1: are on disk when they return, also after one that need not be, whatever came of it", () => {
    const database = openDurable(path);
    database.exec("CREATE TABLE t (n INTEGER)");
    const insert = () => database.exec("INSERT INTO t VALUES (1)");
    const level = () => database.prepare("PRAGMA synchronous").get();
    transactLoosely(database, () => {
      insert();
      expect(level()).toEqual({ synchronous: NORMAL });
    });
    expect(level()).toEqual({ synchronous: FULL });
    const failing = () => {
      insert();
      throw new Error("no");
    };
    expect(() => transactLoosely(database, failing)).toThrow("no");
    expect(level()).toEqual({ synchronous: FULL });
    expect(database.prepare("SELECT count(*) AS n FROM t").get()).toEqual({ n: 1 });
    database.close();
  });
});

describe("spool", () => {
  it("gives back what it was given, in order, with original times, after a restart", () => {
    const first = new Spool(path);
    first.add([report(1000), event("a"), report(2000)]);
    first.close();
    const again = new Spool(path);
    expect(
      all(again)
        .map(wireText)
        .map((text) => JSON.parse(text) as unknown),
    ).toEqual([
      { seq: 1, ...report(1000) },
      { seq: 2, ...event("a") },
      { seq: 3, ...report(2000) },
    ]);
    again.close();
  });

  it("R1: is on disk the moment it is added: a process that dies loses nothing", () => {
    const spool = new Spool(path);
    spool.add([report(1)]);
    // Another reader sees it although the first has neither closed nor flushed.
    const other = new DatabaseSync(path, { readOnly: true });
    expect(other.prepare("SELECT count(*) AS n FROM record").get()).toEqual({ n: 1 });
    other.close();
    spool.close();
  });

  it("never uses a sequence number twice, not even after a crash", () => {
    const crashed = new Spool(path);
    crashed.add([report(1), report(2)]);
    crashed.acknowledge([1, 2]);
    const next = new Spool(path);
    next.add([report(3)]);
    expect(all(next)[0]?.seq).toBeGreaterThan(2);
    crashed.close();
    next.close();
  });

  it("forgets what was acknowledged and nothing else", () => {
    const spool = new Spool(path);
    spool.add([report(1), report(2), report(3)]);
    spool.acknowledge([1, 3]);
    expect(all(spool).map(({ seq }) => seq)).toEqual([2]);
    expect(Number(spool.meta("acknowledgedAtMs"))).toBeGreaterThan(0);
    spool.close();
  });

  it("keeps a check's standing with the event that tells of it", () => {
    const spool = new Spool(path);
    spool.add([event("a")], [{ id: "cpu", body: "{}" }]);
    spool.forgetStanding("cpu");
    spool.add([event("b")], [{ id: "memory", body: "{}" }]);
    expect(spool.listStandings()).toEqual([{ id: "memory", body: "{}" }]);
    spool.close();
  });

  it("replaces an inventory part that still waits by a newer one", () => {
    const spool = new Spool(path);
    const part = (name: string): NewEvent => ({
      type: "inventory",
      atMs: 1,
      part: "units",
      items: [{ name }],
    });
    spool.add([part("old"), event("between")]);
    spool.add([part("new")]);
    expect(all(spool).map(({ body }) => body)).toEqual([
      JSON.stringify(event("between")),
      JSON.stringify(part("new")),
    ]);
    spool.close();
  });

  it("R3: drops the oldest samples when full, counts them, and never drops an event", () => {
    const spool = new Spool(path, { maxBytes: 60_000 });
    spool.add([event("precious")]);
    for (let i = 0; i < 1000; i++) spool.add([report(i)]);
    const records = all(spool);
    expect(records[0]?.body).toContain("precious");
    expect(spool.counts().bytes).toBeLessThan(80_000);
    const kept = records.filter(({ kind }) => kind === "report").map(({ atMs }) => atMs);
    expect(kept.at(-1)).toBe(999);
    expect(kept[0]).toBeGreaterThan(100);
    const dropped = whats(spool).filter((text) => text.startsWith("spool-dropped"));
    expect(dropped.reduce((sum, text) => sum + Number(/(\d+) oldest/.exec(text)?.[1]), 0)).toBe(
      1000 - kept.length,
    );
    spool.close();
  });
});

describe("A19: a damaged spool", () => {
  const fill = (count: number) => {
    const spool = new Spool(path);
    for (let i = 1; i <= count; i++) spool.add([report(i)]);
    spool.close();
  };

  it("A19: a flipped bit in a record costs that record, and is told", () => {
    fill(20);
    const bytes = readFileSync(path);
    const at = bytes.lastIndexOf(`"atMs":7,`);
    bytes.writeUInt8(bytes.readUInt8(at + 7) ^ 1, at + 7);
    writeFileSync(path, bytes);
    const spool = new Spool(path);
    const seqs = all(spool).map(({ seq }) => seq);
    expect(seqs).not.toContain(7);
    expect(seqs.filter((seq) => seq <= 20)).toHaveLength(19);
    expect(whats(spool)).toEqual(["spool-damaged: 1 damaged records were skipped"]);
    spool.close();
  });

  it("A19: a page of rubbish costs what was on it; the rest is delivered", () => {
    fill(400);
    const file = openSync(path, "r+");
    writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, 4096 * 12);
    closeSync(file);
    const spool = new Spool(path);
    const records = all(spool).filter(({ kind }) => kind === "report");
    expect(records.length).toBeGreaterThan(300);
    expect(records.length).toBeLessThan(400);
    expect(whats(spool)[0]).toMatch(/^spool-damaged: \d+ records of a damaged spool were lost/);
    spool.add([report(999)]);
    expect(all(spool).at(-1)?.seq).toBeGreaterThan(400);
    spool.close();
  });

  it("A19: a file cut short still works, with numbers that were never used", () => {
    fill(400);
    truncateSync(path, 4096 * 9);
    const spool = new Spool(path);
    spool.add([report(999)]);
    expect(all(spool).at(-1)?.atMs).toBe(999);
    expect(all(spool).at(-1)?.seq).toBeGreaterThan(400);
    spool.close();
  });

  it("A19: a file that is no database at all starts anew", () => {
    writeFileSync(path, "not a database ".repeat(1000));
    const spool = new Spool(path);
    spool.add([report(1)]);
    expect(all(spool).at(-1)?.seq).toBeGreaterThan(1_000_000_000_000);
    spool.close();
  });
});
