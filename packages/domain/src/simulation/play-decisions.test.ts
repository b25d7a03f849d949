import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Scenario } from "./index.ts";
import { playDecisions } from "./play-decisions.ts";
import type { SuspendedStretch } from "./play-suspensions.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

type Request = EventOf<"ask">["request"];

const at = "2027-01-05T09:00";
const ask = (request: Request, when = at): ScenarioEvent => ({ at: when, event: "ask", request });

function play(
  catalogue: string,
  contract: Scenario["contract"],
  events: readonly ScenarioEvent[],
  suspended: readonly SuspendedStretch[] = [],
) {
  return playDecisions(
    makeWorld(readCatalogue(catalogue), smallScenario(contract, events)),
    suspended,
  );
}

describe("what is asked", () => {
  it.each<[Request, string]>([
    [
      { kind: "operation", by: "customer", channel: "mail", operation: "service.restart" },
      "service.restart by customer (mail)",
    ],
    [
      { kind: "work", by: "endUser", channel: "phone", topics: ["training", "travel"] },
      "training+travel by endUser (phone)",
    ],
    [{ kind: "order", by: "customer", channel: "mail", plan: "managed" }, "order managed"],
    [
      {
        kind: "order",
        by: "customer",
        channel: "mail",
        plan: "managed",
        level: "sla-plus",
        options: ["mssql", "exchange"],
      },
      "order managed sla-plus mssql exchange",
    ],
    [{ kind: "use", thing: "vpnUsers", amount: 3 }, "vpnUsers 3"],
    [{ kind: "use", amount: 3 }, "use 3"],
    [{ kind: "access", way: "ssh" }, "ssh"],
    [{ kind: "php", function: "exec" }, "exec"],
    [{ kind: "run", process: "miner" }, "miner"],
    [
      {
        kind: "software",
        found: { kind: "cmsPlugin", name: "Wiki", version: "1.2" },
      },
      "Wiki 1.2",
    ],
    [
      { kind: "credential", by: "customer", credentials: "administrator" },
      "administrator credentials to customer",
    ],
    [{ kind: "mail", direction: "outbound" }, "mail"],
  ])("has its name in the line: %o", (request, name) => {
    const [line] = play("se", { plan: "managed", level: "sla-basic" }, [ask(request)]).lines;
    expect(line?.what).toMatch(new RegExp(`^${name.replaceAll(/[+()]/gu, "\\$&")}: `, "u"));
    expect(line?.facts["asked"]).toBe(name);
  });

  it("is answered with outcome, reason and a sentence in every language of the catalogue", () => {
    const [line] = play("se", { plan: "managed" }, [
      ask({ kind: "use", thing: "vpnUsers", amount: 13 }),
    ]).lines;
    expect(line).toMatchObject({
      atMs: Date.parse("2027-01-05T09:00+01:00"),
      kind: "decision",
      clause: "se-16",
      what: "vpnUsers 13: charged 135.00 SEK (charged)",
      code: "decided",
      facts: { asked: "vpnUsers 13", outcome: "charged", reason: "charged" },
      sentence: expect.stringContaining(" "),
      sentences: { en: expect.stringContaining(" "), sv: expect.stringContaining(" ") },
    });
    expect(line?.sentence).toBe(line?.sentences?.en);
  });
});

