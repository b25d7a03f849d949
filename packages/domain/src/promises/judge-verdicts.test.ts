import { describe, expect, it } from "vitest";
import { judgePromise } from "./index.ts";
import type { AlarmFact, Measure, Promised, PromiseFacts } from "./index.ts";
import type { VerdictValues } from "./verdict.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.parse("2027-04-01T00:00:00Z");
const TO = Date.parse("2027-05-01T00:00:00Z");
const NOW = FROM + 10 * DAY;

type Said = readonly [state: string, code: string, values: VerdictValues, refs: readonly string[]];

/** The verdict on one measure: state, code, values and references, nothing left out. */
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
  const { reasons } = judgePromise(promise, facts, Temporal.Instant.fromEpochMilliseconds(nowMs));
  const [first] = reasons;
  if (first === undefined) throw new Error("no reason");
  expect(first.atMs).toBe(first.values.atMs);
  return [first.state, first.code, first.values, first.refs];
}

const nothing: Said = ["pending", "not-observed", {}, []];
const notDue: Said = ["kept", "nothing-due", {}, []];

describe("alarms, to the letter", () => {
  const measure: Measure = {
    kind: "alarms",
    events: ["service.down"],
    withinMs: HOUR,
    to: ["technicians", "customer"],
    fixedInstead: false,
  };
  const alarm = (more: Partial<AlarmFact> = {}): AlarmFact => ({
    id: "a",
    check: "service:nginx.service",
    clauses: ["x-1"],
    state: "critical",
    hardAtMs: NOW - 5 * HOUR,
    toldAtMs: NOW - 5 * HOUR + 10,
    ...more,
  });
  const late = { what: "service:nginx.service", atMs: NOW - 5 * HOUR, withinMs: HOUR };
  const to = (audience: "technicians" | "customer", afterMs: number) => ({
    to: audience,
    atMs: NOW - 5 * HOUR + afterMs,
  });
  it.each<[string, readonly AlarmFact[], Said]>([
    ["none", [], ["kept", "alarms-none", {}, []]],
    ["told", [alarm()], ["kept", "alarms-kept", { count: 1, tookMs: 10 }, ["a"]]],
    [
      "two, the slower is said",
      [alarm(), alarm({ id: "b", toldAtMs: NOW - 5 * HOUR + 30 }), alarm({ id: "c" })],
      ["kept", "alarms-kept", { count: 3, tookMs: 30 }, ["a", "b", "c"]],
    ],
    [
      "told before it was hard",
      [alarm({ toldAtMs: NOW - 6 * HOUR })],
      ["kept", "alarms-kept", { count: 1, tookMs: 0 }, ["a"]],
    ],
    [
      "told on the last moment",
      [alarm({ toldAtMs: NOW - 4 * HOUR })],
      ["kept", "alarms-kept", { count: 1, tookMs: HOUR }, ["a"]],
    ],
    [
      "told too late",
      [alarm({ toldAtMs: NOW - 4 * HOUR + 1 })],
      ["broken", "alarm-late", { ...late, tookMs: HOUR + 1 }, ["a"]],
    ],
    ["never told", [alarm({ toldAtMs: null })], ["broken", "alarm-missing", late, ["a"]]],
    [
      "not yet told, just in time",
      [alarm({ hardAtMs: NOW - HOUR, toldAtMs: null })],
      ["at-risk", "alarm-due", { ...late, atMs: NOW - HOUR, dueMs: NOW }, ["a"]],
    ],
    [
      "excused by a clause",
      [alarm({ toldAtMs: null, waivedBy: "y-2" })],
      ["waived", "waived", { clause: "y-2" }, ["a"]],
    ],
    [
      "not yet told and excused: still to be told",
      [alarm({ hardAtMs: NOW - 1, toldAtMs: null, waivedBy: "y-2" })],
      ["at-risk", "alarm-due", { ...late, atMs: NOW - 1, dueMs: NOW - 1 + HOUR }, ["a"]],
    ],
    [
      "of another event",
      [alarm({ check: "cpu", toldAtMs: null })],
      ["kept", "alarms-none", {}, []],
    ],
    [
      "at the period's first moment",
      [alarm({ hardAtMs: FROM, toldAtMs: null })],
      ["broken", "alarm-missing", { ...late, atMs: FROM }, ["a"]],
    ],
    [
      "a moment before",
      [alarm({ hardAtMs: FROM - 1, toldAtMs: null })],
      ["kept", "alarms-none", {}, []],
    ],
    [
      "at the next period's first moment",
      [alarm({ hardAtMs: TO, toldAtMs: null })],
      ["kept", "alarms-none", {}, []],
    ],
    [
      "everybody's first message counts, the last of those",
      [alarm({ told: [to("customer", 50), to("customer", 20), to("technicians", 5)] })],
      ["kept", "alarms-kept", { count: 1, tookMs: 20 }, ["a"]],
    ],
    [
      "technicians were the last",
      [alarm({ told: [to("customer", 5), to("technicians", 70)] })],
      ["kept", "alarms-kept", { count: 1, tookMs: 70 }, ["a"]],
    ],
    [
      "the customer was not told",
      [alarm({ told: [to("technicians", 5)] })],
      ["broken", "alarm-missing", late, ["a"]],
    ],
    [
      "repair does not count here",
      [alarm({ toldAtMs: null, recoveredAtMs: NOW - 5 * HOUR })],
      ["broken", "alarm-missing", late, ["a"]],
    ],
  ])("%s", (_name, alarms, expected) => {
    expect(said(measure, { alarms })).toEqual(expected);
  });

  const repaired: Measure = { ...measure, fixedInstead: true };
  it.each<[string, Partial<AlarmFact>, Said]>([
    [
      "srv-30: repaired instead",
      { toldAtMs: null, recoveredAtMs: NOW - 5 * HOUR + 40 },
      ["kept", "alarms-kept", { count: 1, tookMs: 40 }, ["a"]],
    ],
    [
      "srv-30: told first",
      { recoveredAtMs: NOW - 5 * HOUR + 40 },
      ["kept", "alarms-kept", { count: 1, tookMs: 10 }, ["a"]],
    ],
    [
      "srv-30: repaired first",
      { recoveredAtMs: NOW - 5 * HOUR + 4 },
      ["kept", "alarms-kept", { count: 1, tookMs: 4 }, ["a"]],
    ],
    [
      "srv-30: not repaired",
      { recoveredAtMs: null },
      ["kept", "alarms-kept", { count: 1, tookMs: 10 }, ["a"]],
    ],
    [
      "srv-30: neither",
      { toldAtMs: null, recoveredAtMs: null },
      ["broken", "alarm-missing", late, ["a"]],
    ],
  ])("%s", (_name, more, expected) => {
    expect(said(repaired, { alarms: [alarm(more)] })).toEqual(expected);
  });

  it("without a source, a recipient or a report nothing is said", () => {
    expect(said(measure, {})).toEqual(nothing);
    const nobody = { technicians: false, customer: false };
    expect(said(measure, { alarms: [alarm()], recipients: nobody })).toEqual([
      "pending",
      "no-recipient",
      {},
      [],
    ]);
    const half = { technicians: true, customer: false };
    expect(
      said(measure, { alarms: [alarm({ told: [to("technicians", 5)] })], recipients: half })[0],
    ).toBe("kept");
    const silent = { expectedMs: 1, seenMs: 0, gaps: [] };
    expect(said(measure, { alarms: [], coverage: silent })).toEqual([
      "pending",
      "not-reported",
      {},
      [],
    ]);
    expect(said(measure, { alarms: [], coverage: { ...silent, seenMs: 1 } })).toEqual([
      "kept",
      "alarms-none",
      {},
      [],
    ]);
  });
});

