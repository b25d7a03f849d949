import { describe, expect, it } from "vitest";
import { catalogueWith, plan } from "../../../../test/catalogues/catalogue-with.ts";
import type { TermOf } from "../catalogue/index.ts";
import type { Course } from "./course.ts";
import { fromQuota, quotaFacts } from "./hour-quotas.ts";
import type { Scenario } from "./index.ts";
import { openBlockAccount } from "./prepaid-blocks.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld, momentMs } from "./world.ts";

type Quota = Partial<TermOf<"hourQuota">>;

/** Five hours a month for repairs and training, gone at the end of it. */
const quota = (more: Quota = {}): TermOf<"hourQuota"> => ({
  type: "hourQuota",
  hours: 5,
  period: "month",
  covers: ["remoteRepair", "training"],
  unused: { rule: "expires" },
  overage: { mode: "byTime", price: "hour" },
  warnAtPercent: [],
  ...more,
});

const ms = (at: string): number => momentMs(`2027-${at}`, "Europe/Berlin");

function play(contract: Partial<Scenario["contract"]>, ...quotas: readonly object[]) {
  const catalogue = catalogueWith(...quotas.map((term) => [term]));
  const world = makeWorld(catalogue, smallScenario({ ...plan, ...contract }, []));
  const course: Course = {
    world,
    suspended: [],
    facts: {},
    asked: [],
    answered: [],
    counts: {},
    quotaMinutes: new Map(),
    flatMinutes: new Map(),
    blocks: openBlockAccount(world),
    lines: [],
    work: [],
    uses: [],
  };
  type Topics = Parameters<typeof quotaFacts>[2];
  return {
    lines: course.lines,
    stands: (at: string, ...topics: Topics) => quotaFacts(course, ms(at), topics),
    /** Minutes of so much work that the hours pay for. */
    draw: (at: string, minutes: number, clause = "x-01", topics: Topics = ["remoteRepair"]) =>
      fromQuota(
        course,
        { at, event: "work", ticket: "T", minutes, topics: [...topics], atMs: ms(at), index: 0 },
        clause,
      ),
  };
}

describe("dk-23: hours in the fee, as they stand", () => {
  const rolls = (months: number, maximumHours?: number): Quota => ({
    unused: {
      rule: "rollsOver",
      months,
      ...(maximumHours !== undefined && { maximumHours }),
    },
  });

  // Two hours of five are used in January; what is left is three.
  it.each<[string, Quota, string, number, number]>([
    ["the same month to its end", {}, "01-31T23:59", 2, 0],
    ["the next month, with nothing of the last", {}, "02-01T00:00", 0, 0],
    ["the month after that they roll over to", rolls(1), "02-01T00:00", 0, 3],
    ["two months later, of which one month's live", rolls(1), "03-01T00:00", 0, 5],
    ["two months later, of which both months' live", rolls(2), "03-01T00:00", 0, 8],
    ["never more than the limit", rolls(1, 2.5), "02-01T00:00", 0, 2.5],
    ["a limit of nothing", rolls(1, 0), "02-01T00:00", 0, 0],
    ["the same quarter", { period: "quarter" }, "03-31T23:59", 2, 0],
    ["the next quarter", { period: "quarter" }, "04-01T00:00", 0, 0],
    ["the next quarter, with the last", { period: "quarter", ...rolls(3) }, "06-01T00:00", 0, 3],
    ["two quarters later", { period: "quarter", ...rolls(3) }, "07-01T00:00", 0, 5],
    ["the same year", { period: "year" }, "12-31T23:59", 2, 0],
  ])("%s", (_name, more, at, quotaHoursUsed, quotaHoursCarried) => {
    const { draw, stands } = play({}, quota(more));
    expect(draw("01-05T09:00", 120)).toBe(120);
    expect(stands(at, "remoteRepair")).toEqual({ quotaHoursUsed, quotaHoursCarried });
  });

  it("in fractions of an hour", () => {
    const { draw, stands } = play({}, quota());
    draw("01-05T09:00", 45);
    expect(stands("01-05T10:00", "training")).toEqual({
      quotaHoursUsed: 0.75,
      quotaHoursCarried: 0,
    });
  });

  it("begin with the contract: months before it leave nothing", () => {
    const { stands } = play({ from: "2027-03-10" }, quota(rolls(12)));
    expect(stands("03-10T00:00", "training").quotaHoursCarried).toBe(0);
    expect(stands("05-01T00:00", "training").quotaHoursCarried).toBe(10);
  });

  it("not at all where none cover the work", () => {
    expect(play({}, quota()).stands("01-05T09:00", "travel")).toEqual({});
    expect(play({}, quota()).stands("01-05T09:00", "travel", "training")).toEqual({
      quotaHoursUsed: 0,
      quotaHoursCarried: 0,
    });
  });

  it("each clause's by themselves", () => {
    const { draw, stands } = play({}, quota({ covers: ["training"] }), quota());
    expect(draw("01-05T09:00", 60, "x-02")).toBe(60);
    expect(draw("01-05T09:00", 30, "x-01", ["training"])).toBe(30);
    expect(stands("01-06T09:00", "training").quotaHoursUsed).toBe(0.5);
    expect(stands("01-06T09:00", "remoteRepair").quotaHoursUsed).toBe(1);
  });
});

