import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bareSchema, schemaAt, shapeOf, walkSchema } from "./walk-schema.ts";

const id = z.string().regex(/^[a-z]+$/);
const title = z.string();
const price = z.string().transform((text) => text.length);
const kindA = z.strictObject({ type: z.literal("a"), list: z.array(id).optional() });
const kindB = z.strictObject({ type: z.literal(["b", "c"]), one: id });
const term = z.discriminatedUnion("type", [kindA, kindB]);
const root = z.strictObject({
  name: title.optional(),
  price: price.optional(),
  terms: z.array(term).default([]),
  who: z.union([z.literal("all"), z.array(id)]).optional(),
  one: z.union([z.strictObject({ deep: id }), z.number()]).optional(),
  word: z.union([z.number(), id]).optional(),
  byKey: z.record(id, z.strictObject({ title })).optional(),
});

/** Paths, texts and schemas that a walk comes by. */
function walked(value: unknown) {
  const seen: [string, string, unknown, boolean][] = [];
  walkSchema(root, value, (schema, text, path, isKey) => {
    seen.push([path.join("."), text, schema, isKey]);
  });
  return seen;
}

describe("a walk along a schema", () => {
  it.each<[string, object, [string, string, unknown, boolean][]]>([
    ["what may be missing", { name: "x" }, [["name", "x", title, false]]],
    [
      "what is turned into something else",
      { price: "1 SEK" },
      [["price", "1 SEK", bareSchema(price), false]],
    ],
    [
      "a list in the member of a union that it says it is",
      {
        terms: [
          { type: "b", one: "x" },
          { type: "a", list: ["y", "z"] },
        ],
      },
      [
        ["terms.0.type", "b", kindB.shape.type, false],
        ["terms.0.one", "x", id, false],
        ["terms.1.type", "a", kindA.shape.type, false],
        ["terms.1.list.0", "y", id, false],
        ["terms.1.list.1", "z", id, false],
      ],
    ],
    ["the list of a choice", { who: ["x"] }, [["who.0", "x", id, false]]],
    ["the map of a choice", { one: { deep: "x" } }, [["one.deep", "x", id, false]]],
    ["the text of a choice", { word: "x" }, [["word", "x", id, false]]],
    [
      "keys and values of a record",
      { byKey: { first: { title: "x" } } },
      [
        ["byKey.first", "first", id, true],
        ["byKey.first.title", "x", title, false],
      ],
    ],
  ])("meets %s", (_name, value, expected) => {
    const seen = walked(value);
    expect(seen).toHaveLength(expected.length);
    seen.forEach(([path, text, schema, isKey], k) => {
      expect([path, text, isKey]).toEqual([expected[k]?.[0], expected[k]?.[1], expected[k]?.[3]]);
      expect(schema).toBe(expected[k]?.[2]);
    });
  });

  it.each<[string, unknown]>([
    ["a list where a map is meant", []],
    ["nothing", null],
    ["a number", 1],
    ["a key that nobody knows", { colour: "red" }],
    // Every object answers to these without having them.
    ["a key that is a word of the language", { toString: "x", valueOf: ["x"] }],
    ["such a key in a member", { terms: [{ hasOwnProperty: "x" }] }],
    ["a map where a list is meant", { terms: { a: "x" } }],
    ["a list where a map is meant, inside", { one: [["x"]] }],
    ["a list where a record is meant", { byKey: ["x"] }],
    ["a member that does not exist", { terms: [{ one: "x" }] }],
  ])("passes over %s", (_name, value) => {
    expect(walked(value)).toEqual([]);
  });

  it("passes over the rest of a member that it does not know", () => {
    expect(walked({ terms: [{ type: "z", one: "x" }] })).toEqual([]);
  });
});

describe("the schema at a place", () => {
  const value = {
    terms: [{ type: "a" }, { type: "c", one: "x" }],
    who: ["x"],
    byKey: { first: { title: "x" } },
  };
  it.each<[string, (string | number)[], unknown]>([
    ["the top", [], root],
    ["a field", ["name"], title],
    ["a member by the word that it has", ["terms", 1], term],
    ["a field of it", ["terms", 1, "one"], id],
    ["a list that is not there", ["terms", 0, "list", 3], id],
    ["an item of a choice", ["who", 0], id],
    ["a value of a record", ["byKey", "second", "title"], title],
    ["a field of another member", ["terms", 0, "one"], undefined],
    ["a field that nobody knows", ["colour", "deep"], undefined],
    ["an item of no list", ["name", 0], undefined],
    ["a word of the language", ["toString"], undefined],
  ])("%s", (_name, path, expected) => {
    expect(schemaAt(root, value, path)).toBe(expected);
  });
});

describe("the fields that a map may have", () => {
  it("are those of the member that it claims to be", () => {
    expect(shapeOf(kindA, {})).toBe(kindA.shape);
    expect(shapeOf(term, { type: "a" })).toBe(kindA.shape);
    expect(shapeOf(term, { type: "c" })).toBe(kindB.shape);
    expect(shapeOf(term, { type: "z" })).toBeUndefined();
    expect(shapeOf(z.string(), {})).toBeUndefined();
  });
});
