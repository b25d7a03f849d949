import { describe, expect, it } from "vitest";
import type { Measure, PromiseFacts } from "./index.ts";
import { recordSourceOf } from "./record-source.ts";

describe("what a measure that is judged by records looks at", () => {
  const sinceMs = 0;
  it.each<[Measure["kind"], object, string, PromiseFacts]>([
    ["looks", { what: "smart" }, "smart", { looks: { smart: { sinceMs, seen: [] } } }],
    [
      "beats",
      { what: "snmp" },
      "snmp",
      { coverageOf: { snmp: { expectedMs: 0, seenMs: 0, gaps: [] } } },
    ],
    ["storage", {}, "backupStorage", { backupCopies: [] }],
    ["firewall", {}, "firewallPolicy", { firewall: { named: [], reachable: [], changes: [] } }],
    ["provisioning", {}, "provisioning", { provisioning: { done: [], handedOverMs: null } }],
    ["intake", {}, "intake", { requests: [] }],
    ["filtering", {}, "mailFiltering", { detection: {} }],
    ["patching", {}, "patching", { updates: [] }],
  ])("%s: a list without entries is a source, no list is none", (kind, more, what, facts) => {
    const measure = { kind, ...more } as Measure;
    expect(recordSourceOf(measure, facts)).toEqual({ what, given: true });
    expect(recordSourceOf(measure, {})).toEqual({ what, given: false });
  });

  it("records of another thing are none", () => {
    const smart = { kind: "looks", what: "smart" } as Measure;
    expect(recordSourceOf(smart, { looks: { updates: { sinceMs, seen: [] } } })?.given).toBe(false);
    const snmp = { kind: "beats", what: "snmp" } as Measure;
    const coverage = { expectedMs: 0, seenMs: 0, gaps: [] };
    expect(recordSourceOf(snmp, { coverageOf: { smart: coverage } })?.given).toBe(false);
  });

  it.each<Measure>([
    { kind: "rollout" },
    { kind: "clock", measure: "reaction" },
    { kind: "not-observed", what: "retention" },
  ])("%j is judged by something else", (measure) => {
    expect(recordSourceOf(measure, {})).toBeUndefined();
  });
});