describe("a watch, to the letter", () => {
  const measure: Measure = {
    kind: "watch",
    by: "agent",
    toleratedGapMs: HOUR,
    problems: true,
    events: [],
    alarmWithinMs: HOUR,
  };
  const coverage = { expectedMs: 1_000, seenMs: 1_000, gaps: [] };
  const gap = (lengthMs: number, more = {}) => ({
    ...coverage,
    seenMs: 999,
    gaps: [{ fromMs: FROM, toMs: FROM + lengthMs, ...more }],
  });
  const hard = {
    id: "a",
    check: "cpu",
    clauses: ["x-1"],
    state: "critical",
    hardAtMs: NOW - 5 * HOUR,
    toldAtMs: null,
  } as const;
  const open = { check: "cpu", clauses: ["x-1"], state: "critical", sinceMs: NOW - 1 } as const;
  const watched = (percent: string): Said => ["kept", "watched", { percent }, []];
  it.each<[string, Measure, PromiseFacts, Said]>([
    ["all the time", measure, { coverage }, watched("100.0")],
    ["for the tolerated gap", measure, { coverage: gap(HOUR) }, watched("99.9")],
    [
      "not for longer",
      measure,
      { coverage: gap(HOUR + 1) },
      ["broken", "gap", { atMs: FROM, tookMs: HOUR + 1 }, []],
    ],
    [
      "a gap that is explained",
      measure,
      { coverage: gap(DAY, { explainedBy: "a" }) },
      watched("99.9"),
    ],
    [
      "a gap that is excused",
      measure,
      { coverage: gap(DAY, { waivedBy: "y-2" }) },
      ["waived", "waived", { clause: "y-2" }, []],
    ],
    [
      "nothing was expected",
      measure,
      { coverage: { ...coverage, expectedMs: 0 } },
      watched("100.0"),
    ],
    ["more than expected", measure, { coverage: { ...coverage, seenMs: 2_000 } }, watched("100.0")],
    [
      "nothing was seen",
      measure,
      { coverage: { ...coverage, seenMs: 0 }, alarms: [hard] },
      ["pending", "not-reported", {}, []],
    ],
    ["no source", measure, {}, nothing],
    ["by probes", { ...measure, by: "probe" }, { coverage }, nothing],
    ["by probes, seen", { ...measure, by: "probe" }, { probeCoverage: coverage }, watched("100.0")],
    [
      "by the control plane",
      { ...measure, by: "control" },
      { coverage, probeCoverage: coverage },
      nothing,
    ],
    [
      "a problem",
      measure,
      { coverage, openProblems: [open] },
      ["at-risk", "problem-open", { what: "cpu", atMs: NOW - 1 }, ["cpu"]],
    ],
    [
      "a warning",
      measure,
      { coverage, openProblems: [{ ...open, state: "warning" }] },
      watched("100.0"),
    ],
    [
      "another clause's problem",
      measure,
      { coverage, openProblems: [{ ...open, clauses: ["y"] }] },
      watched("100.0"),
    ],
    [
      "problems that are not watched",
      { ...measure, problems: false },
      { coverage, openProblems: [open] },
      watched("100.0"),
    ],
    [
      "an alarm that nobody gave",
      measure,
      { coverage, alarms: [hard] },
      ["broken", "alarm-missing", { what: "cpu", atMs: NOW - 5 * HOUR, withinMs: HOUR }, ["a"]],
    ],
    [
      "of a warning none is owed",
      measure,
      { coverage, alarms: [{ ...hard, state: "warning" }] },
      watched("100.0"),
    ],
    [
      "nor of another clause",
      measure,
      { coverage, alarms: [{ ...hard, clauses: ["y"] }] },
      watched("100.0"),
    ],
  ])("%s", (_name, which, facts, expected) => {
    const [state, code, values, refs] = said(which, facts);
    const isQuiet = expected[1] === "watched" && code === "alarms-none";
    expect([state, isQuiet ? "watched" : code, isQuiet ? expected[2] : values, refs]).toEqual(
      expected,
    );
  });

  const services: Measure = { kind: "services", units: ["nginx.service"] };
  it("services of a set", () => {
    expect(said(services, {})).toEqual(nothing);
    expect(said(services, { coverage: { ...coverage, seenMs: 0 } })).toEqual([
      "pending",
      "not-reported",
      {},
      [],
    ]);
    expect(said(services, { coverage })).toEqual(["kept", "services-run", {}, []]);
    const down = { ...open, check: "service:nginx.service" };
    expect(said(services, { coverage, openProblems: [down] })[1]).toBe("problem-open");
  });
});

