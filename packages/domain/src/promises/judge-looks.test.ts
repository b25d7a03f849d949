import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Selection } from "../catalogue/index.ts";
import { judgePromise, listPromises } from "./index.ts";
import type { PromiseFacts } from "./index.ts";

const DAY = 86_400_000;
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

/** Moments in Berlin's April of 2027 (two hours before UTC), all `well` unless said, for a machine that came on the first. */
function looks(
  what: string,
  times: readonly string[],
  found: "well" | "problem" | "unsupported" = "well",
  since = "2027-04-01T00:00",
): PromiseFacts {
  const at = (text: string) =>
    Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).epochMilliseconds;
  const seen = times.map((text, k) => ({
    atMs: at(text),
    found: k === times.length - 1 ? found : ("well" as const),
  }));
  return { looks: { [what]: { sinceMs: at(since), seen } } };
}

describe("looked at once a day", () => {
  const daily = ["2027-04-01T06:00", "2027-04-02T06:03", "2027-04-04T05:59", "2027-04-04T07:00"];
  it.each([
    ["srv-05: SMART each day from 6:00 to the next 6:00", "srv-05", "smart", daily, "kept"],
    ["srv-06: failed log-ons each day", "srv-06", "failedLogons", daily, "kept"],
    [
      "srv-05: nothing from the 2nd at 6:00 to the 3rd at 6:00",
      "srv-05",
      "smart",
      ["2027-04-01T06:00", "2027-04-02T05:59", "2027-04-03T06:00"],
      "broken",
    ],
    [
      "srv-06: the day that runs now can still be kept",
      "srv-06",
      "failedLogons",
      ["2027-04-01T06:00", "2027-04-02T06:00", "2027-04-03T06:00"],
      "kept",
    ],
    [
      "srv-03: signatures looked at each day from 9:00",
      "srv-03",
      "antivirusSignature",
      ["2027-04-01T09:00", "2027-04-02T09:00", "2027-04-03T09:00"],
      "kept",
    ],
    [
      "srv-03: not on the 2nd",
      "srv-03",
      "antivirusSignature",
      ["2027-04-01T09:00", "2027-04-03T09:00"],
      "broken",
    ],
    [
      "srv-17: the daily query after updates, from 7:00",
      "srv-17",
      "updates",
      ["2027-04-01T07:00", "2027-04-02T07:00", "2027-04-03T07:00"],
      "kept",
    ],
    ["srv-17: never asked", "srv-17", "updates", [], "broken"],
    [
      "dk-04: the tenant held against the recommended configuration each day",
      "dk-04",
      "tenant",
      ["2027-04-01T01:00", "2027-04-02T01:00", "2027-04-03T01:00"],
      "kept",
    ],
    [
      "dk-04: not on the 2nd",
      "dk-04",
      "tenant",
      ["2027-04-01T01:00", "2027-04-03T01:00"],
      "broken",
    ],
  ] as const)("%s", (_name, clause, what, times, state) => {
    expect(judge(clause, looks(what, times)).state).toBe(state);
  });

  it("srv-05: a disk that fails puts it at risk; one that gives no reading does not", () => {
    expect(judge("srv-05", looks("smart", daily, "problem"))).toMatchObject({
      state: "at-risk",
      code: "look-problem",
    });
    expect(judge("srv-05", looks("smart", daily, "unsupported"))).toMatchObject({
      state: "kept",
      code: "look-unsupported",
    });
  });

  it("dk-04: a deviation is shown; keeping to the rules stays the customer's", () => {
    const times = ["2027-04-01T01:00", "2027-04-02T01:00", "2027-04-03T01:00"];
    expect(judge("dk-04", looks("tenant", times, "problem")).state).toBe("kept");
  });

  it("srv-05: a machine that came on the 3rd owes nothing before, and its first span runs", () => {
    const sinceMs = Date.parse("2027-04-03T12:00:00Z");
    const facts: PromiseFacts = { looks: { smart: { sinceMs, seen: [] } } };
    expect(judge("srv-05", facts)).toMatchObject({ state: "pending", code: "look-due" });
    // Due from the 4th at 4:00 UTC; over on the 5th at 4:00.
    expect(judge("srv-05", facts, "2027-04-05T03:59:59Z").state).toBe("pending");
    expect(judge("srv-05", facts, "2027-04-05T04:00:00Z").state).toBe("broken");
  });

  it("srv-05: order and doubles change nothing, and what comes later is not known yet", () => {
    const facts = looks("smart", daily);
    const smart = facts.looks?.["smart"];
    if (smart === undefined) throw new Error("no looks");
    const seen = [...smart.seen, ...smart.seen].toReversed();
    const later = { atMs: Date.parse("2027-04-04T13:00:00Z"), found: "problem" as const };
    expect(judge("srv-05", { looks: { smart: { ...smart, seen: [...seen, later] } } }).state).toBe(
      "kept",
    );
  });

  it("srv-37: each working day; nobody owes a look at the weekend", () => {
    const what = "antivirusSignature";
    const [thursday, friday] = ["2027-04-01T09:00", "2027-04-02T09:00"] as const;
    expect(judge("srv-37", looks(what, [thursday, friday])).state).toBe("kept");
    // Friday's time is over on Monday at nine.
    const monday = "2027-04-05T07:00:00Z";
    expect(judge("srv-37", looks(what, [thursday]), "2027-04-05T06:59:59Z").state).toBe("kept");
    expect(judge("srv-37", looks(what, [thursday]), monday).state).toBe("broken");
    expect(judge("srv-37", looks(what, [thursday, "2027-04-04T20:00"]), monday).state).toBe("kept");
  });

  it("srv-37: nor from Good Friday to Easter Monday, the 26th to the 29th of March", () => {
    const days = Array.from(
      { length: 25 },
      (_, day) => `2027-03-${String(day + 1).padStart(2, "0")}`,
    );
    const facts = looks(
      "antivirusSignature",
      days.map((day) => `${day}T09:00`),
      "well",
      "2027-03-01T00:00",
    );
    const state = (now: string) => judge("srv-37", facts, now, undefined, "2027-03").state;
    expect(state("2027-03-30T06:59:59Z")).toBe("kept");
    expect(state("2027-03-31T07:00:00Z")).toBe("broken");
  });

  it("dk-14: a restore is tried out each quarter; without a record of it that part is not observed", () => {
    const tried = looks("restores", ["2027-04-20T10:00"]);
    const july = (facts: PromiseFacts) =>
      judge("dk-14", facts, "2027-07-02T00:00:00Z", undefined, "2027-06");
    expect(july(tried)).toMatchObject({ state: "kept", code: "looks-made" });
    expect(july(looks("restores", []))).toMatchObject({ state: "broken", code: "look-missed" });
    expect(july({}).notObserved).toContain("restores");
    expect(july(tried).notObserved).not.toContain("restores");
  });

  it("srv-05: says the moment that was missed, in the contract's zone", () => {
    const facts = looks("smart", ["2027-04-01T06:00", "2027-04-03T06:00"]);
    expect(judge("srv-05", facts).summary.de).toBe(
      "Die um 2027-04-02 06:00 fällige Prüfung fand nicht statt.",
    );
  });
});

