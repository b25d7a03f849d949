import { describe, expect, it } from "vitest";
import { catalogueWith, plan, srv, watch } from "../../../../test/catalogues/catalogue-with.ts";
import { calendarSpecOf } from "../contract/index.ts";
import { listPromises } from "./index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the first clause promises; the others stand around it. */
function measures(...clauses: readonly (readonly object[])[]) {
  const [first] = listPromises(catalogueWith(...clauses), plan, "2027-04");
  return first?.measures;
}

const alarm = (more: object = {}) => ({
  type: "alarm",
  events: ["service.down"],
  withinSeconds: 120,
  to: ["technicians"],
  ...more,
});
const cpu = { check: "metric", metric: "cpu.busy", direction: "above", warn: 80, crit: 95 };
const host = (downAfterSeconds: number) => ({ check: "host", downAfterSeconds });
const at = (schedule: object, ...checks: readonly object[]) => ({ ...watch(...checks), schedule });
const notObserved = (what: string) => ({ kind: "not-observed", what });

describe("what would have to be true, of one term", () => {
  it.each<[string, object, readonly object[]]>([
    [
      "srv-30: alarms, to whom and how soon",
      alarm({ to: ["technicians", "contacts", "public"], fixedInstead: true }),
      [
        {
          kind: "alarms",
          events: ["service.down"],
          withinMs: 120_000,
          to: ["technicians", "customer"],
          fixedInstead: true,
        },
      ],
    ],
    [
      "se-02: nobody but the customer is told",
      alarm({ to: ["contacts"] }),
      [
        {
          kind: "alarms",
          events: ["service.down"],
          withinMs: 120_000,
          to: ["customer"],
          fixedInstead: false,
        },
      ],
    ],
    [
      "se-02: told in public alone is told to nobody here",
      alarm({ to: ["public"] }),
      [
        {
          kind: "alarms",
          events: ["service.down"],
          withinMs: 120_000,
          to: [],
          fixedInstead: false,
        },
      ],
    ],
    [
      "msp-06: graphs",
      { type: "graphs", liveSeconds: 30, historyDays: 7 },
      [{ kind: "graphs", liveMs: 30_000, historyDays: 7 }],
    ],
    [
      "srv-11: one agent",
      { type: "agentFootprint", agentsPerMachine: 1, listens: false },
      [{ kind: "agent", agentsPerMachine: 1, listens: false }],
    ],
    [
      "se-03: a clock",
      { type: "responseClock", kind: "solution" },
      [{ kind: "clock", measure: "solution" }],
    ],
    ["srv-14: a roll-out", { type: "rollout" }, [{ kind: "rollout" }]],
    [
      "srv-10: a report",
      { type: "report", name: "checks", onDemand: true },
      [{ kind: "report", name: "checks", onDemand: true }],
    ],
    [
      "ba-03: something told",
      { type: "notifyCustomer", on: ["mail.bulk"], withinHours: 24 },
      [{ kind: "told", events: ["mail.bulk"], withinMs: DAY }],
    ],
    [
      "se-07: something done on request",
      { type: "operation", operations: ["service.restart"], actors: [], channels: [] },
      [{ kind: "operations", operations: ["service.restart"] }],
    ],
    [
      "dk-16: brought back",
      { type: "restore", operations: ["backup.restoreItem"] },
      [{ kind: "operations", operations: ["backup.restoreItem"] }],
    ],
    [
      "ba-30: by the customer himself",
      { type: "selfService", operations: ["backup.run"] },
      [{ kind: "operations", operations: ["backup.run"] }],
    ],
    [
      "msp-08: certificates renewed in time",
      { type: "certificateRenewal", renewBeforeDays: 30, alarmBeforeDays: 7 },
      [{ kind: "certificates", renewBeforeMs: 30 * DAY, alarmBeforeMs: 7 * DAY }],
    ],
    [
      "se-22: how long backups are kept is seen by nothing",
      { type: "retention" },
      [notObserved("retention")],
    ],
    [
      "ba-04: work announced by mail and on the portal",
      {
        type: "notice",
        noticeHours: 24,
        longerThanMinutes: 5,
        channels: ["mail"],
        publishOn: ["supportPortal"],
        emergencies: "repairFirst",
      },
      [
        {
          kind: "notice",
          rules: {
            clause: "x-01",
            noticeMs: DAY,
            longerThanMs: 5 * MINUTE,
            channels: ["mail", "portal"],
            emergencyExempt: true,
          },
        },
      ],
    ],
    [
      "ba-16: in no way that is seen, emergencies too",
      {
        type: "notice",
        noticeHours: 1,
        longerThanMinutes: 0,
        channels: ["phone"],
        publishOn: [],
        emergencies: "announceToo",
      },
      [
        {
          kind: "notice",
          rules: {
            clause: "x-01",
            noticeMs: HOUR,
            longerThanMs: 0,
            channels: [],
            emergencyExempt: false,
          },
        },
      ],
    ],
    [
      "se-17: services of a set",
      {
        type: "softwareSet",
        items: [
          { products: [{ units: ["a.service"] }, { units: [] }] },
          { products: [{ units: ["b.service"] }] },
        ],
      },
      [{ kind: "services", units: ["a.service", "b.service"] }],
    ],
    [
      "se-17: a set that runs as no service",
      { type: "softwareSet", items: [{ products: [{ units: [] }] }] },
      [notObserved("softwareSet")],
    ],
    [
      "se-09: changes of the firewall",
      {
        type: "firewallPolicy",
        default: "deny",
        open: "namedByCustomer",
        appliedWithinMinutes: 15,
      },
      [{ kind: "firewall", appliedWithinMs: 15 * MINUTE }],
    ],
    [
      "se-09: a firewall that is open",
      {
        type: "firewallPolicy",
        default: "allow",
        open: "namedByCustomer",
        appliedWithinMinutes: 15,
      },
      [notObserved("firewallPolicy")],
    ],
    [
      "se-09: open to what somebody else names",
      { type: "firewallPolicy", default: "deny", open: "standard", appliedWithinMinutes: 15 },
      [notObserved("firewallPolicy")],
    ],
    [
      "msp-03: set-up",
      { type: "provisioning", steps: ["installOs"] },
      [{ kind: "provisioning", steps: ["installOs"] }],
    ],
    [
      "msp-15: requests",
      { type: "intake", channels: ["mail"] },
      [{ kind: "intake", channels: ["mail"] }],
    ],
    [
      "ba-23: filtering that nobody measures",
      { type: "mailFiltering", measured: false },
      [notObserved("mailFiltering")],
    ],
    ["ba-02: a definition promises nothing by itself", { type: "definition" }, []],
    ["se-13: nothing of this is seen", { type: "confirmation" }, [notObserved("confirmation")]],
  ])("%s", (_, term, expected) => {
    expect(measures([term])).toEqual(expected);
  });

  it("whole terms are kept where they are judged by records", () => {
    const storage = { type: "backupStorage", offsite: true };
    const filtering = { type: "mailFiltering", measured: true };
    const patching = { type: "patching", scope: [] };
    expect(measures([storage, filtering, patching])).toEqual([
      { kind: "storage", term: storage },
      { kind: "filtering", term: filtering },
      { kind: "patching", term: patching },
    ]);
  });
});

