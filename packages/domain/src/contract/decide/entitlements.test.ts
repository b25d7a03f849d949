import { describe, expect, it } from "vitest";
import { catalogueWith } from "../../../../../test/catalogues/catalogue-with.ts";
import { entitlementsOf } from "./entitlements.ts";

describe("what a selection entitles to", () => {
  const scope = (when: object) => ({ type: "scope", includes: [], otherwise: "quote", when });
  const catalogue = catalogueWith(
    [scope({ plans: ["plus"] })],
    [scope({ levels: ["gold"] })],
    [scope({ options: ["tape"] })],
    [scope({ options: ["vpntape"] })],
  );
  const clauses = (plan: string, level?: string, options?: readonly string[]) =>
    entitlementsOf(catalogue, { plan, level, options })
      .terms("scope")
      .map(({ clause }) => clause.id);

  it("is another for each plan, level and choice of options of one catalogue", () => {
    expect(clauses("plus")).toEqual(["x-01"]);
    expect(clauses("basis")).toEqual([]);
    expect(clauses("basis", "silver")).toEqual([]);
    expect(clauses("basis", "gold")).toEqual(["x-02"]);
    expect(clauses("plus", "gold", ["vpn", "tape"])).toEqual(["x-01", "x-02", "x-03"]);
    expect(clauses("plus", "gold", ["vpntape"])).toEqual(["x-01", "x-02", "x-04"]);
    expect(clauses("plus")).toEqual(["x-01"]);
  });

  it("is asked for once: the same answer comes back", () => {
    const selection = { plan: "plus", level: "gold", options: ["tape"] };
    expect(entitlementsOf(catalogue, { ...selection })).toBe(entitlementsOf(catalogue, selection));
    const { calendar } = entitlementsOf(catalogue, selection);
    expect(calendar("service-time")).toBe(calendar("service-time"));
  });
});
