import { describe, expect, it } from "vitest";
import { judgePromise } from "./index.ts";
import type { Measure, Promised, PromiseFacts } from "./index.ts";
import type { VerdictValues } from "./verdict.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.parse("2027-04-01T00:00:00Z");
const TO = Date.parse("2027-05-01T00:00:00Z");
/** Noon of the 4th. */
const NOW = FROM + 3.5 * DAY;

type Said = readonly [state: string, code: string, values: VerdictValues, refs: readonly string[]];

/** What decides: state, code, values and references, nothing left out. */
function said(measure: Measure, facts: PromiseFacts, nowMs = NOW): Said {
  const promise: Promised = {
    clause: "x-1",
    title: { en: "X" },
    period: "2027-04",
    timeZone: "UTC",
    fromMs: FROM,
    toMs: TO,
    measures: [measure],
    unobserved: false,
  };
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const [first] = judgePromise(promise, facts, now).reasons;
  if (first === undefined) throw new Error("no reason");
  return [first.state, first.code, first.values, first.refs];
}

const notDue: Said = ["kept", "nothing-due", {}, []];
const unseen: Said = ["pending", "not-observed", {}, []];

describe("records, to the letter", () => {
  const storage = (more: object) =>
    ({
      kind: "storage",
      term: { offsite: false, encrypted: false, locationOnRecord: false, ...more },
    }) as Measure;
  const copy = { id: "s1", offsite: false, encrypted: false, country: null };
  const right: Said = ["kept", "storage-right", { count: 2 }, []];
  const wrong: Said = ["broken", "storage-wrong", { what: "s1" }, ["s1"]];
  it.each<[string, object, object, Said]>([
    ["se-23: nothing is asked for", {}, {}, right],
    ["se-23: away from the machine", { offsite: true }, { offsite: true }, right],
    ["se-23: on the machine", { offsite: true }, { encrypted: true }, wrong],
    ["dk-15: encrypted", { encrypted: true }, { encrypted: true }, right],
    ["dk-15: in the clear", { encrypted: true }, { offsite: true }, wrong],
    ["se-23: its place is on record", { locationOnRecord: true }, { country: "FI" }, right],
    ["se-23: it is not", { locationOnRecord: true }, {}, wrong],
    ["dk-15: in a country of the list", { countries: ["SE", "DK"] }, { country: "DK" }, right],
    ["dk-15: in another", { countries: ["SE", "DK"] }, { country: "US" }, wrong],
    ["dk-15: nobody knows where, and nobody must", { countries: ["SE"] }, {}, right],
  ])("%s", (_, term, more, expected) => {
    const fine = { id: "s0", offsite: true, encrypted: true, country: "SE" };
    const facts = { backupCopies: [fine, { ...copy, ...more }] };
    expect(said(storage(term), facts)).toEqual(expected);
  });

  it("se-23: no copies, no source", () => {
    expect(said(storage({}), { backupCopies: [] })).toEqual(notDue);
    expect(said(storage({}), {})).toEqual(unseen);
  });

  const firewall: Measure = { kind: "firewall", appliedWithinMs: HOUR };
  const wall = (reachable: readonly string[], appliedMs?: number | null): PromiseFacts => ({
    firewall: {
      named: ["22/tcp", "443/tcp"],
      reachable,
      changes: appliedMs === undefined ? [] : [{ id: "c", askedMs: NOW - HOUR, appliedMs }],
    },
  });
  it.each<[string, PromiseFacts, Said]>([
    ["only what was named", wall(["443/tcp"]), ["kept", "ports-named", { count: 2 }, []]],
    ["a port too many", wall(["25/tcp"]), ["broken", "port-open", { what: "25/tcp" }, ["25/tcp"]]],
    ["changed in time", wall([], NOW), ["kept", "ports-named", { count: 2 }, []]],
    [
      "changed late",
      wall([], NOW + 1),
      ["broken", "change-late", { atMs: NOW - HOUR, dueMs: NOW }, ["c"]],
    ],
    ["not changed yet", wall([], null), ["pending", "change-due", { dueMs: NOW }, ["c"]]],
    ["no source", {}, unseen],
  ])("se-09: %s", (_, facts, expected) => {
    expect(said(firewall, facts)).toEqual(expected);
  });

  const steps: Measure = { kind: "provisioning", steps: ["installOs", "configureOs"] };
  it.each<[string, PromiseFacts, Said]>([
    [
      "all of it",
      { provisioning: { done: ["configureOs", "installOs"], handedOverMs: 5 } },
      ["kept", "steps-done", { count: 2, of: 2 }, []],
    ],
    [
      "half of it",
      { provisioning: { done: ["installOs"], handedOverMs: null } },
      ["pending", "steps-running", { count: 1, of: 2 }, []],
    ],
    [
      "handed over with half of it",
      { provisioning: { done: ["installOs"], handedOverMs: 5 } },
      ["broken", "steps-missing", { count: 1, of: 2, atMs: 5 }, []],
    ],
    ["no source", {}, unseen],
  ])("msp-03: %s", (_, facts, expected) => {
    expect(said(steps, facts)).toEqual(expected);
  });

  const intake: Measure = { kind: "intake", channels: ["mail", "phone"] };
  const requests = (ticket: string | null, channel = "phone"): PromiseFacts => ({
    requests: [
      { id: "a", atMs: 1, channel, ticket },
      { id: "b", atMs: 2, channel: "mail", ticket: "T" },
    ],
  });
  it.each<[string, PromiseFacts, number, Said]>([
    ["tickets of all", requests("U"), NOW, ["kept", "requests-recorded", { count: 2 }, []]],
    [
      "one that counts",
      requests(null, "visit"),
      NOW,
      ["kept", "requests-recorded", { count: 1 }, []],
    ],
    ["one not yet", requests(null), TO - 1, ["at-risk", "request-open", { atMs: 1 }, ["a"]]],
    ["one not by the end", requests(null), TO, ["broken", "request-lost", { atMs: 1 }, ["a"]]],
    ["none", { requests: [] }, NOW, notDue],
    ["no source", {}, NOW, unseen],
  ])("msp-15: %s", (_, facts, nowMs, expected) => {
    expect(said(intake, facts, nowMs)).toEqual(expected);
  });

  const filtering = (more: object = {}) =>
    ({
      kind: "filtering",
      term: { level: "basic", detectionFromPercent: 85.1, guaranteed: false, ...more },
    }) as Measure;
  const caught = (count: number): PromiseFacts => ({
    detection: { basic: { bad: 1_000, caught: count } },
  });
  it.each<[string, Measure, PromiseFacts, Said]>([
    [
      "as much as was named",
      filtering(),
      caught(851),
      ["kept", "detection-good", { percent: "85.10", target: "85.1" }, []],
    ],
    [
      "less",
      filtering(),
      caught(850),
      ["at-risk", "detection-low", { percent: "85.00", target: "85.1" }, []],
    ],
    [
      "less than was guaranteed",
      filtering({ guaranteed: true }),
      caught(850),
      ["broken", "detection-low", { percent: "85.00", target: "85.1" }, []],
    ],
    [
      "nothing was named",
      filtering({ detectionFromPercent: undefined }),
      caught(0),
      ["kept", "detection-good", { percent: "0.00", target: "0" }, []],
    ],
    ["nothing bad came", filtering(), { detection: { basic: { bad: 0, caught: 0 } } }, notDue],
    [
      "another filter was measured",
      filtering(),
      { detection: { enterprise: { bad: 9, caught: 9 } } },
      unseen,
    ],
    ["no source", filtering(), {}, unseen],
  ])("ba-23: %s", (_, measure, facts, expected) => {
    expect(said(measure, facts)).toEqual(expected);
  });

  const patching = (withinDays?: number) =>
    ({
      kind: "patching",
      term: { scope: ["operatingSystem"], severities: ["critical"], excludes: [], withinDays },
    }) as unknown as Measure;
  const update = (installedMs: number | null, releasedMs = NOW - 2 * DAY): PromiseFacts => ({
    updates: [
      {
        package: "openssl",
        severity: "critical",
        origin: "operatingSystem",
        releasedMs,
        installedMs,
      },
      { package: "vim", severity: "low", origin: "operatingSystem", releasedMs, installedMs: null },
    ],
  });
  const since = { what: "openssl", atMs: NOW - 2 * DAY };
  const installed: Said = ["kept", "updates-installed", { count: 1 }, []];
  const missing: Said = ["at-risk", "update-missing", since, ["openssl"]];
  const late: Said = ["broken", "update-late", { ...since, dueMs: NOW - DAY }, ["openssl"]];
  it.each<[string, Measure, PromiseFacts, Said]>([
    ["installed", patching(), update(NOW), installed],
    ["missing, however long", patching(), update(null), missing],
    ["installed on the second day", patching(2), update(NOW), installed],
    [
      "a moment too late",
      patching(2),
      update(NOW + 1),
      ["broken", "update-late", { ...since, dueMs: NOW }, ["openssl"]],
    ],
    ["missing, the second day just up", patching(2), update(null), missing],
    ["missing for longer than a day", patching(1), update(null), late],
    ["none that counts", patching(), { updates: [] }, notDue],
    ["no source", patching(), {}, unseen],
  ])("srv-15: %s", (_, measure, facts, expected) => {
    expect(said(measure, facts)).toEqual(expected);
  });
});

