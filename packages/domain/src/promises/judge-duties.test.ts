import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Selection } from "../catalogue/index.ts";
import type { ClockReading } from "../clock/index.ts";
import { judgePromise, listPromises } from "./index.ts";
import type { PromiseFacts, PromiseState } from "./index.ts";

const now = Temporal.Instant.from("2027-04-14T10:00:00Z");
const NOW = now.epochMilliseconds;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const selections: Record<string, Selection> = {
  se: { plan: "managed", level: "sla-basic" },
  msp: { plan: "managed", level: "professional", options: ["backup-share"] },
  dk: { plan: "operations", options: ["antivirus", "signatures", "safe365", "office365"] },
  srv: { plan: "plus" },
};

function judge(clause: string, facts: PromiseFacts, selection?: Selection) {
  const id = clause.split("-")[0] ?? "";
  const chosen = selection ?? selections[id] ?? { plan: "" };
  const promise = listPromises(readCatalogue(id), chosen, "2027-04").find(
    (one) => one.clause === clause,
  );
  if (promise === undefined) throw new Error(`${clause} is not promised`);
  return judgePromise(promise, facts, now);
}

const told = (event: string, afterHours: number | null): PromiseFacts =>
  ({
    told: [
      {
        event,
        atMs: NOW - 100 * HOUR,
        toldAtMs: afterHours === null ? null : NOW - (100 - afterHours) * HOUR,
      },
    ],
  }) as PromiseFacts;

const web = { plan: "web" };
const full = { plan: "vps-full" };
const backedUp = { plan: "vps-full", options: ["backup-service"] };

describe("what the customer is told", () => {
  it.each([
    [
      "ba-03: bulk mail told in writing within 24 hours",
      "ba-03",
      told("mail.bulk", 24),
      web,
      "kept",
    ],
    ["ba-03: an hour later", "ba-03", told("mail.bulk", 25), web, "broken"],
    [
      "ba-25: a fair-use limit passed, told within 48 hours",
      "ba-25",
      told("fairUse.passed", 48),
      web,
      "kept",
    ],
    ["ba-25: never told", "ba-25", told("fairUse.passed", null), web, "broken"],
    [
      "ba-32: a backup error told within 4 hours",
      "ba-32",
      told("backup.failed", 4),
      backedUp,
      "kept",
    ],
    ["ba-32: after 5", "ba-32", told("backup.failed", 5), backedUp, "broken"],
    ["ba-37: lasting load told within a day", "ba-37", told("cpu.high", 23), full, "kept"],
    [
      "ba-40: a blackhole list told within 4 hours",
      "ba-40",
      told("address.blackholed", 4),
      full,
      "kept",
    ],
    ["ba-40: told too late", "ba-40", told("address.blackholed", 4.1), full, "broken"],
    [
      "dk-08: an anomaly of the tenant told within 4 hours",
      "dk-08",
      told("tenant.anomaly", 3),
      undefined,
      "kept",
    ],
    ["ba-40: nothing happened, nothing was due", "ba-40", { told: [] }, full, "kept"],
  ] as const)("%s", (_name, clause, facts, selection, state) => {
    expect(judge(clause, facts, selection).state).toBe(state);
  });

  it("ba-40: at risk while there is still time", () => {
    const facts = {
      told: [{ event: "address.blackholed", atMs: NOW - HOUR, toldAtMs: null }],
    } as const;
    expect(judge("ba-40", facts, full).state).toBe("at-risk");
  });
});

describe("reports", () => {
  const report = (name: string, sentAfterMs: number | null): PromiseFacts => ({
    reports: [
      { name, dueMs: NOW - DAY, sentMs: sentAfterMs === null ? null : NOW - DAY + sentAfterMs },
    ],
  });
  it.each([
    [
      "srv-14: the report on the checks was sent when it was due",
      "srv-14",
      report("checks", 0),
      "kept",
    ],
    ["srv-14: not sent", "srv-14", report("checks", null), "broken"],
    [
      "srv-19: the report on security updates came late",
      "srv-19",
      report("securityUpdates", 1),
      "broken",
    ],
    ["srv-36: the antivirus report", "srv-36", report("antivirus", -HOUR), "kept"],
    ["dk-18: the antivirus report", "dk-18", report("antivirus", null), "broken"],
    ["dk-19: the report on signatures", "dk-19", report("signatures", 0), "kept"],
  ] as const)("%s", (_name, clause, facts, state) => {
    expect(judge(clause, facts).state).toBe(state);
  });
  it("srv-14: pending before it is due", () => {
    const facts = { reports: [{ name: "checks", dueMs: NOW + 1, sentMs: null }] };
    expect(judge("srv-14", facts).state).toBe("pending");
  });
});

