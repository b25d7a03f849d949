import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { judgeMonth } from "../availability/index.ts";
import type { Outage } from "../availability/index.ts";
import type { Selection } from "../catalogue/index.ts";
import { compileAvailability } from "../contract/index.ts";
import { judgePromise, judgeState, listPromises, reasonCodes, sentenceLanguages } from "./index.ts";
import { sentences } from "./reason-codes.ts";
import type { AlarmFact, Coverage, Promised, PromiseFacts } from "./index.ts";

const PERIOD = "2027-04";
const HOUR = 3_600_000;
const ms = (text: string): number => Date.parse(text);
const at = (text: string) => Temporal.Instant.from(text);
const noon = "2027-04-10T12:00:00Z";

const selections: Record<string, Selection> = {
  se: { plan: "managed", level: "sla-basic" },
  msp: { plan: "managed", level: "professional" },
  dk: { plan: "operations" },
  srv: { plan: "basis" },
  ba: { plan: "vps-full" },
};

function promised(clause: string, selection?: Selection): Promised {
  const id = clause.split("-")[0] ?? "";
  const found = listPromises(
    readCatalogue(id),
    selection ?? selections[id] ?? { plan: "" },
    PERIOD,
  );
  const promise = found.find((one) => one.clause === clause);
  if (promise === undefined) throw new Error(`${clause} is not promised`);
  return promise;
}

const watched: Coverage = { expectedMs: 9 * 24 * HOUR, seenMs: 9 * 24 * HOUR, gaps: [] };

/** The service check of each provider, as the contract compiles it. */
const service = { check: "service:nginx.service", state: "critical" } as const;

function stopped(clauses: readonly string[], alarm: Partial<AlarmFact> = {}): PromiseFacts {
  const hardAtMs = ms("2027-04-10T11:59:00Z");
  const told = { toldAtMs: hardAtMs + 2_000, recoveredAtMs: null, ...alarm };
  return {
    coverage: watched,
    alarms: [{ id: "alert-1", ...service, clauses, hardAtMs, ...told }],
    openProblems: told.recoveredAtMs === null ? [{ ...service, clauses, sinceMs: hardAtMs }] : [],
  };
}

