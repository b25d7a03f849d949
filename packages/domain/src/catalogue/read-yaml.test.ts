import { describe, expect, it } from "vitest";
import { readYaml } from "./read-yaml.ts";
import type { ReadYaml } from "./read-yaml.ts";

const text = `name: x
list:
  - one
  - {a: 1, b: [2, 3]}
map:
  inner: true
  doubled: 1
  doubled: 2
`;

function read(given: string): ReadYaml {
  const found = readYaml(given);
  if (!("placeOf" in found)) throw new Error(JSON.stringify(found));
  return found;
}

describe("a file as plain values", () => {
  it("is maps, lists, texts, numbers, true and false", () => {
    const { value, findings } = read("a: [x, 1, -2.50, true, false]\nb: {c: 'no', 1: one}\n");
    expect(value).toEqual({ a: ["x", 1, -2.5, true, false], b: { c: "no", "1": "one" } });
    expect(findings).toEqual([]);
  });

  it.each([
    ["0", 0],
    ["-0.5", -0.5],
    ["9007199254740991", 9_007_199_254_740_991],
    ["-9007199254740991", -9_007_199_254_740_991],
    ["10", 10],
    ["1.250", 1.25],
  ])("reads %s as it is written", (written, value) => {
    expect(read(`a: ${written}\n`)).toMatchObject({ value: { a: value }, findings: [] });
  });

  it.each([
    ["+1", "1"],
    ["1.", "1"],
    [".5", "0.5"],
    ["00", "0"],
    ["-012", "-12"],
    ["9007199254740992", "9007199254740992"],
    [".nan", "NaN"],
    ["0o17", "15"],
  ])("refuses the number %s, which is read as %s", (written, value) => {
    expect(read(`a: ${written}\n`)).toMatchObject({
      value: { a: undefined },
      findings: [
        {
          path: ["a"],
          message: `expected a number written plainly, found ${written}, which would be read as ${value}`,
          found: written,
          suggestion: `write the number without sign marks, leading zeros or exponents, or '${written}' in quotes where text is meant`,
        },
      ],
    });
  });

  it("refuses TRUE, nothing and what is written twice, each with its remedy", () => {
    expect(read("a: TRUE\nb:\nc: 1\nc: 2\n").findings).toEqual([
      { path: ["a"], message: "expected true in small letters, found TRUE", found: "TRUE" },
      {
        path: ["b"],
        message: "expected a value, found nothing",
        suggestion: "write a value or leave the key out",
      },
      {
        path: ["c"],
        pointAt: { offset: 16 },
        message: "the key “c” is written twice",
      },
    ]);
    // The first of two is what counts.
    expect(read("c: 1\nc: 2\n").value).toEqual({ c: 1 });
  });

  it.each(["__proto__", "constructor", "prototype", "<<"])("A32: refuses the key %s", (key) => {
    const { value, findings } = read(`a:\n  ${key}: {b: 1}\n`);
    expect(value).toEqual({ a: {} });
    expect(findings).toEqual([
      { path: ["a", key], pointAt: "key", message: `“${key}” is not allowed as a key` },
    ]);
  });

  it("refuses what is nested deeper than any catalogue", () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }, (_, k) => `${" ".repeat(k)}a:\n`).join("") +
      `${" ".repeat(depth)}b\n`;
    expect(read(nested(24)).findings).toEqual([]);
    expect(read(nested(25)).findings).toEqual([
      {
        path: Array.from({ length: 25 }, () => "a"),
        message: "values may be nested at most 24 deep",
      },
    ]);
  });
});

describe("a file that cannot be read", () => {
  it.each([
    ["", [{ line: 1, column: 1, message: "the file is empty" }]],
    [
      "a: 1\nb: *x\n",
      [
        {
          line: 2,
          column: 4,
          message: "aliases (*name) are not allowed",
          suggestion: "write the value out where it is needed",
        },
      ],
    ],
    ["*x", [expect.objectContaining({ line: 1, column: 1 })]],
  ])("says where: %j", (given, unreadable) => {
    expect(readYaml(given)).toEqual({ unreadable });
  });

  it("says all that is wrong, at most fifty times", () => {
    const found = readYaml("a: [1\nb: 'x\n");
    expect("unreadable" in found && found.unreadable.length).toBeGreaterThan(0);
    expect("unreadable" in found && Object.keys(found.unreadable[0] ?? {}).toSorted()).toEqual([
      "column",
      "line",
      "message",
    ]);
    const many = readYaml("a: b: c\n".repeat(100));
    expect("unreadable" in many && many.unreadable).toHaveLength(50);
  });
});

describe("the place of a value", () => {
  const { placeOf } = read(text);
  it.each<[(string | number)[], number, number]>([
    [[], 1, 1],
    [["name"], 1, 7],
    [["list"], 3, 3],
    [["list", 0], 3, 5],
    [["list", 1, "a"], 4, 9],
    [["list", 1, "b", 1], 4, 19],
    [["map", "inner"], 6, 10],
    // Of two the second is the one that is wrong.
    [["map", "doubled"], 8, 12],
    // What is missing is missing in the nearest that is there.
    [["colour"], 1, 1],
    [["list", 7], 3, 3],
    [["list", "name"], 3, 3],
    [["name", 0], 1, 7],
    [["list", 1, "c", "d"], 4, 5],
  ])("%j is in line %d, column %d", (path, line, column) => {
    expect(placeOf({ path })).toEqual({ line, column });
  });

  it.each<[(string | number)[], number, number]>([
    [["map"], 5, 1],
    [["map", "inner"], 6, 3],
    [["list", 1, "b"], 4, 12],
    [["list", 0], 3, 5],
  ])("%j has its key in line %d, column %d", (path, line, column) => {
    expect(placeOf({ path, pointAt: "key" })).toEqual({ line, column });
  });

  it("is an offset where one is given", () => {
    expect(placeOf({ path: ["name"], pointAt: { offset: 10 } })).toEqual({ line: 2, column: 3 });
  });

  it("of a key without a value is the key's", () => {
    expect(read("a:\n  b:\n").placeOf({ path: ["a", "b"] }).line).toBe(2);
  });
});