describe("backups and certificates", () => {
  const backups = (ageHours: number, longestGapHours = 0): PromiseFacts => ({
    backups: {
      chosen: true,
      lastGoodMs: NOW - ageHours * HOUR,
      sinceMs: NOW - 30 * DAY,
      longestGapMs: longestGapHours * HOUR,
    },
  });
  it.each([
    ["msp-09: a backup of 26 hours", "msp-09", backups(26), "kept"],
    ["msp-09: of 27", "msp-09", backups(27), "broken"],
    [
      "msp-09: fresh again, but 27 hours were missing this month",
      "msp-09",
      backups(1, 27),
      "broken",
    ],
  ] as const)("%s", (_name, clause, facts, state) => {
    expect(judge(clause, facts).state).toBe(state);
  });

  const expires = (days: number): PromiseFacts => ({
    certificates: [
      { name: "www.example.net", expiresMs: NOW + days * DAY },
      { name: "mail.example.net", expiresMs: NOW + 80 * DAY },
    ],
  });
  it.each([
    ["msp-08: fifteen days left", expires(15), "kept"],
    ["msp-08: fourteen: somebody must look", expires(14), "at-risk"],
    ["msp-08: expired", expires(0), "broken"],
    ["msp-08: no certificate, nothing due", { certificates: [] }, "kept"],
  ] as const)("%s", (_name, facts, state) => {
    expect(judge("msp-08", facts).state).toBe(state);
  });
});

describe("watching and what is asked for", () => {
  const seen = { expectedMs: 9 * DAY, seenMs: 9 * DAY, gaps: [] };
  const open = (check: string, state: "critical" | "warning" = "critical"): PromiseFacts => ({
    coverage: seen,
    openProblems: [{ check, clauses: ["srv-02"], state, sinceMs: NOW - HOUR }],
  });
  it.each([
    [
      "se-17: a service of the Linux set is down",
      "se-17",
      open("service:vsftpd.service"),
      "at-risk",
    ],
    ["se-17: one that is not of the set", "se-17", open("service:redis.service"), "kept"],
    ["srv-02: a file system is full", "srv-02", open("filesystem:/"), "at-risk"],
    ["srv-02: a warning is no risk yet", "srv-02", open("filesystem:/", "warning"), "kept"],
  ] as const)("%s", (_name, clause, facts, state) => {
    expect(judge(clause, facts).state).toBe(state);
  });

  it("srv-08: a site is watched by probes, not by the agent", () => {
    expect(judge("srv-08", { coverage: seen, alarms: [] }).state).toBe("pending");
    expect(judge("srv-08", { probeCoverage: seen, alarms: [] }).state).toBe("kept");
  });

  it.each(["se-18", "se-20"])("%s: without a unit nothing can see it", (clause) => {
    expect(judge(clause, { coverage: seen, openProblems: [] })).toMatchObject({
      state: "pending",
      notObserved: ["softwareSet"],
    });
  });

  const asked = (outcome: "done" | "failed" | "running"): PromiseFacts => ({
    operations: [{ id: "m", operation: "account.addUser", atMs: NOW - HOUR, outcome }],
  });
  it.each([
    ["se-12: carried out on request", asked("done"), "kept"],
    ["se-12: failed: at risk until it is done", asked("failed"), "at-risk"],
    ["se-12: nobody asked", { operations: [] }, "kept"],
  ] as const)("%s", (_name, facts, state) => {
    expect(judge("se-12", facts).state).toBe(state);
  });
});

describe("clocks and roll-out", () => {
  const clock = (clause: string, state: ClockReading["state"]): PromiseFacts => ({
    clocks: [
      {
        clause,
        ticket: "T1",
        measure: "reaction",
        priority: "p1",
        state,
        usedMs: 0,
        remainingMs: 0,
        warnings: [],
        dueMs: NOW,
      },
    ],
  });
  const states: readonly (readonly [ClockReading["state"], PromiseState])[] = [
    ["met", "kept"],
    ["breached", "broken"],
    ["warned", "at-risk"],
    ["running", "pending"],
  ];
  it.each(["se-03", "msp-16", "srv-28", "srv-29"])("%s: from the tickets' clocks", (clause) => {
    for (const [state, promise] of states) {
      expect(judge(clause, clock(clause, state)).state).toBe(promise);
    }
    expect(judge(clause, { clocks: [] }).state).toBe("kept");
  });

  it("srv-20: from the curve of the updates", () => {
    const step = {
      clause: "srv-20",
      dueMs: NOW,
      basisPoints: 9500,
      needed: 95,
      of: 100,
      missing: [],
    };
    const facts = (state: "kept" | "broken" | "pending", inTime: number): PromiseFacts => ({
      rollouts: [{ ...step, state, inTime }],
    });
    expect(judge("srv-20", facts("kept", 95)).state).toBe("kept");
    const late = judge("srv-20", facts("broken", 94));
    expect(late.state).toBe("broken");
    expect(late.summary.de).toContain("Nur 94 von 95");
  });

  it("ba-16: works of third parties are passed on", () => {
    const judgement = {
      clause: "ba-16",
      outcome: "sufficient",
      latestMs: NOW,
      missingChannels: [],
    } as const;
    expect(judge("ba-16", { notices: [{ id: "w", judgement }] }, full).state).toBe("kept");
    const missing = { ...judgement, outcome: "missing" } as const;
    expect(judge("ba-16", { notices: [{ id: "w", judgement: missing }] }, full).state).toBe(
      "broken",
    );
  });
});