describe("what is told, sent and due, to the letter", () => {
  const told: Measure = { kind: "told", events: ["mail.bulk"], withinMs: HOUR };
  const bulk = (toldAtMs: number | null, atMs = NOW - 5 * HOUR): PromiseFacts => ({
    told: [{ event: "mail.bulk", atMs, toldAtMs }],
  });
  const at = NOW - 5 * HOUR;
  const due = { what: "mail.bulk", atMs: at, dueMs: at + HOUR };
  const report: Measure = { kind: "report", name: "checks", onDemand: false };
  const sent = (sentMs: number | null, dueMs = at): PromiseFacts => ({
    reports: [{ name: "checks", dueMs, sentMs }],
  });
  const clock: Measure = { kind: "clock", measure: "reaction" };
  const ticket = (more: object): PromiseFacts => ({
    clocks: [
      {
        clause: "x-1",
        measure: "reaction",
        ticket: "T",
        priority: "p1",
        state: "met",
        usedMs: 0,
        remainingMs: 0,
        warnings: [],
        ...more,
      },
    ],
  });
  const rollout: Measure = { kind: "rollout" };
  const step = (state: "kept" | "broken" | "pending", clause = "x-1"): PromiseFacts => ({
    rollouts: [
      { clause, dueMs: at, basisPoints: 1, needed: 95, of: 100, missing: [], state, inTime: 90 },
    ],
  });
  const steps = { count: 90, of: 95, dueMs: at };
  const notice: Measure = {
    kind: "notice",
    rules: {
      clause: "x-1",
      noticeMs: DAY,
      longerThanMs: 0,
      channels: ["mail"],
      emergencyExempt: true,
    },
  };
  const announced = (
    outcome: "sufficient" | "too-late" | "missing" | "pending",
    clause = "x-1",
  ): PromiseFacts => ({
    notices: [{ id: "w", judgement: { clause, outcome, latestMs: at, missingChannels: [] } }],
  });
  const ahead = { dueMs: at, withinMs: DAY };
  it.each<[string, Measure, PromiseFacts, Said]>([
    ["told: no source", told, {}, nothing],
    ["told: nothing happened", told, { told: [] }, notDue],
    ["told: of something else", { ...told, events: ["mail.spam"] }, bulk(null), notDue],
    [
      "told in time",
      told,
      bulk(at + HOUR),
      ["kept", "told-kept", { ...due, tookMs: HOUR }, ["mail.bulk"]],
    ],
    [
      "told before",
      told,
      bulk(at - 5),
      ["kept", "told-kept", { ...due, tookMs: 0 }, ["mail.bulk"]],
    ],
    ["told late", told, bulk(at + HOUR + 1), ["broken", "told-late", due, ["mail.bulk"]]],
    [
      "told late, and the time not up",
      told,
      bulk(NOW + HOUR + 1, NOW),
      ["broken", "told-late", { what: "mail.bulk", atMs: NOW, dueMs: NOW + HOUR }, ["mail.bulk"]],
    ],
    [
      "not told, just in time",
      told,
      bulk(null, NOW - HOUR),
      ["at-risk", "told-due", { what: "mail.bulk", atMs: NOW - HOUR, dueMs: NOW }, ["mail.bulk"]],
    ],
    ["never told", told, bulk(null), ["broken", "told-late", due, ["mail.bulk"]]],
    ["report: no source", report, {}, nothing],
    ["report: none due", report, { reports: [] }, notDue],
    ["report: of another name", { ...report, name: "other" }, sent(null), notDue],
    [
      "report sent on the moment",
      report,
      sent(at),
      ["kept", "report-sent", { what: "checks", dueMs: at, atMs: at }, ["checks"]],
    ],
    [
      "report sent late",
      report,
      sent(at + 1),
      ["broken", "report-late", { what: "checks", dueMs: at, atMs: at + 1 }, ["checks"]],
    ],
    [
      "report missing",
      report,
      sent(null, NOW - 1),
      ["broken", "report-missing", { what: "checks", dueMs: NOW - 1 }, ["checks"]],
    ],
    [
      "report due now",
      report,
      sent(null, NOW),
      ["pending", "report-due", { what: "checks", dueMs: NOW }, []],
    ],
    ["clock: no source", clock, {}, nothing],
    ["clock: another clause's", clock, ticket({ clause: "y", state: "breached" }), notDue],
    ["clock: another measure's", clock, ticket({ measure: "solution", state: "breached" }), notDue],
    ["clock met", clock, ticket({}), ["kept", "clocks-met", { count: 1 }, ["T"]]],
    [
      "clock breached",
      clock,
      ticket({ state: "breached", dueMs: at }),
      ["broken", "clock-breached", { what: "T", dueMs: at }, ["T"]],
    ],
    [
      "clock met after a breach",
      clock,
      ticket({ breachedMs: at }),
      ["broken", "clock-breached", { what: "T" }, ["T"]],
    ],
    [
      "clock warned",
      clock,
      ticket({ state: "warned", dueMs: at }),
      ["at-risk", "clock-warned", { what: "T", dueMs: at }, ["T"]],
    ],
    [
      "clock running",
      clock,
      ticket({ state: "running", dueMs: at }),
      ["pending", "clock-running", { what: "T", dueMs: at }, ["T"]],
    ],
    ["roll-out: no source", rollout, {}, nothing],
    ["roll-out: another clause's", rollout, step("broken", "y"), notDue],
    ["roll-out kept", rollout, step("kept"), ["kept", "rollout-kept", steps, ["rollout"]]],
    ["roll-out running", rollout, step("pending"), ["pending", "rollout-running", steps, []]],
    ["roll-out late", rollout, step("broken"), ["broken", "rollout-late", steps, []]],
    ["notice: no source", notice, {}, nothing],
    ["notice: another clause's", notice, announced("missing", "y"), notDue],
    [
      "notice given",
      notice,
      announced("sufficient"),
      ["kept", "notices-kept", { count: 1 }, ["w"]],
    ],
    ["notice due", notice, announced("pending"), ["pending", "notice-due", ahead, ["w"]]],
    ["notice late", notice, announced("too-late"), ["broken", "notice-late", ahead, ["w"]]],
    ["notice missing", notice, announced("missing"), ["broken", "notice-late", ahead, ["w"]]],
  ])("%s", (_name, measure, facts, expected) => {
    expect(said(measure, facts)).toEqual(expected);
  });
});