describe("a watched service that stops", () => {
  // se-02 alarms on service.down although se-04 watches the services: the problem is se-04's own, the alarm both's.
  const cases = [
    ["se-04", ["se-04"]],
    ["msp-05", ["msp-05"]],
    ["srv-01", ["srv-01"]],
    ["dk-05", ["dk-05"]],
  ] as const;
  it.each(cases)("%s: at risk while it is stopped, though the alarm left", (clause, clauses) => {
    const judged = judgePromise(promised(clause), stopped(clauses), at(noon));
    expect(judged.state).toBe("at-risk");
    expect(judged.summary.en).toContain("Service nginx");
  });

  it.each(cases)("%s: kept once it answers again, the alarm is the evidence", (clause, clauses) => {
    const facts = stopped(clauses, { recoveredAtMs: ms("2027-04-10T11:59:40Z") });
    const judged = judgePromise(promised(clause), facts, at(noon));
    expect(judged.state).toBe("kept");
    expect(judged.reasons[0]).toMatchObject({ code: "alarms-kept", refs: ["alert-1"] });
  });

  it.each(cases)("%s: broken when the alarm left later than promised", (clause, clauses) => {
    const facts = stopped(clauses, {
      toldAtMs: ms("2027-04-10T12:00:00.001Z"),
      recoveredAtMs: ms("2027-04-10T11:59:40Z"),
    });
    const judged = judgePromise(promised(clause), facts, at("2027-04-10T12:05:00Z"));
    expect(judged.state).toBe("broken");
    expect(judged.reasons[0]?.code).toBe("alarm-late");
  });

  it("se-02: at risk while a service of se-04 is stopped, kept after, broken without an alarm", () => {
    const promise = promised("se-02");
    expect(judgePromise(promise, stopped(["se-04"]), at(noon)).state).toBe("at-risk");
    const back = stopped(["se-04"], { recoveredAtMs: ms("2027-04-10T11:59:40Z") });
    expect(judgePromise(promise, back, at(noon)).state).toBe("kept");
    // The last moment of the 60 seconds is in time; a millisecond later nobody was told in time.
    const silent = stopped(["se-04"], { toldAtMs: null });
    expect(judgePromise(promise, silent, at("2027-04-10T12:00:00Z"))).toMatchObject({
      state: "at-risk",
    });
    expect(judgePromise(promise, silent, at("2027-04-10T12:00:00.001Z"))).toMatchObject({
      state: "broken",
      reasons: [{ code: "alarm-missing" }, {}],
    });
  });

  it("msp-07: the customer's own alarm counts, a technician's does not replace it", () => {
    const hardAtMs = ms("2027-04-10T11:50:00Z");
    const cpu = {
      id: "a",
      check: "cpu",
      clauses: ["msp-07"],
      state: "critical",
      hardAtMs,
    } as const;
    const told = (to: readonly ("technicians" | "customer")[]): PromiseFacts => ({
      coverage: watched,
      openProblems: [],
      recipients: { customer: true, technicians: true },
      alarms: [
        {
          ...cpu,
          toldAtMs: hardAtMs + 1_000,
          recoveredAtMs: hardAtMs + 600_000,
          told: to.map((one) => ({ to: one, atMs: hardAtMs + 1_000 })),
        },
      ],
    });
    const promise = promised("msp-07");
    expect(judgeState(promise, told(["customer", "technicians"]), at(noon))).toBe("kept");
    expect(judgeState(promise, told(["technicians"]), at(noon))).toBe("broken");
  });

  it("srv-12: pending while nobody is named to be alarmed", () => {
    const facts = { ...stopped(["srv-01"]), recipients: { customer: false, technicians: true } };
    expect(judgePromise(promised("srv-12"), facts, at(noon)).state).toBe("pending");
  });

  it("srv-12: a disk that fills and is told within the minute", () => {
    const hardAtMs = ms("2027-04-10T11:50:00Z");
    const facts: PromiseFacts = {
      coverage: watched,
      openProblems: [],
      alarms: [
        {
          id: "a",
          check: "filesystem:/var",
          clauses: ["srv-02"],
          state: "warning",
          hardAtMs,
          toldAtMs: hardAtMs + 60_000,
        },
      ],
    };
    expect(judgeState(promised("srv-12"), facts, at(noon))).toBe("kept");
    // A warning of the disk is no promise about service checks: srv-01 has nothing to do with it.
    expect(judgePromise(promised("srv-01"), facts, at(noon)).reasons[0]?.code).not.toBe(
      "alarms-kept",
    );
  });

  it("srv-30: put right within the minute counts as well as told", () => {
    const plus: Selection = { plan: "plus" };
    const facts = stopped(["srv-01"], {
      toldAtMs: null,
      recoveredAtMs: ms("2027-04-10T11:59:30Z"),
    });
    expect(judgeState(promised("srv-30", plus), facts, at(noon))).toBe("kept");
    expect(judgeState(promised("srv-12", plus), facts, at("2027-04-10T12:01:00Z"))).toBe("broken");
  });
});

