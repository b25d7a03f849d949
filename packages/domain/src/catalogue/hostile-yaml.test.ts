import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem, loadCatalogue } from "./index.ts";
import { smallCatalogue } from "./small-catalogue.ts";

const numbered = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

const laughs = numbered(
  9,
  (i) =>
    `a${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? "lol" : `*a${i - 1}`)).join(", ")}]`,
);
const merges = numbered(9, (i) => `m${i}: {<<: [{k${i}: 1}, {j${i}: 2}]}`);

/** Refused within a second of this thread’s own time, whatever else the machine does; with a line; returns the problems. */
function refuse(text: string): string {
  const before = process.threadCpuUsage();
  const loaded = loadCatalogue(text, { fileName: "x.yaml" });
  const { user, system } = process.threadCpuUsage(before);
  expect(loaded.ok).toBe(false);
  expect((user + system) / 1000).toBeLessThan(1000);
  const problems = loaded.ok ? [] : loaded.problems;
  expect(problems[0]?.line).toBeGreaterThanOrEqual(1);
  return problems.map(formatProblem).join("\n");
}

describe("A31: hostile YAML is refused within a second, with a line", () => {
  it.each([
    ["a bomb of aliases", laughs, "x.yaml:1:5: anchors (&name) are not allowed"],
    ["an alias without an anchor", "a: *b\n", "x.yaml:1:4: aliases (*name) are not allowed"],
    ["a bomb of merge keys", merges, "“<<” is not allowed as a key"],
    ["50 MB", "a: some text\n".repeat(4_000_000), "a catalogue is at most 2 MiB"],
    [
      "2 MiB and one byte of text in few characters",
      `a: "${"é".repeat(1024 * 1024)}"`,
      "a catalogue is at most 2 MiB",
    ],
    [
      "a million open brackets",
      "[".repeat(1_000_000),
      "x.yaml:1:25: values may be nested at most 24 deep",
    ],
    ["a million open braces", "{a: ".repeat(500_000), "values may be nested at most 24 deep"],
    ["half a million dashes", "- ".repeat(500_000), "values may be nested at most 24 deep"],
    [
      "nesting by indentation",
      numbered(900, (i) => `${" ".repeat(i)}a:`),
      "values may be nested at most 24 deep",
    ],
    [
      "a hundred thousand keys",
      numbered(100_000, (i) => `k${i}: 1`),
      "at most 80000 words and marks",
    ],
    ["as many keys as fit", numbered(15_000, (i) => `k${i}: 1`), "x.yaml:1:1: "],
    [
      "the same key as often as fits",
      "k: 1\n".repeat(15_000),
      "x.yaml:2:1: k: the key “k” is written twice",
    ],
    [
      "a list as long as fits",
      `[${"a,".repeat(39_000)}]`,
      "x.yaml:1:1: expected a map, found a list",
    ],
    ["two million line ends", "\n".repeat(2_000_000), "at most 80000 words and marks"],
    ["a quote that never ends", `a: "${"x".repeat(2_000_000)}`, "x.yaml:1:"],
    ["a folded text of half a million lines", `a: "${"x\n ".repeat(300_000)}"`, "x.yaml:1:1: "],
    ["tabs", "\t".repeat(2_000_000), "x.yaml:1:1: "],
    [
      "a directive that would turn YAML 1.1 on",
      "%YAML 1.1\n---\na: no\n",
      "x.yaml:1:1: YAML directives (%…) are not allowed",
    ],
    ["a second document", "a: 1\n---\nb: 2\n", "x.yaml:2:1: a catalogue is one document"],
    ["a tag", "a: !!binary aGk=\n", "x.yaml:1:4: tags (!name) are not allowed"],
    ["a control character", "a: b\nc: \u0018\n", "x.yaml:2:4: control characters are not allowed"],
    ["a list for a key", "? [a, b]\n: c\n", "x.yaml:1:"],
  ])("A31: %s", (_name, text, expected) => {
    expect(refuse(text)).toContain(expected);
  });

  it("A31: a valid catalogue with thousands of bad clauses after it", () => {
    const clause =
      "  - {id: x, kind: promise, capability: [sla], plans: all, title: {en: a, sv: b}, text: {en: a, sv: b}, terms: [{type: nope}]}\n";
    expect(refuse(smallCatalogue + clause.repeat(800))).toContain("expected one of watch, graphs");
  });
});

describe("the loader never throws", () => {
  it.each(["toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString"])(
    "A31: over a key that every object answers to: %s",
    (key) => {
      const inPlan = smallCatalogue.replace("    rank: 0\n", `    rank: 0\n    ${key}: [x]\n`);
      expect(refuse(inPlan)).toContain(`the key “${key}” is not known here`);
      expect(refuse(`${smallCatalogue}${key}: {a: b}\n`)).toContain(`“${key}”`);
    },
  );

  it("A31: whatever the text is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(loadCatalogue(text, { fileName: "x" })).toHaveProperty("ok");
      }),
      { numRuns: 500 },
    );
  });

  it("A31: whatever marks of YAML are thrown together", () => {
    const marks = fc.constantFrom(
      "- ",
      "? ",
      ": ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "|\n",
      ">-\n",
      "'",
      '"',
      "#",
      "\n",
      "  ",
      "a",
      "012",
      "no",
      "~",
      "---\n",
      "...\n",
      "é",
      "&a ",
      "*a",
      "!!str ",
      "%YAML 1.1\n",
      "\t",
      "\r\n",
      "<<",
    );
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 60 }), (parts) => {
        const loaded = loadCatalogue(parts.join(""), { fileName: "x" });
        expect(loaded.ok).toBe(false);
        if (!loaded.ok)
          for (const problem of loaded.problems) expect(problem.line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it("A32: one changed, dropped or doubled piece of a valid file loads or is refused with a place inside the file", () => {
    const lines = smallCatalogue.split("\n").length;
    const edit = fc.record({
      at: fc.nat(smallCatalogue.length),
      drop: fc.nat(12),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom("no", "012", "- ", ": ", "\n", "{", "en: ", "-1 SEK", "&a", "1_0"),
      ),
    });
    fc.assert(
      fc.property(edit, ({ at, drop, put }) => {
        const text = smallCatalogue.slice(0, at) + put + smallCatalogue.slice(at + drop);
        const loaded = loadCatalogue(text, { fileName: "x" });
        if (loaded.ok) return;
        expect(loaded.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of loaded.problems) {
          expect(line).toBeLessThanOrEqual(lines + put.split("\n").length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toBe("");
        }
      }),
      { numRuns: 2000 },
    );
    // Six seconds on a quiet machine.
  }, 120_000);
});
