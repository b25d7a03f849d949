import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkReferences } from "./check-references.ts";
import { checkWording } from "./check-wording.ts";
import { smallCatalogue } from "./small-catalogue.ts";

/** The small catalogue as a value, with one piece of its text changed. */
function changed(from = "", to = ""): unknown {
  if (!smallCatalogue.includes(from)) throw new Error(`no “${from}” in the small catalogue`);
  return parse(smallCatalogue.replace(from, to));
}

const price = (id: string) => `{id: ${id}, name: {en: a, sv: b}, amount: 1 SEK, per: hour}`;

describe("ids and what points at them", () => {
  it("are all there", () => {
    expect(checkReferences(changed())).toEqual([]);
  });

  it("defined twice are told at the second, of their own kind alone", () => {
    expect(
      checkReferences(changed("prices: []", `prices: [${price("p")}, ${price("p")}]`)),
    ).toEqual([
      {
        path: ["prices", 1, "id"],
        message: "the id “p” is already taken by a line of the price list above",
      },
    ]);
    expect(checkReferences(changed("prices: []", `prices: [${price("only")}]`))).toEqual([]);
  });

  it("near to one that exists suggest it", () => {
    expect(checkReferences(changed("calendar: always", "calendar: alway"))).toEqual([
      {
        path: ["clauses", 0, "terms", 0, "calendar"],
        message: "expected the id of a calendar, found the text “alway”, which does not exist",
        expected: "the id of a calendar",
        found: "alway",
        suggestion: "did you mean “always”?",
      },
    ]);
  });

  it("near to none tell those that exist", () => {
    const [found] = checkReferences(changed("calendar: always", "calendar: office"));
    expect(found?.suggestion).toBe("known: always, nights");
    const [none] = checkReferences(changed("plans: all", "plans: all\n    levels: [gold]"));
    expect(none).toMatchObject({
      path: ["clauses", 0, "levels", 0],
      expected: "the id of a service level",
      suggestion: "known: none",
    });
  });

  it("tell no more than twelve, each once", () => {
    const letters = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
    const prices = letters.map((letter) => price(letter.repeat(4))).join(", ");
    const value = changed("prices: []", `prices: [${price("aaaa")}, ${prices}]`) as {
      clauses: { terms: object[] }[];
    };
    value.clauses[0]?.terms.push({ type: "timeUnits", price: "z" });
    const found = checkReferences(value).find(({ path }) => path.at(-1) === "price");
    expect(found?.suggestion).toBe(
      `known: ${letters
        .slice(0, 12)
        .map((letter) => letter.repeat(4))
        .join(", ")}`,
    );
  });

  it.each([null, "text", [], { plans: 1 }, { plans: [{ id: 1 }] }])(
    "are looked for in a file with other problems too: %j",
    (value) => {
      expect(checkReferences(value)).toEqual([]);
    },
  );
});

describe("texts and amounts of a provider", () => {
  it("are in its language and its currency", () => {
    expect(checkWording(changed())).toEqual([]);
  });

  it("are told with their place and remedy", () => {
    const value = changed("title: {en: Hours, sv: Tider}", "title: {en: Hours, de: Zeiten}");
    expect(checkWording(value)).toEqual([
      {
        path: ["clauses", 0, "title"],
        message: "expected this text in the provider’s language (sv) too",
        expected: "a text in sv",
        suggestion: "add “sv: …”",
      },
    ]);
    expect(checkWording(changed("1295.00 SEK", "1295.00 EUR"))).toEqual([
      {
        path: ["plans", 0, "baseFee"],
        message: "expected an amount in the provider’s currency SEK, found 1295.00 EUR",
        expected: "an amount in SEK",
        found: "1295.00 EUR",
      },
    ]);
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["no provider", { title: { en: "a" }, fee: "1 EUR" }],
    ["a provider without a language", { provider: {}, title: { en: "a" }, fee: "1 EUR" }],
    ["a map that is no text", { provider: { locale: "sv-SE" }, map: { en: "a", sides: 2 } }],
    ["amounts that are none", { provider: { currency: "SEK" }, fee: "free" }],
    ["amounts elsewhere", { provider: { currency: "SEK" }, note: "1 EUR", fee: null }],
  ])("are not looked for in %s", (_name, value) => {
    expect(checkWording(value)).toEqual([]);
  });

  it.each(["amount", "baseFee", "fee", "surcharge"])("are looked for in each %s", (key) => {
    const value = { provider: { currency: "SEK" }, list: [{ [key]: "1 EUR" }, { [key]: "1 SEK" }] };
    expect(checkWording(value).map(({ path }) => path)).toEqual([["list", 0, key]]);
  });
});