describe("looked at all the time", () => {
  const coverage = (gapMinutes: number) => ({
    expectedMs: 3 * DAY,
    seenMs: 3 * DAY - gapMinutes * 60_000,
    gaps: [
      {
        fromMs: Date.parse("2027-04-02T00:00:00Z"),
        toMs: Date.parse("2027-04-02T00:00:00Z") + gapMinutes * 60_000,
      },
    ],
  });
  it.each([
    ["srv-04: event logs on a beat; five minutes may be lost", "srv-04", "eventLog", 5, "kept"],
    ["srv-04: six may not", "srv-04", "eventLog", 6, "broken"],
    ["srv-07: devices by SNMP", "srv-07", "snmp", 5, "kept"],
    ["srv-07: an hour without a look", "srv-07", "snmp", 60, "broken"],
    ["srv-09: temperatures", "srv-09", "temperature", 0, "kept"],
    ["srv-09: not looked at for ten minutes", "srv-09", "temperature", 10, "broken"],
    ["dk-17: the network's devices", "dk-17", "snmp", 1, "kept"],
    ["dk-17: not for ten minutes", "dk-17", "snmp", 10, "broken"],
  ] as const)("%s", (_name, clause, what, minutes, state) => {
    expect(judge(clause, { coverageOf: { [what]: coverage(minutes) } }).state).toBe(state);
  });

  it("srv-09: an open alarm of the clause is a risk, a warning or another clause's is none", () => {
    const facts = (clause: string, state: "critical" | "warning"): PromiseFacts => ({
      coverageOf: { temperature: coverage(0) },
      openProblems: [{ check: "temperature", clauses: [clause], state, sinceMs: 0 }],
    });
    expect(judge("srv-09", facts("srv-09", "critical")).state).toBe("at-risk");
    expect(judge("srv-09", facts("srv-09", "warning")).state).toBe("kept");
    expect(judge("srv-09", facts("srv-10", "critical")).state).toBe("kept");
  });

  it("srv-04: without a source it is pending, and says what is not observed", () => {
    expect(judge("srv-04", {})).toMatchObject({ state: "pending", notObserved: ["eventLog"] });
    expect(judge("srv-04", { coverageOf: { eventLog: coverage(0) } }).notObserved).toEqual([]);
  });
});