describe("watching", () => {
  const gapMinutes = (minutes: number, more: object = {}): PromiseFacts => ({
    alarms: [],
    openProblems: [],
    coverage: {
      ...watched,
      gaps: [{ fromMs: ms(noon) - HOUR, toMs: ms(noon) - HOUR + minutes * 60_000, ...more }],
    },
  });

  it("msp-05, srv-10: an unexplained gap breaks it, an explained one does not", () => {
    for (const clause of ["msp-05", "srv-10"]) {
      const promise = promised(clause);
      // Down after 60 s and told within 60 s more: two minutes are tolerated.
      expect(judgeState(promise, gapMinutes(2), at(noon))).toBe("kept");
      expect(judgeState(promise, gapMinutes(3), at(noon))).toBe("broken");
      expect(judgeState(promise, gapMinutes(3, { explainedBy: "alert-2" }), at(noon))).toBe("kept");
      const waived = judgePromise(promise, gapMinutes(3, { waivedBy: "ba-04" }), at(noon));
      expect([waived.state, waived.waivedBy]).toEqual(["waived", "ba-04"]);
    }
  });

  it("se-02: pending before the machine has reported, and with no facts at all", () => {
    const silent = { alarms: [], openProblems: [], coverage: { ...watched, seenMs: 0 } };
    expect(judgeState(promised("se-02"), silent, at(noon))).toBe("pending");
    expect(judgeState(promised("se-02"), {}, at(noon))).toBe("pending");
  });

  it("msp-06: live values at most 30 seconds old", () => {
    const promise = promised("msp-06");
    const aged = (seconds: number): PromiseFacts => ({
      graphs: { newestMs: ms(noon) - seconds * 1000 },
    });
    expect(judgeState(promise, aged(30), at(noon))).toBe("kept");
    expect(judgeState(promise, aged(31), at(noon))).toBe("at-risk");
    expect(judgeState(promise, { graphs: { newestMs: null } }, at(noon))).toBe("pending");
  });

  it("srv-11: one agent that listens nowhere", () => {
    const promise = promised("srv-11");
    const agent = { enrolled: 1, lastSeenMs: ms(noon), listens: false };
    expect(judgeState(promise, { agent }, at(noon))).toBe("kept");
    expect(judgeState(promise, { agent: { ...agent, enrolled: 2 } }, at(noon))).toBe("broken");
    expect(judgeState(promise, { agent: { ...agent, listens: true } }, at(noon))).toBe("broken");
    expect(judgeState(promise, { agent: { ...agent, lastSeenMs: null } }, at(noon))).toBe(
      "pending",
    );
  });
});

describe("ba-06: availability while the month runs", () => {
  const promise = promised("ba-06");
  const [rules] = compileAvailability(readCatalogue("ba"), { plan: "vps-full" });
  if (rules === undefined) throw new Error("no availability");

  /** April 2027 in Sarajevo has 43,200 minutes; 99.9 % allow 43.2 of them. */
  function month(downMinutes: number, now: string, running = false): PromiseFacts {
    const beganMs = ms("2027-04-05T10:00:00Z");
    const outage: Outage = {
      id: "o1",
      service: "vps",
      cause: "hardware",
      beganMs,
      ...(running ? {} : { endedMs: beganMs + downMinutes * 60_000 }),
    };
    const known = {
      services: ["vps"],
      outages: downMinutes > 0 ? [outage] : [],
      announcements: [],
      unknown: [],
    };
    return {
      availability: [{ judged: judgeMonth(rules!.rules, known, PERIOD, at(now)), running }],
    };
  }
  const stateOf = (facts: PromiseFacts, now: string) => judgePromise(promise, facts, at(now));

  it("ba-06: kept without an outage, pending without evidence", () => {
    expect(stateOf(month(0, noon), noon).state).toBe("kept");
    expect(stateOf({}, noon).state).toBe("pending");
  });
  it("ba-06: at risk while an outage runs", () => {
    const now = "2027-04-05T10:05:00Z";
    const judged = stateOf(month(5, now, true), now);
    expect(judged).toMatchObject({ state: "at-risk", reasons: [{ code: "availability-outage" }] });
  });
  it("ba-06: at risk from 80 % of the allowed downtime on: 34 minutes are 78 %, 35 are 81 %", () => {
    const end = "2027-04-30T21:59:00Z";
    expect(stateOf(month(34, end), end).state).toBe("kept");
    expect(stateOf(month(35, end), end).state).toBe("at-risk");
  });
  it("ba-06: 43 minutes on the 10th miss it so far but can still be kept: at risk; 44 cannot: broken", () => {
    expect(stateOf(month(43, noon), noon).state).toBe("at-risk");
    const broken = stateOf(month(44, noon), noon);
    expect(broken).toMatchObject({ state: "broken", reasons: [{ refs: ["o1"] }] });
    expect(broken.summary.bs).toContain("99,");
    expect(broken.summary.en).toContain("99.");
  });
});

