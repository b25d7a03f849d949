import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeIssues } from "./describe-issue.ts";

/** What is told of a value that the schema refuses. */
function told(schema: z.ZodType, value: unknown) {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error("the value is valid");
  return describeIssues(schema, value, parsed.error.issues);
}

const messages = (schema: z.ZodType, value: unknown) =>
  told(schema, value).map(({ path, message, suggestion }) => [
    path.join("."),
    suggestion === undefined ? message : `${message} (${suggestion})`,
  ]);

/** The one sentence about a field with this schema and value. */
function sentence(schema: z.ZodType, value: unknown): string | undefined {
  return messages(z.strictObject({ field: schema }), { field: value })[0]?.[1];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

describe("what was expected, and what was found", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["text", z.string(), ["a"], "expected text, found a list"],
    ["a number", z.number(), { a: 1 }, "expected a number, found a map"],
    ["a whole number", z.int(), 1.5, "expected a whole number, found 1.5"],
    ["a list", z.array(z.string()), "a", "expected a list, found the text “a”"],
    ["a map", z.strictObject({}), "a", "expected a map, found the text “a”"],
    ["a record", z.record(z.string(), z.string()), [], "expected a map, found a list"],
    ["one word", z.literal("a"), "bbbb", "expected “a”, found the text “bbbb”"],
    [
      "one of two",
      z.enum(["alpha", "beta"]),
      "x",
      "expected one of alpha, beta, found the text “x”",
    ],
    [
      "one of twelve",
      z.enum(months),
      "x",
      "expected one of jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec, found the text “x”",
    ],
    [
      "one of thirteen",
      z.enum([...months, "leap"]),
      "x",
      "expected one of jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec … (13 in all), found the text “x”",
    ],
    ["so much", z.number().min(3), 2, "expected at least 3, found 2"],
    ["so little", z.number().max(3), 4, "expected at most 3, found 4"],
    [
      "so long a text",
      z.string().min(2),
      "a",
      "expected a length of at least 2, found the text “a”",
    ],
    [
      "so short a text",
      z.string().max(2),
      "abc",
      "expected a length of at most 2, found the text “abc”",
    ],
    [
      "so long a list",
      z.array(z.int()).min(1),
      [],
      "expected a length of at least 1, found a list",
    ],
    [
      "so short a list",
      z.array(z.int()).max(1),
      [1, 2],
      "expected a length of at most 1, found a list",
    ],
    [
      "an address",
      z.url({ protocol: /^https$/ }),
      "ftp://x",
      "expected an address that starts with https://, found the text “ftp://x”",
    ],
    [
      "a pattern",
      z.string().regex(/^\d+$/, "a row of digits"),
      "a",
      "expected a row of digits, found the text “a”",
    ],
    [
      "a rule of its own",
      z.string().refine(() => false, "expected a date that is expected to exist"),
      "a",
      "expected a date that is expected to exist, found the text “a”",
    ],
  ])("%s", (_name, schema, value, expected) => {
    expect(sentence(schema, value)).toBe(expected);
  });

  it("is told in the words of a rule, whatever they begin with", () => {
    const rule = z.string().refine(() => false, "a day that is expected to come");
    expect(sentence(rule, "a")).toBe("expected a day that is expected to come, found the text “a”");
  });

  it("is told with its parts beside the sentence", () => {
    const schema = z.strictObject({ list: z.array(z.enum(["alpha", "beta"])) });
    expect(told(schema, { list: ["alpha", "betta"] })).toEqual([
      {
        path: ["list", 1],
        message: "expected one of alpha, beta, found the text “betta”",
        expected: "one of alpha, beta",
        found: "the text “betta”",
        suggestion: "did you mean “beta”?",
      },
    ]);
    expect(told(schema, {})).toEqual([
      { path: ["list"], message: "expected a list, but it is missing", expected: "a list" },
    ]);
  });
});

describe("what may have been meant", () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ["a number for text", z.string(), 2026, "write it in quotes: '2026'"],
    ["true for text", z.string(), true, "write it in quotes: 'true'"],
    ["yes", z.boolean(), "Yes", "YAML 1.2 reads it as text; write true or false"],
    ["off", z.boolean(), "off", "YAML 1.2 reads it as text; write true or false"],
    ["n", z.boolean(), "n", "YAML 1.2 reads it as text; write true or false"],
  ])("by %s", (_name, schema, value, suggestion) => {
    expect(sentence(schema, value)).toContain(` (${suggestion})`);
  });

  it.each([
    ["1_000", "1000"],
    ["12", "12"],
    ["+7", "+7"],
    ["99.95", "99.95"],
    // A comma is a decimal mark in most of Europe: 99,9 % must not become 999.
    ["99,9", "99.9"],
    ["-1 000,5", "-1000.5"],
    ["1.295,500", "1295.500"],
    ["12.345.678,9", "12345678.9"],
    ["0,125", "0.125"],
    ["1000,125", "1000.125"],
    // Before three digits it may be either; then it is taken for thousands.
    ["1,000", "1000"],
    ["-12,345,678.90", "-12345678.90"],
  ])("by a number in quotes: %s", (written, plain) => {
    expect(sentence(z.number(), written)).toContain(
      ` (write the number plainly, without quotes: ${plain})`,
    );
  });

  it.each<[string, z.ZodType, unknown]>([
    ["a number that can be read in no way", z.number(), "1.2.3"],
    ["two decimal commas", z.number(), "1,5,5"],
    ["a number with its currency", z.number(), "1,000 kr"],
    ["dots without digits", z.number(), "..."],
    ["a blank", z.number(), " "],
    ["digits where a list is meant", z.array(z.string()), "12"],
    ["digits where true or false is meant", z.boolean(), "1"],
    ["yes where a list is meant", z.array(z.string()), "yes"],
    ["a word for a number", z.number(), "a1"],
    ["digits after a word", z.number(), "x 1"],
    ["digits before a word", z.number(), "1 x"],
    ["yesterday for true or false", z.boolean(), "yesterday"],
    ["oyes for true or false", z.boolean(), "oyes"],
    ["a list for text", z.string(), []],
    ["a number for a list", z.array(z.string()), 1],
    ["a number for a word", z.enum(["alpha"]), 1],
  ])("nothing is guessed by %s", (_name, schema, value) => {
    expect(sentence(schema, value)).not.toContain("(");
  });
});

