import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggestWord } from "./suggest-word.ts";

const known = ["watch", "watchdog", "availability", "machineKinds", "serviceHours", "p1"];

describe("the nearest known word", () => {
  it.each([
    ["a letter changed", "wotch", "watch"],
    ["two letters swapped", "wathc", "watch"],
    ["a letter left out", "availabilty", "availability"],
    ["a letter too many", "machineKindss", "machineKinds"],
    ["other capitals", "SERVICEHOURS", "serviceHours"],
    ["the beginning of a word", "avail", "availability"],
    ["nothing near", "quarantine", undefined],
    ["something short and far", "x9", undefined],
    ["a very long word", "a".repeat(100), undefined],
  ])("of %s", (_name, written, expected) => {
    expect(suggestWord(written, known)).toBe(expected);
  });

  it("is the word itself when it is known", () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => suggestWord(word, known) === word));
  });

  it.each<[string, string, readonly string[], string | undefined]>([
    ["the nearer of two, whichever comes first", "planz", ["plants", "plans"], "plans"],
    ["the nearer of two, whichever comes last", "planz", ["plans", "plants"], "plans"],
    ["the first of two as near", "cat", ["car", "cut"], "car"],
    ["a third of the letters wrong", "abcxyz", ["abcdez"], "abcdez"],
    ["more than a third wrong", "abwxyz", ["abcdez"], undefined],
    ["one of three letters wrong", "abx", ["abc"], "abc"],
    ["one of two letters wrong", "ax", ["ab"], "ab"],
    ["two of two letters wrong", "xy", ["ab"], undefined],
    ["two neighbours swapped at the beginning", "ba", ["ab"], "ab"],
    ["two neighbours swapped at the end", "levle", ["level"], "level"],
    ["swapped and one changed", "elvex", ["level"], undefined],
    ["letters swapped that are no neighbours", "cba", ["abc"], undefined],
    ["three letters more", "abcdefghijkl", ["abcdefghi"], "abcdefghi"],
    ["four letters more", "abcdefghijklm", ["abcdefghi"], undefined],
    ["three letters inside of a word", "rvi", ["serviceHours"], "serviceHours"],
    ["two letters inside of a word", "rv", ["serviceHours"], undefined],
    ["nothing to choose from", "plan", [], undefined],
    ["eighty letters", "a".repeat(80), ["a".repeat(81)], "a".repeat(81)],
    ["eighty-one letters", "a".repeat(81), ["a".repeat(81)], undefined],
  ])("of %s", (_name, written, words, expected) => {
    expect(suggestWord(written, words)).toBe(expected);
  });
});