describe("ba-04: planned interruptions", () => {
  const promise = promised("ba-04");
  const notice = (outcome: "sufficient" | "too-late" | "missing" | "pending" | "emergency") => ({
    notices: [
      {
        id: "work",
        judgement: { clause: "ba-04", outcome, latestMs: ms(noon), missingChannels: [] },
      },
    ],
  });
  it.each([
    ["ba-04: told a day ahead", "sufficient", "kept"],
    ["ba-04: told too late", "too-late", "broken"],
    ["ba-04: not told", "missing", "broken"],
    ["ba-04: still to be told", "pending", "pending"],
    ["ba-04: an emergency is repaired first", "emergency", "kept"],
  ] as const)("%s", (_name, outcome, state) => {
    expect(judgeState(promise, notice(outcome), at(noon))).toBe(state);
  });
  it("ba-04: kept while nothing was planned", () => {
    expect(judgeState(promise, { notices: [] }, at(noon))).toBe("kept");
  });
});

describe("waivers and what is not observed", () => {
  it("se-24: nothing is promised while no paths are named (se-22)", () => {
    const nothing = { backups: { chosen: false, lastGoodMs: null, sinceMs: 0 } };
    expect(judgePromise(promised("se-24"), nothing, at(noon))).toMatchObject({
      state: "waived",
      waivedBy: "se-22",
      notObserved: ["retention"],
    });
    const old = { backups: { chosen: true, lastGoodMs: ms(noon) - 27 * HOUR, sinceMs: 0 } };
    expect(judgeState(promised("se-24"), old, at(noon))).toBe("broken");
    const fresh = { backups: { chosen: true, lastGoodMs: ms(noon) - 26 * HOUR, sinceMs: 0 } };
    expect(judgeState(promised("se-24"), fresh, at(noon))).toBe("kept");
  });

  it("dk-02: says that this release does not observe it", () => {
    const telephony = promised("dk-02", { plan: "operations", options: ["telephony"] });
    const judged = judgePromise(telephony, {}, at(noon));
    expect([judged.state, judged.summary.da]).toEqual([
      "pending",
      "Observeres endnu ikke af denne version.",
    ]);
  });

  it("lists every clause of kind promise that the contract has; only srv-23 names nothing to see", () => {
    const listed = Object.entries(selections).flatMap(([id, selection]) =>
      listPromises(readCatalogue(id), selection, PERIOD).map((promise) => ({ id, promise })),
    );
    const kinds = listed.map(
      ({ id, promise }) => readCatalogue(id).clauses.find((one) => one.id === promise.clause)?.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(["promise"]));
    const bare = listed.filter(({ promise }) => promise.measures.length === 0);
    expect(bare.map(({ promise }) => promise.clause)).toEqual(["srv-23"]);
  });

  it("has every sentence in every language, with the same figures in it", () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(([slot]) => slot).sort();
    expect(reasonCodes.length).toBeGreaterThan(40);
    for (const [code, texts] of Object.entries(sentences)) {
      for (const language of sentenceLanguages) {
        expect(slots(texts[language]), `${code} ${language}`).toEqual(slots(texts.en));
      }
    }
  });
});

describe("what is done when asked for", () => {
  it("se-11: that nobody asked shows nothing where nobody could have asked", () => {
    const facts: PromiseFacts = { operations: [], operable: ["service.restart"] };
    expect(judgePromise(promised("se-11"), facts, at(noon)).state).toBe("pending");
    expect(judgePromise(promised("se-07"), facts, at(noon)).state).toBe("kept");
  });
});