describe("dk-23: work that hours in the fee pay for", () => {
  it("is paid for until they are used up, and then not", () => {
    const { draw, stands } = play({}, quota());
    expect([290, 30, 30].map((minutes) => draw("01-05T09:00", minutes))).toEqual([290, 10, 0]);
    expect(stands("01-06T09:00", "training").quotaHoursUsed).toBe(5);
  });

  it("draws on what was carried over too", () => {
    const { draw } = play({}, quota({ unused: { rule: "rollsOver", months: 1 } }));
    expect(draw("01-05T09:00", 120)).toBe(120);
    expect(draw("02-05T09:00", 500)).toBe(480);
  });

  it("draws nothing where another clause decided, or none covers it", () => {
    const { draw, stands, lines } = play({}, quota({ warnAtPercent: [1] }));
    expect(draw("01-05T09:00", 60, "x-02")).toBe(0);
    expect(draw("01-05T09:00", 60, "x-01", ["travel"])).toBe(0);
    expect(stands("01-06T09:00", "training").quotaHoursUsed).toBe(0);
    expect(lines).toEqual([]);
  });
});

describe("dk-23: warnings of hours that are used", () => {
  const said = (more: Quota, ...draws: readonly (readonly [string, number])[]) => {
    const { draw, lines } = play({}, quota(more));
    for (const [at, minutes] of draws) draw(at, minutes);
    return lines.map(({ facts }) => [facts["period"], facts["percent"], facts["used"]]);
  };
  const warnAtPercent = [100, 50, 80];

  it("have the point, the period and the minutes", () => {
    const { draw, lines } = play({}, quota({ warnAtPercent: [80] }));
    draw("04-05T09:00", 240);
    expect(lines).toEqual([
      {
        atMs: ms("04-05T09:00"),
        kind: "act",
        clause: "x-01",
        what: "80 % of the hours of 2027-04 are used: 240 of 300 min",
        code: "quota-warning",
        facts: { percent: 80, period: "2027-04", used: 240, granted: 300 },
      },
    ]);
  });

  it("come once for each point, the lowest first, and anew in the next period", () => {
    expect(
      said(
        { warnAtPercent },
        ["04-05T09:00", 149],
        ["04-06T09:00", 1],
        ["04-07T09:00", 80],
        ["04-08T09:00", 100],
        ["04-09T09:00", 100],
        ["05-05T09:00", 300],
      ),
    ).toEqual([
      ["2027-04", 50, 150],
      ["2027-04", 80, 300],
      ["2027-04", 100, 300],
      ["2027-05", 50, 300],
      ["2027-05", 80, 300],
      ["2027-05", 100, 300],
    ]);
  });

  it("are about all that is granted, what was carried over included", () => {
    const { draw, lines } = play(
      {},
      quota({ warnAtPercent: [50], unused: { rule: "rollsOver", months: 1 } }),
    );
    // 300 of January and 300 of February.
    draw("02-05T09:00", 299);
    expect(lines).toEqual([]);
    draw("02-05T12:00", 1);
    expect(lines.map(({ facts }) => facts["granted"])).toEqual([600]);
  });

  it.each([
    ["quarter", "01-05T09:00", "2027-Q1"],
    ["quarter", "06-30T09:00", "2027-Q2"],
    ["quarter", "09-30T09:00", "2027-Q3"],
    ["quarter", "12-31T09:00", "2027-Q4"],
    ["year", "12-31T09:00", "2027"],
    ["month", "12-31T09:00", "2027-12"],
  ] as const)("name the %s of %s: %s", (period, at, name) => {
    expect(said({ period, warnAtPercent: [100] }, [at, 300])).toEqual([[name, 100, 300]]);
  });
});