describe("machines, to the letter", () => {
  const graphs: Measure = { kind: "graphs", liveMs: HOUR, historyDays: 30 };
  const agent: Measure = { kind: "agent", agentsPerMachine: 1, listens: false };
  const backup: Measure = { kind: "backup", maximumAgeMs: DAY, nothingChosenBy: "y-2" };
  const backups = (more: object): PromiseFacts => ({
    backups: { chosen: true, lastGoodMs: NOW - HOUR, sinceMs: NOW - 2 * HOUR, ...more },
  });
  const certificates: Measure = {
    kind: "certificates",
    renewBeforeMs: 30 * DAY,
    alarmBeforeMs: 14 * DAY,
  };
  const expires = (...atMs: readonly number[]): PromiseFacts => ({
    certificates: atMs.map((expiresMs, k) => ({ name: `c${k}`, expiresMs })),
  });
  const operations: Measure = { kind: "operations", operations: ["service.restart"] };
  const asked = (
    outcome: "done" | "failed" | "running",
    operation = "service.restart",
    id = "m",
  ) => ({ id, operation, atMs: NOW - 1, outcome });
  const age = (tookMs: number) => ({ tookMs, withinMs: DAY });
  it.each<[string, Measure, PromiseFacts, Said]>([
    ["graphs: no source", graphs, {}, nothing],
    [
      "graphs: nothing yet",
      graphs,
      { graphs: { newestMs: null } },
      ["pending", "not-reported", {}, []],
    ],
    [
      "graphs live",
      graphs,
      { graphs: { newestMs: NOW - HOUR } },
      ["kept", "graphs-live", { withinMs: HOUR }, []],
    ],
    [
      "graphs stale",
      graphs,
      { graphs: { newestMs: NOW - HOUR - 1 } },
      ["at-risk", "graphs-stale", { tookMs: HOUR + 1, withinMs: HOUR }, []],
    ],
    ["agent: no source", agent, {}, nothing],
    ["agent: one", agent, { agent: { enrolled: 1, lastSeenMs: 1 } }, ["kept", "agent-one", {}, []]],
    [
      "agent: two",
      agent,
      { agent: { enrolled: 2, lastSeenMs: 1 } },
      ["broken", "agent-many", { count: 2, of: 1 }, []],
    ],
    [
      "agent: it listens",
      agent,
      { agent: { enrolled: 1, lastSeenMs: 1, listens: true } },
      ["broken", "agent-listens", {}, []],
    ],
    [
      "agent: it may listen",
      { ...agent, listens: true },
      { agent: { enrolled: 1, lastSeenMs: 1, listens: true } },
      ["kept", "agent-one", {}, []],
    ],
    [
      "agent: never seen",
      agent,
      { agent: { enrolled: 1, lastSeenMs: null } },
      ["pending", "not-reported", {}, []],
    ],
    ["backup: no source", backup, {}, nothing],
    [
      "backup: nothing chosen",
      backup,
      backups({ chosen: false }),
      ["waived", "waived", { clause: "y-2" }, []],
    ],
    [
      "backup: nothing chosen, and no clause for that",
      { kind: "backup", maximumAgeMs: DAY },
      backups({ chosen: false }),
      ["kept", "backup-fresh", age(HOUR), []],
    ],
    ["backup fresh", backup, backups({}), ["kept", "backup-fresh", age(HOUR), []]],
    [
      "backup just old enough",
      backup,
      backups({ lastGoodMs: NOW - DAY }),
      ["kept", "backup-fresh", age(DAY), []],
    ],
    [
      "backup too old",
      backup,
      backups({ lastGoodMs: NOW - DAY - 1 }),
      ["broken", "backup-old", age(DAY + 1), []],
    ],
    [
      "backup: a gap before",
      backup,
      backups({ longestGapMs: DAY + 5 }),
      ["broken", "backup-old", age(DAY + 5), []],
    ],
    [
      "backup: none yet",
      backup,
      backups({ lastGoodMs: null }),
      ["pending", "backup-none", age(2 * HOUR), []],
    ],
    ["certificates: no source", certificates, {}, nothing],
    ["certificates: none", certificates, expires(), notDue],
    [
      "certificates valid",
      certificates,
      expires(NOW + 15 * DAY, NOW + 16 * DAY),
      ["kept", "certificates-valid", { count: 2 }, []],
    ],
    [
      "certificate expires",
      certificates,
      expires(NOW + 14 * DAY),
      ["at-risk", "certificate-expires", { what: "c0", atMs: NOW + 14 * DAY }, ["c0"]],
    ],
    [
      "certificate expired",
      certificates,
      expires(NOW),
      ["broken", "certificate-expired", { what: "c0", atMs: NOW }, ["c0"]],
    ],
    ["operations: no source", operations, {}, nothing],
    [
      "operations: none can be asked for",
      operations,
      { operable: ["machine.restart"], operations: [] },
      nothing,
    ],
    [
      "operations: nobody asked",
      operations,
      { operable: ["service.restart"], operations: [] },
      ["kept", "nothing-asked", {}, []],
    ],
    [
      "operations: another was asked for",
      operations,
      { operations: [asked("failed", "machine.restart")] },
      ["kept", "nothing-asked", {}, []],
    ],
    [
      "operations: one runs",
      operations,
      { operations: [asked("running")] },
      ["kept", "nothing-asked", {}, []],
    ],
    [
      "operations: two done, one runs",
      operations,
      {
        operations: [
          asked("done"),
          asked("running", "service.restart", "r"),
          asked("done", "service.restart", "n"),
        ],
      },
      ["kept", "operations-done", { count: 2 }, ["m", "n"]],
    ],
    [
      "operations: one failed",
      operations,
      { operations: [asked("done"), asked("failed", "service.restart", "f")] },
      ["at-risk", "operation-failed", { what: "service.restart", atMs: NOW - 1 }, ["f"]],
    ],
  ])("%s", (_name, measure, facts, expected) => {
    expect(said(measure, facts)).toEqual(expected);
  });
});

describe("waivers of a whole period", () => {
  const measure: Measure = { kind: "report", name: "checks", onDemand: false };
  const facts: PromiseFacts = { reports: [{ name: "checks", dueMs: 0, sentMs: null }] };
  it("hold for their clause alone", () => {
    expect(
      said(measure, { ...facts, waivers: [{ clause: "x-1", by: "y-2" }] }).slice(0, 3),
    ).toEqual(["waived", "waived", { clause: "y-2" }]);
    expect(said(measure, { ...facts, waivers: [{ clause: "x-2", by: "y-2" }] })[0]).toBe("broken");
  });
  it("what nothing observes stays pending", () => {
    expect(said({ kind: "not-observed", what: "smart" }, facts)).toEqual(nothing);
  });
});