describe("what is watched, to the letter", () => {
  const watch = (more: object = {}): Measure => ({
    kind: "watch",
    by: "agent",
    toleratedGapMs: HOUR,
    problems: true,
    events: ["disk.full"],
    ...more,
  });
  const coverage = { expectedMs: DAY, seenMs: DAY, gaps: [] };
  const problem = (check: string, state: "critical" | "warning" = "critical"): PromiseFacts => ({
    coverage,
    openProblems: [{ check, clauses: ["y-2"], state, sinceMs: 7 }],
  });
  const watched: Said = ["kept", "watched", { percent: "100.0" }, []];

  it("se-04: a problem is the clause's by what happened: a full disk is, a busy processor is not", () => {
    const full: Said = [
      "at-risk",
      "problem-open",
      { what: "filesystem:/", atMs: 7 },
      ["filesystem:/"],
    ];
    expect(said(watch(), problem("filesystem:/"))).toEqual(full);
    expect(said(watch(), problem("filesystem:/", "warning"))).toEqual(watched);
    expect(said(watch(), problem("cpu"))).toEqual(watched);
    expect(said(watch({ events: [] }), problem("filesystem:/"))).toEqual(watched);
  });

  it("se-02: alarms are not this promise's where it says nothing of them", () => {
    const alarms = [
      {
        id: "a",
        check: "cpu",
        clauses: ["x-1"],
        state: "critical",
        hardAtMs: FROM,
        toldAtMs: null,
      },
    ] as const;
    expect(said(watch(), { coverage, alarms })).toEqual(watched);
    expect(said(watch({ alarmWithinMs: HOUR }), { coverage, alarms })[1]).not.toBe("watched");
  });

  it("se-17: a service of the set that warns, or a process of its name, is no service that is down", () => {
    const services: Measure = { kind: "services", units: ["nginx.service"] };
    const run: Said = ["kept", "services-run", {}, []];
    expect(said(services, problem("service:nginx.service"))[1]).toBe("problem-open");
    expect(said(services, problem("service:nginx.service", "warning"))).toEqual(run);
    expect(said(services, problem("process:nginx.service"))).toEqual(run);
    expect(said(services, problem("service:mariadb.service"))).toEqual(run);
  });
});
