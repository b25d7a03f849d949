import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import { everyContract } from "../../../../test/catalogues/decision-requests.ts";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { operationNames } from "../catalogue/index.ts";
import type { DecisionFacts } from "./index.ts";
import { compileGrants, decide } from "./index.ts";

const MOMENTS = ["2027-04-14T10:00:00Z", "2027-04-18T01:30:00Z"].map((text) =>
  Temporal.Instant.from(text),
);
const [noon] = MOMENTS;
/** Everything that could be on record is. */
const KNOWN: DecisionFacts = {
  ordered: true,
  alertingBy: ["mail"],
  dangerImminent: true,
  events: ["disk.full", "oom.killed", "certificate.renewalFailed", "restart.required"],
  approvals: ["provider", "customer", "secondPerson", "lead"],
  agreements: ["provider", "customer"],
  confirmed: true,
  appointmentAgreed: true,
  feasible: true,
  quoteAccepted: true,
};

const precaution = {
  type: "precaution",
  silentDays: 3,
  silentTo: ["alarm"],
  orDangerImminent: true,
  onlyWithAlertingBy: ["mail"],
  charge: { mode: "included" },
};
const precautionCase = (...operations: readonly string[]) => ({
  type: "precautionCase",
  on: ["oom.killed"],
  detail: "oomKillerStopsServices",
  operations,
});

describe("what an agent is granted and what the contract decides", () => {
  it("A15: whatever a clause lets customer, technician or the product do, the charter grants under that clause", () => {
    const missing: string[] = [];
    for (const { catalogue, selection } of everyContract) {
      const grants = compileGrants(catalogue, selection, operationNames);
      const sold = new Set(
        catalogue.clauses
          .filter(({ terms }) => terms.some(({ type }) => type === "operation"))
          .map(({ id }) => id),
      );
      for (const operation of ["service.restart", "machine.restart"] as const) {
        for (const by of ["customer", "technician", "system"] as const) {
          for (const now of MOMENTS) {
            const request = { kind: "operation", operation, by, channel: "portal" } as const;
            const { outcome, clause } = decide({ catalogue, selection }, request, KNOWN, now);
            // What is sold as work on order is a technician's work, not the agent's.
            if (outcome !== "allowed" && !(outcome === "charged" && sold.has(clause))) continue;
            const isGranted = grants.some(
              (grant) =>
                grant.operation === operation &&
                grant.clause === clause &&
                grant.askers.includes(by),
            );
            if (!isGranted) missing.push(`${catalogue.id} ${operation} ${by} ${clause}`);
          }
        }
      }
    }
    expect([...new Set(missing)]).toEqual([]);
  });

  it("msp-11, msp-24: what is done as a precaution is granted to the provider, under the clause that lets him act", () => {
    const grants = compileGrants(readCatalogue("msp"), { plan: "managed" }, operationNames);
    const byPrecaution = grants.filter(({ clause }) => clause === "msp-24");
    expect(byPrecaution.map(({ operation }) => operation)).toEqual([
      "filesystem.freeSpace",
      "filesystem.extend",
      "service.restart",
      "memory.relieve",
      "certificate.fixChallengePath",
      "certificate.renew",
    ]);
    for (const { askers, conditional, channels } of byPrecaution) {
      expect({ askers, conditional, channels }).toEqual({
        askers: ["system", "technician"],
        conditional: true,
        channels: [],
      });
    }
  });

  it("msp-11: a precaution that no other clause names is decided and granted alike", () => {
    const catalogue = catalogueWith(
      [precautionCase("service.restart", "memory.relieve")],
      [precaution],
    );
    const request = { kind: "operation", operation: "service.restart", channel: "portal" } as const;
    const say = (by: "customer" | "technician" | "system", facts: DecisionFacts) => {
      const contract = { catalogue, selection: plan };
      const { outcome, clause, reason } = decide(contract, { ...request, by }, facts, noon!);
      return [outcome, reason, clause];
    };
    expect(say("system", KNOWN)).toEqual(["allowed", "danger-imminent", "x-02"]);
    expect(say("technician", KNOWN)).toEqual(["allowed", "danger-imminent", "x-02"]);
    expect(say("customer", KNOWN)[0]).toBe("refused");
    expect(say("system", { ...KNOWN, alertingBy: [] })).toEqual([
      "refused",
      "alerting-inactive",
      "x-02",
    ]);
    expect(say("system", { ...KNOWN, events: [] })).toEqual(["refused", "not-now", "x-02"]);
    expect(compileGrants(catalogue, plan, ["service.restart", "machine.restart"])).toEqual([
      {
        operation: "service.restart",
        clause: "x-02",
        askers: ["system", "technician"],
        maxPerHour: 20,
        channels: [],
        conditional: true,
      },
    ]);
  });

  it("msp-11: a case without the clause that lets the provider act grants nothing, nor that clause without a case", () => {
    const alone = [catalogueWith([precautionCase("service.restart")]), catalogueWith([precaution])];
    for (const catalogue of alone)
      expect(compileGrants(catalogue, plan, operationNames)).toEqual([]);
    const twice = catalogueWith([
      precaution,
      precautionCase("service.restart"),
      precautionCase("service.restart"),
    ]);
    expect(compileGrants(twice, plan, operationNames)).toHaveLength(1);
  });
});
