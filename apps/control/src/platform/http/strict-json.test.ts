import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

const forbidden = new Set(["__proto__", "constructor", "prototype"]);

describe("strict JSON", () => {
  it("reads whatever JSON can say, the same as the engine does", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const hasForbidden = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].some((key) =>
          forbidden.has(JSON.parse(`"${key[1]}"`) as string),
        );
        fc.pre(!hasForbidden && !/\\u(0000|d[89a-f])/i.test(text));
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', /there twice/],
    ['{"a":{"b":1,"b":2}}', /there twice/],
    ['[{"a":1,"\\u0061":2}]', /there twice/],
    ['{"__proto__":1}', /not allowed/],
    ['{"a":[{"constructor":1}]}', /not allowed/],
    [`${"[".repeat(33)}${"]".repeat(33)}`, /nested deeper/],
    ['{"a":["x\\u0000"]}', /U\+0000/],
    ['{"a\\ud800":1}', /half a character/],
    ['{"a":"', /not JSON/],
    ["]", /not JSON/],
    ["{a:1}", /not JSON/],
    ["", /not JSON/],
  ])("A05: refuses %s", (text, why) => {
    expect(() => parseStrictJson(text)).toThrow(why);
  });

  it("takes the same key in two objects, and texts that look like keys", () => {
    const text = '[{"a":"\\"b\\":1","b":["a","b"]},{"a":{"a":1}}]';
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });
});
