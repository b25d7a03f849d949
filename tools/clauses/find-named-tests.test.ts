import { describe, expect, it } from "vitest";
import { findNamedTests } from "./find-named-tests.ts";

const ids = (source: string) => findNamedTests("a.test.ts", source).map(({ id }) => id);

describe("which clauses a test file carries", () => {
  it.each([
    ["a test", 'it("se-02: alarms", () => {});', ["se-02"]],
    ["an abuse case", 'test("A31: refused", () => {});', ["A31"]],
    ["several in one name", 'it("se-02, msp-05: x", () => {});', ["se-02", "msp-05"]],
    ["a group", 'describe("ba-07", () => {});', ["ba-07"]],
    ["a test under a condition", 'it.skipIf(true)("se-08: x", () => {});', ["se-08"]],
    ["a template", "it(`se-02: ${n} times`, () => {});", ["se-02"]],
    ["a table", 'it.each([["se-02", 1], ["se-03", 2]])("%s: x", () => {});', ["se-02", "se-03"]],
    ["a table of objects", 'it.each([{ name: "se-02: x" }])("$name", () => {});', ["se-02"]],
    ["a table above", 'const rows = [["se-04"]]; it.each(rows)("%s", () => {});', ["se-04"]],
    ["a loop", 'for (const c of ["se-05"]) it(`${c}: x`, () => {});', ["se-05"]],
  ])("finds %s", (_name, source, expected) => {
    expect(ids(source)).toEqual(expected);
  });
  it.each([
    ["data in the body", 'it("works", () => { f("se-02"); });'],
    ["data in a table whose name takes none of it", 'it.each([["se-02"]])("works", () => {});'],
    ["an id in the middle of a table's text", 'it.each([["as se-02 says"]])("%s", () => {});'],
    ["a comment", "// it('se-02')"],
    ["another function", 'log("se-02");'],
    ["a longer word", 'it("se-024567 and use-02x", () => {});'],
  ])("does not take %s for a name", (_name, source) => {
    expect(ids(source)).toEqual([]);
  });
});
