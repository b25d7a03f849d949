import { describe, expect, it } from "vitest";
import { guardYaml, yamlLimits } from "./guard-yaml.ts";

const found = (text: string) => guardYaml(text);

describe("A31: what a file may not contain, by its place", () => {
  it.each([
    [
      "an anchor",
      "a: &x b\n",
      3,
      "anchors (&name) are not allowed",
      "write the value out where it is needed",
    ],
    [
      "an alias",
      "ab: *x\n",
      4,
      "aliases (*name) are not allowed",
      "write the value out where it is needed",
    ],
    [
      "a tag",
      "a: !x b\n",
      3,
      "tags (!name) are not allowed",
      "write text in quotes, numbers without",
    ],
    [
      "a directive",
      "%YAML 1.2\n---\na: 1\n",
      0,
      "YAML directives (%…) are not allowed",
      "a catalogue is plain YAML 1.2",
    ],
  ])("%s", (_name, text, offset, message, suggestion) => {
    expect(found(text)).toEqual({ offset, message, suggestion });
  });

  it.each([
    ["anchors, aliases and tags in quotes", `a: "&x *y !z %w"\n`],
    ["an ampersand inside a text", "a: x & y\n"],
    ["a mark of a document before it", "# first\n---\na: 1\n"],
    ["tabs and ends of lines of any kind", "a: 1\r\nb: 'x\ty'\r\n"],
    ["everything else that is printed", "a: ÿ € 𝄞 \u0080\n"],
  ])("lets pass %s", (_name, text) => {
    expect(found(text)).toBeUndefined();
  });

  it.each(["\u0000", "\u0008", "\u000b", "\u001f", "\u007f"])(
    "refuses a control character: %j",
    (character) => {
      expect(found(`a: b${character}`)).toEqual({
        offset: 4,
        message: "control characters are not allowed",
      });
    },
  );

  it("points at the right place after a bracket that is never closed", () => {
    expect(found("a: [b\nc: &x d\n")?.offset).toBe(9);
  });

  it("refuses a second document where it begins", () => {
    expect(found("a: 1\n---\nb: 2\n")).toEqual({
      offset: 5,
      message: "a catalogue is one document; `---` may only stand before it",
    });
  });
});

describe("A31: how much a file may be", () => {
  const tooLarge = { offset: yamlLimits.bytes, message: "a catalogue is at most 2 MiB" };

  it.each([
    ["letters", "x", yamlLimits.bytes],
    // Two, three and four bytes; a clef is two units long.
    ["accents", "é", yamlLimits.bytes / 2],
    ["signs", "€", Math.floor(yamlLimits.bytes / 3)],
    ["clefs", "𝄞", yamlLimits.bytes / 4],
  ])("2 MiB of %s and not one more", (_name, character, most) => {
    expect(found(`"${character.repeat(most)}"\n`)).toEqual(tooLarge);
    expect(found(`# ${character.repeat(most - 2)}`)).toBeUndefined();
  });

  it("2 MiB, with the first and last characters of each length in UTF-8", () => {
    // 1 + 2 + 2 + 3 + 3 + 3 + 4 bytes, and the mark of a comment before them.
    const characters = "~\u0080\u07ff\u0800\ud7ff\ue000\u{10000}";
    const times = Math.floor((yamlLimits.bytes - 1) / 18);
    const rest = "x".repeat(yamlLimits.bytes - 1 - 18 * times);
    expect(found(`#${characters.repeat(times)}${rest}`)).toBeUndefined();
    expect(found(`#${characters.repeat(times)}${rest}x`)).toEqual(tooLarge);
  });

  it("as deep as its limits and not deeper, in brackets, dashes and columns", () => {
    const deep = { message: "values may be nested at most 24 deep" };
    const brackets = (count: number) => `${"[".repeat(count)}${"]".repeat(count)}\n`;
    const braces = (count: number) => `${"{a: ".repeat(count)}1${"}".repeat(count)}\n`;
    const dashes = (count: number) => `${"- ".repeat(count)}a\n`;
    const questions = (count: number) => `${"? ".repeat(count)}a\n`;
    const columns = (count: number) => `a:\n${" ".repeat(count)}b: 1\n`;
    for (const [make, most] of [
      [brackets, yamlLimits.depth],
      [braces, yamlLimits.depth],
      [dashes, yamlLimits.lineMarks],
      [questions, yamlLimits.lineMarks],
      [columns, yamlLimits.indentColumns],
    ] as const) {
      expect(found(make(most))).toBeUndefined();
      expect(found(make(most + 1))).toMatchObject(deep);
    }
  });

  it("counts marks line by line, and brackets that are closed no more", () => {
    expect(found("- - - - - a\n- - - - - b\n")).toBeUndefined();
    expect(found("a: [[[1]]]\n".repeat(30))).toBeUndefined();
    expect(found("a: {b: {c: 1}}\n".repeat(30))).toBeUndefined();
    // A column counts on the first line, too.
    expect(found(`${" ".repeat(121)}a: 1\n`)).toMatchObject({ offset: 0 });
    // Long spaces inside a line are no nesting.
    expect(found(`a:${" ".repeat(200)}1\n`)).toBeUndefined();
  });

  it("80,000 words and marks and not one more", () => {
    // A bracket, then a letter and a comma each.
    const list = (letters: number) => `[${"a,".repeat(letters)}`;
    expect(found(`${list(39_999)}a`)).toBeUndefined();
    expect(found(`${list(39_999)}a,`)).toEqual({
      offset: 80_000,
      message: "a catalogue has at most 80000 words and marks",
    });
  });
});
