import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Selection } from "../catalogue/index.ts";
import { judgePromise, listPromises } from "./index.ts";
import type { PromiseFacts } from "./index.ts";
import type { UpdateRecord } from "./records.ts";

const NOW = "2027-04-04T12:00:00Z";

const selections: Record<string, Selection> = {
  se: { plan: "managed", level: "sla-basic" },
  msp: { plan: "managed", level: "professional", options: ["backup-share"] },
  dk: { plan: "operations", options: ["office365", "network", "server-backup"] },
  srv: { plan: "plus" },
  ba: { plan: "mail" },
};

function judge(
  clause: string,
  facts: PromiseFacts,
  now = NOW,
  selection?: Selection,
  period = "2027-04",
) {
  const id = clause.split("-")[0] ?? "";
  const chosen = selection ?? selections[id] ?? { plan: "" };
  const promise = listPromises(readCatalogue(id), chosen, period).find(
    (one) => one.clause === clause,
  );
  if (promise === undefined) throw new Error(`${clause} is not promised`);
  const { state, reasons, notObserved, summary } = judgePromise(
    promise,
    facts,
    Temporal.Instant.from(now),
  );
  return { state, code: reasons[0]?.code, notObserved, summary };
}

describe("how backups are stored", () => {
  const copy = { id: "s1", offsite: true, encrypted: true, country: "SE" };
  it.each([
    ["se-23: offsite, encrypted, with its place on record", "se-23", copy, "kept"],
    ["se-23: on the server itself", "se-23", { ...copy, offsite: false }, "broken"],
    ["se-23: no place on record", "se-23", { ...copy, country: null }, "broken"],
    ["se-23: any country", "se-23", { ...copy, country: "FI" }, "kept"],
    ["dk-15: encrypted, in Sweden", "dk-15", copy, "kept"],
    ["dk-15: not encrypted", "dk-15", { ...copy, encrypted: false }, "broken"],
    [
      "dk-15: in a country that the contract does not name",
      "dk-15",
      { ...copy, country: "US" },
      "broken",
    ],
  ] as const)("%s", (_name, clause, one, state) => {
    expect(judge(clause, { backupCopies: [copy, one] }).state).toBe(state);
  });
  it("se-23: no copy, nothing due", () => {
    expect(judge("se-23", { backupCopies: [] })).toMatchObject({
      state: "kept",
      code: "nothing-due",
    });
  });
});

describe("what can be reached", () => {
  const asked = Date.parse("2027-04-04T11:45:00Z");
  const named = ["443/tcp", "22/tcp"];
  const change = (appliedAfterMs: number | null) => ({
    firewall: {
      named,
      reachable: ["443/tcp"],
      changes: [
        {
          id: "c",
          askedMs: asked,
          appliedMs: appliedAfterMs === null ? null : asked + appliedAfterMs,
        },
      ],
    },
  });
  it.each([
    [
      "se-09: only what was named",
      { firewall: { named, reachable: named, changes: [] } },
      NOW,
      "kept",
    ],
    [
      "se-09: a port that nobody named",
      { firewall: { named, reachable: ["3306/tcp"], changes: [] } },
      NOW,
      "broken",
    ],
    ["se-09: changed after 15 minutes", change(15 * 60_000), NOW, "kept"],
    ["se-09: a moment later", change(15 * 60_000 + 1), NOW, "broken"],
    ["se-09: not yet, with the 15 minutes just up", change(null), NOW, "pending"],
    ["se-09: not yet, a second later", change(null), "2027-04-04T12:00:01Z", "broken"],
  ] as const)("%s", (_name, facts, now, state) => {
    expect(judge("se-09", facts, now).state).toBe(state);
  });
});

