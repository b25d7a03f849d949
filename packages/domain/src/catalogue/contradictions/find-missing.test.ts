import { describe, expect, it } from "vitest";
import type { Catalogue } from "../catalogue.ts";
import type { Finding } from "../problem.ts";
import { findSilentAlarms } from "./find-silent-alarms.ts";
import { findUnmeasured } from "./find-unmeasured.ts";
import { findUnpriced } from "./find-unpriced.ts";
// Each term says by itself what can observe it, once it is loaded.
import "../terms/all.ts";

type Parts = { readonly kind?: string; readonly plans?: unknown; readonly of?: readonly object[] };

/** What a judge finds in one clause with these terms; `of` are the catalogue's plans. */
function foundBy(judge: (catalogue: Catalogue) => Finding[]) {
  return (terms: readonly object[], { kind = "limit", plans = "all", of = [] }: Parts = {}) =>
    judge({ clauses: [{ id: "x-01", kind, plans, terms }], plans: of } as unknown as Catalogue).map(
      ({ path, ...said }) => ({ ...said, path: path.join(".") }),
    );
}

describe("what is charged has a price", () => {
  const found = foundBy(findUnpriced);
  const suggestion = "name a line of the price list";
  it.each([
    "operation",
    "supportScope",
    "orderedWork",
    "restore",
    "selfService",
    "precaution",
    "onCall",
    "suspension",
  ])("in %s", (type) => {
    expect(found([{ type, charge: { mode: "byTime", price: "hour" } }])).toEqual([]);
    expect(found([{ type, charge: { mode: "included" } }])).toEqual([]);
    for (const mode of ["byTime", "fixed"])
      expect(found([{ type, charge: { mode } }])).toEqual([
        {
          path: "clauses.0.terms.0.charge",
          message: `charged ${mode} without a price`,
          suggestion,
        },
      ]);
  });

  it.each<[string, object, object]>([
    ["countLimit", { beyond: "charged" }, { beyond: "refused" }],
    ["quota", { beyond: "charged" }, { beyond: "slowed" }],
    ["exclusion", { effect: "chargedByTime" }, { effect: "refused" }],
    ["exclusion", { effect: "chargedAfterFeasibility" }, { effect: "refused" }],
  ])("beyond what is included, in %s", (type, charged, free) => {
    expect(found([{ type, ...charged, price: "hour" }])).toEqual([]);
    expect(found([{ type, ...free }])).toEqual([]);
    expect(found([{ type, ...charged }])).toEqual([
      {
        path: "clauses.0.terms.0",
        message: "more is charged, but no price is named",
        suggestion,
      },
    ]);
  });
});

describe("hours of a plan and of its clause", () => {
  const found = foundBy(findUnpriced);
  const of = [{ id: "five", hoursPerMonth: 5 }, { id: "ten", hoursPerMonth: 10 }, { id: "none" }];
  const quota = (more: object = {}) => ({ type: "hourQuota", hours: 5, period: "month", ...more });
  const message = "x-01 gives 5 hours, the plan ten says 10";
  const other = { path: "clauses.0.terms.0.hours", message };
  it.each<[string, object, Parts, readonly object[]]>([
    ["of all plans", quota(), {}, [other]],
    ["of the clause's plans", quota(), { plans: ["five", "none"] }, []],
    ["of the clause's plans, where one differs", quota(), { plans: ["five", "ten"] }, [other]],
    ["of the term's own plans", quota({ when: { plans: ["five"] } }), {}, []],
    ["of a quarter", quota({ period: "quarter" }), {}, []],
  ])("agree: %s", (_name, term, parts, expected) => {
    expect(found([term], { ...parts, of })).toEqual(expected);
  });
});

describe("what is reacted to is raised by something", () => {
  const found = foundBy(findSilentAlarms);
  const silent = (place: string) => ({
    path: `clauses.0.terms.0.${place}`,
    message: "x-01 reacts to disk.full, which no watch of this catalogue raises",
    suggestion: "add it to `raises` of a watch",
  });
  it.each([
    ["alarm", "events"],
    ["notifyCustomer", "on"],
    ["suspension", "on"],
    ["precautionCase", "on"],
  ])("by %s", (type, key) => {
    const term = { type, [key]: ["mail.spam", "disk.full"] };
    expect(found([term])).toEqual([silent(`${key}.1`)]);
    expect(found([term, { type: "watch", raises: ["disk.full"], checks: [] }])).toEqual([]);
    const filesystem = { type: "watch", checks: [{ check: "filesystem" }] };
    expect(found([term, filesystem])).toEqual([]);
  });
});

describe("what is promised can be seen", () => {
  const found = foundBy(findUnmeasured);
  it("by something", () => {
    expect(found([{ type: "definition" }], { kind: "duty" })).toEqual([
      {
        path: "clauses.0.terms",
        message: "nothing can observe clause x-01",
        suggestion: "add a term that something can measure",
      },
    ]);
  });

  it("by more than paper, where it is a promise", () => {
    const duty = [{ type: "customerDuty" }];
    expect(found(duty, { kind: "duty" })).toEqual([]);
    expect(found(duty, { kind: "promise" })).toEqual([
      {
        path: "clauses.0.terms",
        message: "x-01 promises something that no term measures",
        suggestion:
          "add a term that shows whether it was kept, such as watch, report or responseClock",
      },
    ]);
  });

  it("by the one who watches", () => {
    const website = { check: "website" };
    const watch = (observedBy: string) => ({ type: "watch", observedBy, checks: [website] });
    const [blind] = found([watch("agent")]);
    expect(blind).toMatchObject({
      path: "clauses.0.terms.0.checks.0",
      message: "the website check of x-01 cannot be observed by agent",
    });
    const observers = blind?.suggestion?.replace("observed by ", "").split(" or ") ?? [];
    expect(observers.length).toBeGreaterThan(0);
    for (const observer of observers) expect(found([watch(observer)])).toEqual([]);
  });

  it("by evidence of which not all is rejected", () => {
    const availability = {
      type: "availability",
      evidence: ["providerMonitoring", "independentMonitor"],
    };
    const evidence = (accepts: string[], rejects: string[]) => ({
      type: "evidence",
      accepts,
      rejects,
    });
    const message = "x-01 counts only evidence that is rejected elsewhere";
    expect(found([availability, evidence(["customerReport"], ["providerMonitoring"])])).toEqual([]);
    expect(
      found([
        availability,
        evidence(["customerReport"], ["providerMonitoring", "independentMonitor"]),
      ]),
    ).toEqual([{ path: "clauses.0.terms.0", message }]);
    expect(found([evidence(["customerReport"], ["customerReport"])])).toEqual([
      { path: "clauses.0.terms.0", message },
    ]);
  });
});
