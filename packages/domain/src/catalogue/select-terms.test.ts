import { describe, expect, it } from "vitest";
import { listClauses, listTerms, loadCatalogue } from "./index.ts";
import { smallCatalogue } from "./small-catalogue.ts";

const hours = (id: string, when: string) =>
  `      - {type: serviceHours, id: ${id}, ${when}purpose: service, calendar: always, channels: [mail]}\n`;
const clause = (id: string, which: string, terms: string) =>
  `  - id: ${id}\n    kind: promise\n    capability: [clocks]\n    ${which}\n    title: {en: a, sv: b}\n    text: {en: a, sv: b}\n    terms:\n${terms}`;
const plan = (id: string) =>
  `  - {id: ${id}, name: {en: a, sv: b}, rank: 1, baseFee: 1 SEK, billingPeriod: month, per: machineMonth, startingPrice: false, machineKinds: [vps], levels: [low, high]}\n`;

const text = smallCatalogue
  .replace(
    "levels: []",
    "levels:\n  - {id: low, rank: 0, name: {en: a, sv: b}}\n  - {id: high, rank: 1, name: {en: a, sv: b}}",
  )
  .replace(
    "options: []",
    `${plan("other")}options:\n  - {id: extra, name: {en: a, sv: b}, plans: all, countable: false}\n  - {id: more, name: {en: a, sv: b}, plans: all, countable: false}`,
  )
  .concat(
    clause("c-02", "plans: [other]", hours("other-plan", "")),
    clause("c-03", "plans: all\n    levels: [high]", hours("high-clause", "")),
    clause("c-04", "plans: all\n    options: [extra]", hours("extra-clause", "")),
    clause(
      "c-05",
      "plans: all",
      hours("by-plan", "when: {plans: [other]}, ") +
        hours("by-level", "when: {levels: [high]}, ") +
        hours("by-option", "when: {options: [extra]}, ") +
        hours("without-option", "when: {withoutOptions: [extra]}, ") +
        hours("by-any-option", "when: {options: [extra, more]}, ") +
        hours("without-any-option", "when: {withoutOptions: [extra, more]}, ") +
        hours("by-both", "when: {plans: [other], levels: [high]}, ") +
        "      - {type: definition, word: update, means: securityPatches}\n",
    ),
  );
const loaded = loadCatalogue(text, { fileName: "x" });
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { catalogue } = loaded;

describe("what a contract has of a catalogue", () => {
  it.each([
    ["the plain plan", { plan: "only" }, ["small-01", "c-05"]],
    ["another plan", { plan: "other", level: "low" }, ["small-01", "c-02", "c-05"]],
    ["a level", { plan: "other", level: "high" }, ["small-01", "c-02", "c-03", "c-05"]],
    ["an option", { plan: "only", options: ["extra"] }, ["small-01", "c-04", "c-05"]],
  ])("clauses of %s", (_name, selection, ids) => {
    expect(listClauses(catalogue, selection).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ["the plain plan", { plan: "only" }, ["without-option", "without-any-option"]],
    [
      "another plan",
      { plan: "other", level: "low" },
      ["by-plan", "without-option", "without-any-option"],
    ],
    [
      "another plan and level",
      { plan: "other", level: "high" },
      ["by-plan", "by-level", "without-option", "without-any-option", "by-both"],
    ],
    ["an option", { plan: "only", options: ["extra"] }, ["by-option", "by-any-option"]],
    ["another option", { plan: "only", options: ["more"] }, ["without-option", "by-any-option"]],
  ])("terms of %s", (_name, selection, ids) => {
    const terms = listTerms(catalogue, selection, "serviceHours").filter(
      (one) => one.clause.id === "c-05",
    );
    expect(terms.map(({ term }) => term.id)).toEqual(ids);
  });

  it("gives terms of all types when none is named", () => {
    expect(listTerms(catalogue, { plan: "only" }).map(({ term }) => term.type)).toEqual([
      "serviceHours",
      "serviceHours",
      "serviceHours",
      "definition",
    ]);
  });
});
