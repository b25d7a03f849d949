import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../terminal/run-command.ts";
import { checkTermFields, judgeTermFields, listUnread } from "./check-term-fields.ts";
import { findReaders, readsOf } from "./find-readers.ts";
import { listFields } from "./list-fields.ts";
import { unreadFields } from "./unread-fields.ts";

const hours = { id: "hourQuota.hours", name: "hours", anchor: "hourQuota" };
const none: ReadonlySet<string> = new Set();

describe("the fields of all terms", () => {
  const ids = listFields().map(({ id }) => id);

  it("dk-23: are listed with what is inside them, and what terms share once", () => {
    expect(ids).toEqual(
      expect.arrayContaining([
        "hourQuota.warnAtPercent",
        "hourQuota.unused.maximumHours",
        "priceRate.operations",
        "Charge.mode",
        "Schedule.workingDay.calendar",
        "Check.smart.reportUnsupported",
        "tierMatrix.rows.item",
      ]),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain("hourQuota.type");
    expect(ids).not.toContain("hourQuota.overage.mode");
  });
});

describe("who reads a field", () => {
  it.each([
    ["of an object", "terms('hourQuota')[0].hours", true],
    ["taken apart", "const { hours: most } = terms('hourQuota')[0]", true],
    ["as an argument", "const f = ({ term: { hours } }: TermOf<'hourQuota'>) => hours", true],
    ["of some other term", "terms('hourBlock')[0].hours", false],
    ["written, not read", "const quota = { type: 'hourQuota', hours: 5 }", false],
    ["in a comment", "terms('hourQuota'); // term.hours", false],
  ])("is told by names: %s", (_, source, isRead) => {
    const readers = findReaders(hours, [readsOf("a.ts", source)]);
    expect(readers).toEqual(isRead ? ["a.ts"] : []);
  });

  it("of what terms share, every file counts", () => {
    expect(findReaders({ id: "Charge.mode", name: "mode" }, [readsOf("a.ts", "a.mode")])).toEqual([
      "a.ts",
    ]);
  });
});

describe("a field that nothing reads", () => {
  const read = [readsOf("a.ts", "terms('hourQuota')[0].hours")];

  it("fails, unless the table says why", () => {
    expect(judgeTermFields([hours], [], none)).toEqual([
      expect.stringMatching(/^hourQuota\.hours can be said in a catalogue and no rule reads it/u),
    ]);
    expect(judgeTermFields([hours], [], new Set(["hourQuota.hours"]))).toEqual([]);
    expect(judgeTermFields([hours], read, none)).toEqual([]);
  });

  it("is taken from the table once it is read, or is no field any more", () => {
    expect(judgeTermFields([hours], read, new Set(["hourQuota.hours"]))).toEqual([
      expect.stringMatching(/^hourQuota\.hours is read now \(a\.ts\)/u),
    ]);
    expect(judgeTermFields([hours], read, new Set(["hourQuota.minutes"]))).toEqual([
      expect.stringMatching(/^hourQuota\.minutes stands in .* but is no field$/u),
    ]);
  });

  it("the table's rows are terms with their fields", () => {
    const table = { people: { why: "a: b c; Check.d: e" }, checked: {}, computed: {}, feature: {} };
    expect([...listUnread(table)]).toEqual(["a.b", "a.c", "Check.d.e"]);
  });

  it("names files that are there for what is read under computed names", () => {
    const missing = Object.keys(unreadFields.computed).filter(
      (path) => !existsSync(join(root, path)),
    );
    expect(missing).toEqual([]);
  });

  it("does not exist in this checkout", () => {
    expect(checkTermFields()).toEqual([]);
  });
});
