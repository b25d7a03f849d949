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
    // An alarm of several events is one of each of them.
    const several = [alarm({ withinSeconds: 45, events: ["host.down", "disk.full"] })];
    expect(measures([own], hosts, several, [alarm()])).toEqual([
      { ...quick, toleratedGapMs: 90_000 + 45_000, alarmWithinMs: 45_000 },
    ]);
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
