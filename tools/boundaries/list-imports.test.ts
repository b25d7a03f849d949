import { describe, expect, it } from "vitest";
import { listImports } from "./list-imports.ts";

const specifiers = (source: string) =>
  listImports("a.ts", source).map(({ specifier }) => specifier);

describe("what a source file loads", () => {
  it.each([
    ["an import", 'import { a } from "./a.ts";'],
    ["a type import", 'import type { A } from "./a.ts";'],
    ["an inline type import", 'import { type A } from "./a.ts";'],
    ["an import for its effect", 'import "./a.ts";'],
    ["a re-export", 'export { a } from "./a.ts";'],
    ["a re-export of types", 'export type { A } from "./a.ts";'],
    ["a re-export of everything", 'export * from "./a.ts";'],
    ["an import at run time", 'const a = await import("./a.ts");'],
    ["a type written as an import", 'type A = import("./a.ts").A;'],
  ])("sees %s", (_name, source) => {
    expect(specifiers(source)).toEqual(["./a.ts"]);
  });
  it("is not fooled by text and comments", () => {
    expect(specifiers("// import './a.ts'\nconst s = 'import \"./b.ts\"';")).toEqual([]);
  });
  it("says the line", () => {
    expect(listImports("a.ts", '\n\nimport "./a.ts";')).toEqual([{ specifier: "./a.ts", line: 3 }]);
  });
  it("a file that does not parse is an error, not an empty list", () => {
    expect(() => listImports("a.ts", "import {")).toThrow(/a\.ts/);
  });
});
