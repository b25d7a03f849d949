import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { compileGrants } from "./compile-grants.ts";

const operation = (more: object = {}) => ({
  type: "operation",
  operations: ["service.restart"],
  actors: ["technician"],
  channels: ["portal", "phone"],
  charge: { mode: "included" },
  ...more,
});
const known = ["service.restart", "machine.restart"];
const grants = (...clauses: readonly (readonly object[])[]) =>
  compileGrants(catalogueWith(...clauses), plan, known);
const askers = (...actors: readonly string[]) => grants([operation({ actors })])[0]?.askers;

describe("what an agent may be asked to do", () => {
  it("se-07: each operation of a clause that the agent knows, as the clause says it", () => {
    const operations = ["service.restart", "backup.run", "machine.restart"];
    const grant = {
      clause: "x-01",
      askers: ["technician"],
      maxPerHour: 20,
      channels: ["portal", "phone"],
      conditional: false,
    };
    expect(grants([operation({ operations })])).toEqual([
      { ...grant, operation: "service.restart" },
      { ...grant, operation: "machine.restart" },
    ]);
  });

  it("what no clause names, or the agent does not know, is not granted", () => {
    expect(grants([{ type: "scope", includes: [] }])).toEqual([]);
    expect(grants([operation({ operations: ["backup.run"] })])).toEqual([]);
    expect(compileGrants(catalogueWith([operation()]), plan, [])).toEqual([]);
  });

  it("msp-14: who may ask: each side once, an end user never", () => {
    expect(askers("customer", "orderer")).toEqual(["customer"]);
    expect(askers("lead")).toEqual(["technician"]);
    expect(askers("owner", "provider", "technician")).toEqual(["technician"]);
    expect(askers("system")).toEqual(["system"]);
    expect(askers("technician", "system", "orderer")).toEqual(["customer", "system", "technician"]);
    expect(askers("endUser", "thirdParty")).toBeUndefined();
    expect(askers("endUser", "customer")).toEqual(["customer"]);
  });

  it("msp-10: says whether hours or conditions are judged before", () => {
    const conditional = (more: object) => grants([operation(more)])[0]?.conditional;
    expect(conditional({})).toBe(false);
    expect(conditional({ calendar: "service-time" })).toBe(true);
    expect(conditional({ allOf: [] })).toBe(true);
    expect(conditional({ anyOf: [] })).toBe(true);
  });

  it("se-08: the same by two clauses is granted by both, in their order", () => {
    const both = grants([operation({ actors: ["endUser"] })], [operation()], [operation()]);
    expect(both.map(({ clause }) => clause)).toEqual(["x-02", "x-03"]);
  });
});
