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
});