describe("set-up and requests", () => {
  const all = ["installOs", "configureOs", "configureNetwork", "installCertificates"];
  it.each([
    ["msp-03: four of four", all, 1, "kept"],
    ["msp-03: more than was promised", [...all, "setUpDns"], 1, "kept"],
    ["msp-03: three, still being set up", all.slice(1), null, "pending"],
    ["msp-03: handed over with three", all.slice(1), 1, "broken"],
  ] as const)("%s", (_name, done, handedOverMs, state) => {
    expect(judge("msp-03", { provisioning: { done, handedOverMs } }).state).toBe(state);
  });

  const request = (ticket: string | null, channel = "phone"): PromiseFacts => ({
    requests: [
      { id: "a", atMs: 1, channel: "mail", ticket: "T1" },
      { id: "b", atMs: 2, channel, ticket },
    ],
  });
  const may = "2027-05-01T00:00:00Z";
  it.each([
    ["msp-15: a call became a ticket", request("T2"), NOW, "kept"],
    ["msp-15: not yet", request(null), NOW, "at-risk"],
    ["msp-15: nor by the end of the month", request(null), may, "broken"],
    ["msp-15: what came by no way that counts", request(null, "visit"), may, "kept"],
  ] as const)("%s", (_name, facts, now, state) => {
    expect(judge("msp-15", facts, now).state).toBe(state);
  });
});

describe("detection of spam and viruses", () => {
  const enterprise = { plan: "mail", options: ["enterprise-filter"] };
  const rate = (level: string, caught: number): PromiseFacts => ({
    detection: { [level]: { bad: 1_000, caught } },
  });
  it.each([
    ["ba-23: basic, 85.0 %", rate("basic", 850), undefined, "kept"],
    ["ba-23: basic, 84.9 %: no guarantee, so a risk", rate("basic", 849), undefined, "at-risk"],
    ["ba-23: enterprise, 99.0 %", rate("enterprise", 990), enterprise, "kept"],
    ["ba-23: enterprise, 98.9 %", rate("enterprise", 989), enterprise, "at-risk"],
    ["ba-23: nothing came", { detection: { basic: { bad: 0, caught: 0 } } }, undefined, "kept"],
  ] as const)("%s", (_name, facts, selection, state) => {
    expect(judge("ba-23", facts, NOW, selection).state).toBe(state);
  });
  it("ba-23: shows the rate that was measured", () => {
    expect(judge("ba-23", rate("basic", 849)).summary.en).toBe(
      "Only 84.90 % detected; 85 % or more is usual.",
    );
  });
});

describe("which updates are installed", () => {
  const released = Date.parse("2027-04-02T00:00:00Z");
  const update = (more: Partial<UpdateRecord>): PromiseFacts => ({
    updates: [
      {
        package: "openssl",
        severity: "critical",
        origin: "operatingSystem",
        releasedMs: released,
        installedMs: null,
        ...more,
      },
    ],
  });
  it.each([
    ["se-05: a critical one of the system is missing", "se-05", {}, "at-risk"],
    ["se-05: installed", "se-05", { installedMs: released }, "kept"],
    [
      "se-05: a security patch of what we installed",
      "se-05",
      { severity: "security", origin: "provider" },
      "at-risk",
    ],
    ["se-05: a moderate one is not promised", "se-05", { severity: "moderate" }, "kept"],
    ["se-05: what the customer installed is his", "se-05", { origin: "customer" }, "kept"],
    ["msp-18: the system, on order", "msp-18", { ordered: true }, "at-risk"],
    ["msp-18: nothing without an order", "msp-18", {}, "kept"],
    [
      "msp-18: applications that were there before",
      "msp-18",
      { ordered: true, origin: "preinstalled", severity: "low" },
      "at-risk",
    ],
    [
      "msp-18: not what the customer installed",
      "msp-18",
      { ordered: true, origin: "customer" },
      "kept",
    ],
    ["srv-15: important", "srv-15", { severity: "important" }, "at-risk"],
    ["srv-15: security without a rating is neither", "srv-15", { severity: "security" }, "kept"],
    [
      "srv-15: a browser of the list, whoever installed it",
      "srv-15",
      { package: "firefox-esr", severity: "unrated", origin: "customer" },
      "at-risk",
    ],
    [
      "srv-15: a program that is not on the list",
      "srv-15",
      { package: "gimp", origin: "customer" },
      "kept",
    ],
  ] as const)("%s", (_name, clause, more, state) => {
    expect(judge(clause, update(more)).state).toBe(state);
  });
});