describe("what is on record", () => {
  const newUser: Request = {
    kind: "operation",
    by: "customer",
    channel: "ticket",
    operation: "account.addUser",
  };

  it("se-12: is what the contract began with and what was recorded since, the newest first", () => {
    const contract = { plan: "managed", level: "sla-plus" };
    const record = (when: string, confirmed: boolean): ScenarioEvent => ({
      at: when,
      event: "record",
      facts: { confirmed },
    });
    const outcomes = (facts: object, ...events: readonly ScenarioEvent[]) =>
      play("se", { ...contract, facts }, events).lines.map((line) => line.facts["outcome"]);
    expect(outcomes({ confirmed: true }, ask(newUser))).toEqual(["allowed"]);
    expect(
      outcomes(
        {},
        ask(newUser),
        record("2027-01-06T09:00", true),
        ask(newUser, "2027-01-06T10:00"),
        record("2027-01-07T09:00", false),
        ask(newUser, "2027-01-07T10:00"),
      ),
    ).toEqual(["needs", "allowed", "needs"]);
  });

  it("names everything that is missing", () => {
    const [line] = play("se", { plan: "managed", level: "sla-plus" }, [ask(newUser)]).lines;
    expect(line?.what).toBe(
      "account.addUser by customer (ticket): needs confirmation (needs-confirmation)",
    );
  });

  it("msp-24: is what was asked of the customer, and what he answered", () => {
    const extend: Request = {
      kind: "operation",
      by: "system",
      channel: "portal",
      operation: "filesystem.extend",
    };
    const facts = { alertingBy: ["mail" as const], events: ["disk.full" as const] };
    const reasons = (...events: readonly ScenarioEvent[]) =>
      play("msp", { plan: "managed", level: "basic", facts }, events).lines.map(
        (line) => line.facts["reason"],
      );
    const later = ask(extend, "2027-01-08T09:01");
    // Nobody was asked; asked and silent for three days; asked and answered.
    expect(reasons(later)).toEqual(["not-now"]);
    expect(reasons({ at, event: "asked" }, later)).toEqual(["silent-customer"]);
    expect(
      reasons({ at, event: "asked" }, { at: "2027-01-06T09:00", event: "answered" }, later),
    ).toEqual(["not-now"]);
  });

  it("ba-41: is whether the service is suspended, from its first moment to before its last", () => {
    const fromMs = Date.parse("2027-01-05T10:00+01:00");
    const suspended = [{ clause: "ba-41", fromMs, toMs: fromMs + 3_600_000 }];
    const operation = (when: string) =>
      ask(
        { kind: "operation", by: "customer", channel: "portal", operation: "service.restart" },
        when,
      );
    const events = ["09:59", "10:00", "10:59", "11:00"].map((time) =>
      operation(`2027-01-05T${time}`),
    );
    const clauses = play("ba", { plan: "vps-full" }, events, suspended).lines.map(
      ({ clause }) => clause,
    );
    expect(clauses[0]).not.toBe("ba-41");
    expect(clauses).toEqual([clauses[0], "ba-41", "ba-41", clauses[0]]);
  });
});

describe("what is used", () => {
  const use = (when: string, more: Partial<EventOf<"use">>): ScenarioEvent => ({
    at: when,
    event: "use",
    amount: 1,
    ...more,
  });
  it("is asked for, and remembered with its moment", () => {
    const { uses, lines } = play("se", { plan: "managed" }, [
      use("2027-01-05T09:00", { thing: "vpnUsers", amount: 12 }),
      use("2027-01-06T09:00", { metric: "account.trafficGigabytes", amount: 5 }),
    ]);
    expect(uses).toStrictEqual([
      { atMs: Date.parse("2027-01-05T09:00+01:00"), amount: 12, thing: "vpnUsers" },
      { atMs: Date.parse("2027-01-06T09:00+01:00"), amount: 5, metric: "account.trafficGigabytes" },
    ]);
    expect(lines.map(({ what }) => what)).toEqual([
      "vpnUsers 12: charged 90.00 SEK (charged)",
      "account.trafficGigabytes 5: refused (not-in-contract)",
    ]);
  });

  it("se-16: counts for what is asked later, the last number alone", () => {
    const another = (when: string) =>
      ask(
        { kind: "operation", by: "customer", channel: "portal", operation: "vpn.issueCertificate" },
        when,
      );
    const facts = { ordered: true, confirmed: true };
    const { lines } = play("se", { plan: "managed", level: "sla-plus", facts }, [
      use("2027-01-05T09:00", { thing: "vpnUsers", amount: 9 }),
      another("2027-01-05T10:00"),
      use("2027-01-06T09:00", { thing: "vpnUsers", amount: 10 }),
      // Another thing is not counted with them, nor is what is measured.
      use("2027-01-06T09:30", { thing: "mailboxes", amount: 1 }),
      use("2027-01-06T09:45", { metric: "account.trafficGigabytes", amount: 1 }),
      another("2027-01-06T10:00"),
      use("2027-01-07T09:00", { thing: "vpnUsers", amount: 9 }),
      another("2027-01-07T10:00"),
    ]);
    const asked = lines.filter(({ what }) => what.startsWith("vpn.issue"));
    expect(asked.map((line) => line.facts["outcome"])).toEqual(["allowed", "charged", "allowed"]);
  });
});