describe("a key that is not known", () => {
  const plan = z.strictObject({ rank: z.number(), name: z.string(), ranks: z.string().optional() });
  it("is pointed at, with the nearest that is not taken", () => {
    expect(told(plan, { rank: 1, name: "x", rankks: "y" })).toEqual([
      {
        path: ["rankks"],
        pointAt: "key",
        message: "the key “rankks” is not known here",
        expected: "one of the keys rank, name, ranks",
        found: "rankks",
        suggestion: "did you mean “ranks”?",
      },
    ]);
    // “rank” would be nearer, but it is there already.
    expect(messages(plan, { rank: 1, name: "x", rankk: "y" })).toEqual([
      ["rankk", "the key “rankk” is not known here (did you mean “ranks”?)"],
    ]);
    expect(messages(plan, { rank: 1, name: "x", namme: "y" })).toEqual([
      ["namme", "the key “namme” is not known here (did you mean “name”?)"],
    ]);
  });

  it("explains the one that is missing for it, and no other", () => {
    expect(messages(plan, { rankk: 1, name: "x", ranks: "y" })).toEqual([
      ["rankk", "the key “rankk” is not known here (did you mean “rank”?)"],
    ]);
    expect(messages(z.array(plan), [{ rank: 1 }, { rank: 1, namme: "x" }])).toEqual([
      ["0.name", "expected text, but it is missing"],
      ["1.namme", "the key “namme” is not known here (did you mean “name”?)"],
    ]);
  });

  it("hides nothing that is wrong by itself", () => {
    // The key that was meant is there, with a value of its own that is wrong.
    expect(messages(plan, { rank: 1, name: 5, namme: "x" })).toEqual([
      ["name", "expected text, found 5 (write it in quotes: '5')"],
      ["namme", "the key “namme” is not known here (did you mean “name”?)"],
    ]);
    // A misspelt word is no misspelt key, even where a key has that name.
    const named = z.strictObject({ by: z.enum(["name", "number"]), name: z.string() });
    expect(messages(named, { by: "nme" })).toEqual([
      ["by", "expected one of name, number, found the text “nme” (did you mean “name”?)"],
      ["name", "expected text, but it is missing"],
    ]);
  });

  it("has all known ones beside it where none is near", () => {
    expect(messages(plan, { rank: 1, name: "x", colour: "y" })).toEqual([
      ["colour", "the key “colour” is not known here (known: rank, name, ranks)"],
    ]);
  });

  it("fifty times is enough", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, k) => [`unknown${k}`, 1]));
    expect(told(plan, { rank: 1, name: "x", ...many })).toHaveLength(50);
  });
});

describe("a choice between shapes", () => {
  const amount = z.union([
    z.literal("unlimited"),
    z.number(),
    z.array(z.strictObject({ from: z.int() })),
  ]);
  it("that nothing comes near to is told as all that it may be", () => {
    expect(told(z.strictObject({ amount }), { amount: "unlimitid" })).toEqual([
      {
        path: ["amount"],
        message: "expected “unlimited” or a number or a list, found the text “unlimitid”",
        expected: "“unlimited” or a number or a list",
        found: "the text “unlimitid”",
        suggestion: "did you mean “unlimited”?",
      },
    ]);
    expect(sentence(amount, {})).toBe("expected “unlimited” or a number or a list, found a map");
  });

  it("has the nearest word beside it, whichever shape that belongs to", () => {
    expect(sentence(z.union([z.int(), z.literal("unlimited")]), "unlimitid")).toBe(
      "expected a number or “unlimited”, found the text “unlimitid” (did you mean “unlimited”?)",
    );
  });

  it("that is not there is missing, once, also where its key is misspelt", () => {
    const clause = z.strictObject({ plans: z.union([z.literal("all"), z.array(z.string())]) });
    const expected = "“all” or a list";
    expect(told(clause, {})).toEqual([
      { path: ["plans"], message: `expected ${expected}, but it is missing`, expected },
    ]);
    expect(messages(clause, { plan: "all" })).toEqual([
      ["plan", "the key “plan” is not known here (did you mean “plans”?)"],
    ]);
    // A key without a value is there, with nothing in it.
    expect(messages(clause, { plans: null })).toEqual([
      ["plans", `expected ${expected}, found nothing`],
    ]);
  });

  it("is told inside of the one that it came nearest to", () => {
    expect(messages(z.strictObject({ amount }), { amount: [{ from: 1 }, { from: "x" }] })).toEqual([
      ["amount.1.from", "expected a number, found the text “x”"],
    ]);
  });

  it("by a word is told as the words that there are", () => {
    const term = z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("watch"), every: z.int() }),
      z.strictObject({ type: z.literal("graphs") }),
    ]);
    expect(messages(term, { type: "wotch" })).toEqual([
      ["type", "expected one of watch, graphs, found the text “wotch” (did you mean “watch”?)"],
    ]);
    expect(messages(term, { type: "watch", evry: 1 })).toEqual([
      ["evry", "the key “evry” is not known here (did you mean “every”?)"],
    ]);
  });
});
