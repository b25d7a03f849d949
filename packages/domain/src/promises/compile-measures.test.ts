import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
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
      "msp-07: technicians alone are told",
      alarm({ to: ["technicians"] }),
      [
        {
          kind: "alarms",
          events: ["service.down"],
          withinMs: 120_000,
          to: ["technicians"],
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
      "dk-13: brought back, and that tried out each quarter",
      {
        type: "restore",
        operations: ["backup.restoreItem"],
        testedEvery: { every: "quarter" },
      },
      [
        { kind: "operations", operations: ["backup.restoreItem"] },
        { kind: "looks", what: "restores", due: { every: "quarter", at: "00:00" }, problems: true },
      ],
    ],
    [
      "dk-13: tried out when somebody asks, which nothing sees",
      {
        type: "restore",
        operations: ["backup.restoreItem"],
        testedEvery: { every: "onDemand" },
      },
      [{ kind: "operations", operations: ["backup.restoreItem"] }, notObserved("restore")],
    ],
    [
      "ba-30: by the customer himself",
      { type: "selfService", operations: ["backup.run"] },
      [{ kind: "operations", operations: ["backup.run"] }],
    ],
    [
      "ba-31: accounts are set up and closed",
      { type: "accountManagement", operations: ["mailbox.create"] },
      [{ kind: "operations", operations: ["mailbox.create"] }],
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
    [
      "srv-17: success is asked for each day, and a failure is a risk",
      { type: "verification", of: "updates", schedule: { every: "day", at: "07:00" } },
      [{ kind: "looks", what: "updates", due: { every: "day", at: "07:00" }, problems: true }],
    ],
    ...[
      "definition",
      "severityRule",
      "serviceHours",
      "escalation",
      "auditRecord",
      "customerDuty",
      "exclusion",
      "requirement",
    ].map((type): [string, object, readonly object[]] => [
      `ba-02: ${type} promises nothing by itself`,
      { type },
      [],
    ]),
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
