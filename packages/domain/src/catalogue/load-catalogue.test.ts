import { describe, expect, it } from "vitest";
import { formatProblem, loadCatalogue } from "./index.ts";
import { smallCatalogue } from "./small-catalogue.ts";

function problemsOf(text: string): string[] {
  const loaded = loadCatalogue(text, { fileName: "x.yaml" });
  return loaded.ok ? [] : loaded.problems.map(formatProblem);
}

/** The small catalogue with one line replaced; throws when the line is not there, so that no test passes by accident. */
function changed(from: string, to: string): string {
  if (!smallCatalogue.includes(from)) throw new Error(`no “${from}” in the small catalogue`);
  return smallCatalogue.replace(from, to);
}

describe("loading a catalogue", () => {
  it("gives the catalogue with exact money and no warnings", () => {
    const loaded = loadCatalogue(smallCatalogue, { fileName: "x.yaml" });
    expect(loaded).toMatchObject({ ok: true, warnings: [] });
    if (loaded.ok)
      expect(loaded.catalogue.plans[0]?.baseFee).toEqual({ amountMinor: 129_500, currency: "SEK" });
  });

  it.each([
    [
      "an unknown key",
      "    rank: 0\n",
      "    rankk: 0\n",
      "x.yaml:27:5: plans[0].rankk: the key “rankk” is not known here (did you mean “rank”?)",
    ],
    [
      "an unknown word",
      "    kind: promise\n",
      "    kind: promiss\n",
      "x.yaml:37:11: clauses[0].kind: expected one of promise, authority, limit, exclusion, price, duty, found the text “promiss” (did you mean “promise”?)",
    ],
    [
      "an unknown type of term",
      "      - type: serviceHours\n",
      "      - type: serviceHour\n",
      "(did you mean “serviceHours”?)",
    ],
    [
      "a key left out",
      "    rank: 0\n",
      "",
      "x.yaml:24:5: plans[0].rank: expected a number, but it is missing",
    ],
    [
      "a reference to nothing",
      "        calendar: always\n",
      "        calendar: alway\n",
      "expected the id of a calendar, found the text “alway”, which does not exist (did you mean “always”?)",
    ],
    [
      "an id taken twice",
      "prices: []",
      "prices:\n  - {id: p, name: {en: a, sv: b}, amount: 1 SEK, per: hour}\n  - {id: p, name: {en: a, sv: b}, amount: 1 SEK, per: hour}",
      "the id “p” is already taken by a line of the price list above",
    ],
    [
      "a text without the provider's language",
      "title: {en: Hours, sv: Tider}",
      "title: {en: Hours}",
      "expected this text in the provider’s language (sv) too (add “sv: …”)",
    ],
    [
      "a night in one block",
      "{from: '00:00', to: '24:00'}",
      "{from: '22:00', to: '06:00'}",
      "a night is two blocks",
    ],
    ["a zone that does not exist", "Europe/Stockholm", "Europe/Stokholm", "an IANA time zone"],
  ])("names line, column, expectation and remedy of %s", (_name, from, to, expected) => {
    const problems = problemsOf(changed(from, to));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it("tells all problems at once, in the order of the file", () => {
    const text = changed("country: SE", "country: se")
      .replace("kind: promise", "kind: promises")
      .replace("calendar: always", "calendar: never");
    const lines = problemsOf(text).map((line) => Number(line.split(":")[1]));
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });

  it("refuses a list where a map is meant, an empty file and a file that is no YAML", () => {
    expect(problemsOf("- a\n")[0]).toBe("x.yaml:1:1: expected a map, found a list");
    expect(problemsOf("# nothing\n")[0]).toContain("the file is empty");
    expect(problemsOf("a: [1, 2\nb: 3\n")[0]).toMatch(/^x\.yaml:\d+:\d+: /);
  });
});

describe("A32: YAML that surprises", () => {
  it.each([
    [
      "no where true or false is meant",
      "startingPrice: true",
      "startingPrice: no",
      "expected true or false, found the text “no” (YAML 1.2 reads it as text; write true or false)",
    ],
    ["012 where a number is meant", "rank: 0", "rank: 012", "found 012, which would be read as 12"],
    [
      "0x10 where a number is meant",
      "rank: 0",
      "rank: 0x10",
      "found 0x10, which would be read as 16",
    ],
    [
      "1e3 where a number is meant",
      "rank: 0",
      "rank: 1e3",
      "found 1e3, which would be read as 1000",
    ],
    [
      "1_000 where a number is meant",
      "rank: 0",
      "rank: 1_000",
      "write the number plainly, without quotes: 1000",
    ],
    ["a number in quotes", "rank: 0", "rank: '7'", "expected a number, found the text “7”"],
    [
      "a date where a number is meant",
      "rank: 0",
      "rank: 2026-01-01",
      "expected a number, found the text “2026-01-01”",
    ],
    [
      "a number where text is meant",
      "name: {en: Small, sv: Liten}",
      "name: {en: 2026, sv: Liten}",
      "expected text, found 2026 (write it in quotes: '2026')",
    ],
    ["a version that would lose its zero", "version: '1.0.0'", "version: 1.10", "expected text"],
    [
      "True",
      "startingPrice: true",
      "startingPrice: True",
      "expected true in small letters, found True",
    ],
    ["nothing", "rank: 0", "rank:", "expected a value, found nothing"],
    ["~", "rank: 0", "rank: ~", "expected a value, found nothing"],
    ["infinity", "rank: 0", "rank: .inf", "found .inf"],
    [
      "a number too long to keep",
      "rank: 0",
      "rank: 9007199254740993",
      "found 9007199254740993, which would be read as 9007199254740992",
    ],
    [
      "a duplicate key",
      "    rank: 0\n",
      "    rank: 0\n    rank: 1\n",
      "the key “rank” is written twice",
    ],
    [
      "a key that reaches for the prototype",
      "    rank: 0\n",
      "    rank: 0\n    __proto__: {rank: 1}\n",
      "“__proto__” is not allowed as a key",
    ],
  ])("A32: refuses %s", (_name, from, to, expected) => {
    const problems = problemsOf(changed(from, to));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it("A32: keeps text that looks like something else exactly as written", () => {
    const loaded = loadCatalogue(changed("en: Small, sv: Liten", "en: no, sv: 2026-01-01"), {
      fileName: "x.yaml",
    });
    expect(loaded.ok && loaded.catalogue.plans[0]?.name).toEqual({ en: "no", sv: "2026-01-01" });
  });
});

describe("A33: money that cannot be exact", () => {
  it.each([
    ["negative", "-1295.00 SEK", "not negative"],
    ["three decimals", "1295.005 SEK", "2 decimals or none, since SEK has 2"],
    ["one decimal", "1295.5 SEK", "2 decimals or none"],
    ["an unknown currency", "1295.00 SKR", "a known currency (SKR is not one)"],
    ["another currency than the provider's", "1295.00 EUR", "the provider’s currency SEK"],
    ["no currency", "1295.00", "expected text, found 1295"],
    ["small letters", "1295.00 sek", "an amount and a currency, such as 1295.00 SEK"],
    ["a comma", "1.295,00 SEK", "an amount and a currency"],
    ["too long", "12345678901.00 SEK", "an amount and a currency"],
  ])("A33: refuses %s", (_name, written, expected) => {
    const problems = problemsOf(changed("1295.00 SEK", written));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it.each([
    ["0.07 SEK", 7],
    ["1295 SEK", 129_500],
    ["9999999999.99 SEK", 999_999_999_999],
  ])("A33: reads %s without rounding", (written, amountMinor) => {
    const loaded = loadCatalogue(changed("1295.00 SEK", written), { fileName: "x.yaml" });
    expect(loaded.ok && loaded.catalogue.plans[0]?.baseFee.amountMinor).toBe(amountMinor);
  });
});