describe("what would have to be true, of a watch", () => {
  const watched = {
    kind: "watch",
    by: "agent",
    toleratedGapMs: 10 * MINUTE,
    problems: true,
    events: [],
  };

  it("se-04: five minutes may be lost, and five until somebody tells", () => {
    expect(measures([watch(cpu)])).toEqual([watched]);
    expect(measures([{ ...watch(cpu), alarms: false }])).toEqual([{ ...watched, problems: false }]);
  });

  it("se-02: the quickest word on a machine that is down, and the alarm's own time", () => {
    const quick = { ...watched, toleratedGapMs: 90_000 + 120_000, alarmWithinMs: 120_000 };
    const hosts = [watch(host(180)), watch(host(90))];
    expect(measures([watch(cpu)], hosts, [alarm()])).toEqual([quick]);
    // The tightest that speaks of what the watch raises, else the slowest there is.
    const alarms = [
      alarm({ withinSeconds: 60, events: ["disk.full"] }),
      alarm({ withinSeconds: 30, events: ["disk.full"] }),
      alarm(),
    ];
    const own = { ...watch(cpu), raises: ["disk.full"] };
    expect(measures([own], hosts, alarms)).toEqual([
      { ...quick, toleratedGapMs: 120_000, alarmWithinMs: 30_000 },
    ]);
    expect(measures([watch(cpu)], hosts, alarms)).toEqual([quick]);
    const silent = { ...watch(cpu), alarms: false };
    expect(measures([silent], hosts, [alarm()])).toEqual([
      { ...watched, problems: false, toleratedGapMs: 90_000 + 120_000 },
    ]);
  });

  it("se-02: the events of the clause's own alarms are its own", () => {
    expect(measures([watch(cpu), alarm()])?.[0]).toMatchObject({ events: ["service.down"] });
  });

  it("srv-08: a day may go by where it is looked at once a day", () => {
    expect(measures([at({ every: "day", at: "06:00" }, cpu)])).toEqual([
      { ...watched, toleratedGapMs: DAY },
    ]);
  });

  it("se-24, msp-08: backups and certificates are judged by themselves", () => {
    const backup = { check: "backupOutcome", maximumAgeHours: 26 };
    const certificate = { check: "certificateExpiry", warnDays: 30, critDays: 7 };
    const both = [
      { kind: "backup", maximumAgeMs: 26 * HOUR },
      { kind: "certificates", renewBeforeMs: 30 * DAY, alarmBeforeMs: 7 * DAY },
    ];
    expect(measures([watch(backup, certificate)])).toEqual(both);
    expect(measures([watch(cpu, certificate, backup)])).toEqual([watched, both[1], both[0]]);
    const chosen = (emptyChoice: string) => [{ type: "backup", emptyChoice }];
    expect(measures([watch(backup)], chosen("nothingPromised"))).toEqual([
      { ...both[0], nothingChosenBy: "x-02" },
    ]);
    expect(measures([watch(backup)], chosen("everything"))).toEqual([both[0]]);
  });

  const smart = { check: "smart", reportUnsupported: true };
  const seen = { what: "smart", problems: true };
  it.each<[string, object, object]>([
    [
      "srv-05: each day",
      { every: "day", at: "06:00" },
      { kind: "looks", due: { every: "day", at: "06:00" } },
    ],
    [
      "srv-05: each day at some time",
      { every: "day" },
      { kind: "looks", due: { every: "day", at: "00:00" } },
    ],
    [
      "srv-37: each working day",
      { every: "workingDay", at: "09:00", calendar: "working-days" },
      {
        kind: "looks",
        due: { every: "working-day", at: "09:00" },
        calendar: calendarSpecOf(srv, "working-days"),
      },
    ],
    [
      "dk-04: each week",
      { every: "week", weekday: "fri", at: "07:00" },
      { kind: "looks", due: { every: "week", on: "fri", at: "07:00" } },
    ],
    [
      "dk-04: each week on some day",
      { every: "week" },
      { kind: "looks", due: { every: "week", on: "mon", at: "00:00" } },
    ],
    [
      "srv-10: each month",
      { every: "month", day: 5 },
      { kind: "looks", due: { every: "month", onDay: 5, at: "00:00" } },
    ],
    [
      "dk-13: each quarter",
      { every: "quarter" },
      { kind: "looks", due: { every: "quarter", at: "00:00" } },
    ],
    ["dk-13: each year", { every: "year" }, { kind: "looks", due: { every: "year", at: "00:00" } }],
    [
      "srv-10: each month at a time",
      { every: "month", day: 5, at: "04:00" },
      { kind: "looks", due: { every: "month", onDay: 5, at: "04:00" } },
    ],
    [
      "srv-07: every two hours",
      { every: "hours", hours: 2 },
      { kind: "beats", toleratedGapMs: 2 * HOUR },
    ],
    [
      "srv-07: on a slow beat three may be lost",
      { every: "beat", seconds: 300 },
      { kind: "beats", toleratedGapMs: 15 * MINUTE },
    ],
    [
      "srv-07: on a quick one five minutes",
      { every: "beat", seconds: 10 },
      { kind: "beats", toleratedGapMs: 5 * MINUTE },
    ],
  ])("%s, of what no reading of the agent shows", (_, schedule, expected) => {
    expect(measures([at(schedule, smart)])).toEqual([{ ...seen, ...expected }]);
    const shown = { ...at(schedule, smart), alarms: false };
    expect(measures([shown])).toEqual([{ ...seen, ...expected, problems: false }]);
  });

  it("srv-05: a schedule without times is seen by nothing", () => {
    expect(measures([at({ every: "onChange" }, smart)])).toEqual([notObserved("smart")]);
  });

  it("ba-06: probes see a host and a website, the hypervisor is not asked", () => {
    const probe = (check: object) => ({ ...watch(check), observedBy: "probe" });
    const website = { check: "website", url: "https://example.org" };
    expect(measures([probe(host(600))])).toMatchObject([{ kind: "watch", by: "probe" }]);
    expect(measures([probe(website)])).toMatchObject([{ kind: "watch", by: "probe" }]);
    expect(measures([probe(cpu)])).toMatchObject([{ kind: "beats", what: "metric" }]);
    const other = { ...watch(cpu), observedBy: "hypervisor" };
    expect(measures([other])).toMatchObject([{ kind: "beats", what: "metric" }]);
  });
});
