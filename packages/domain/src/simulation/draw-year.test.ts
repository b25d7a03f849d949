import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { drawYear, drawYears } from "./index.ts";
import type { RandomYears, Scenario } from "./index.ts";
import { drawCount, drawLength, drawWeighted, seededRandom } from "./seeded-random.ts";
import { smallScenario } from "./small-scenario.ts";

const ba = readCatalogue("ba");

const chance: RandomYears = {
  outagesPerMachineYear: 12,
  medianMinutes: 20,
  spread: 3,
  causes: [{ cause: "plannedWork", weight: 1 }],
  announcedPercent: 100,
  claimedPercent: 100,
};

const year = (change: Partial<RandomYears> = {}, machines = 2): Scenario => ({
  ...smallScenario({ plan: "vps-full", machines }, [{ at: "2027-02-01T10:00", event: "asked" }]),
  random: { ...chance, ...change },
});

const drawn = (change: Partial<RandomYears> = {}, seed = "a") =>
  drawYear(ba, year(change), seed).events.slice(1);

describe("chance", () => {
  it("is the same everywhere for the same seed: these numbers stand in reports", () => {
    const random = seededRandom("ba x 0");
    expect([random(), random(), random()]).toEqual([
      0.07470322982408106, 0.5388289587572217, 0.1246959175914526,
    ]);
    expect(seededRandom("")()).toBe(0.6112444521859288);
  });

  it.each([0.5, 3, 16, 40])(
    "draws %d of something on average, as much apart as it should be",
    (mean) => {
      const random = seededRandom(`count ${mean}`);
      const counts = Array.from({ length: 20_000 }, () => drawCount(random, mean));
      const average = counts.reduce((all, one) => all + one, 0) / counts.length;
      const apart = counts.reduce((all, one) => all + (one - average) ** 2, 0) / counts.length;
      // Poisson: as much apart as many; four standard errors of 20,000 draws.
      expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / 20_000));
      expect(Math.abs(apart / mean - 1)).toBeLessThan(0.08);
    },
  );

  it("draws none of what never happens", () => {
    expect(drawCount(seededRandom("x"), 0)).toBe(0);
  });

  it("draws lengths around a median, two thirds within the spread", () => {
    const random = seededRandom("length");
    const lengths = Array.from({ length: 20_000 }, () => drawLength(random, 20, 3));
    const part = (test: (length: number) => boolean) => lengths.filter(test).length / 20_000;
    expect(part((length) => length < 20)).toBeCloseTo(0.5, 1);
    expect(part((length) => length > 20 / 3 && length < 60)).toBeCloseTo(0.683, 1);
    expect(part((length) => length > 20 && length < 60)).toBeCloseTo(0.341, 1);
  });

  it("draws in proportion to weights, the bounds between them included once", () => {
    type Choice = { readonly name: string; readonly weight: number };
    const choices: [Choice, Choice] = [
      { name: "one", weight: 1 },
      { name: "three", weight: 3 },
    ];
    const at = (value: number) => drawWeighted<Choice>(() => value, choices).name;
    expect([0, 0.2499, 0.25, 0.9999].map(at)).toEqual(["one", "one", "three", "three"]);
  });
});

describe("a drawn year", () => {
  it("keeps the scenario's own events and all else it says", () => {
    const drawn = drawYear(ba, year(), "a");
    const { events } = drawn;
    expect(events[0]).toEqual({ at: "2027-02-01T10:00", event: "asked" });
    expect({ ...drawn, events: [] }).toEqual({ ...year(), events: [] });
  });

  it("brings each outage with its announcement two weeks ahead and its claim the day after its end", () => {
    const events = drawn();
    const outages = events.filter((one) => one.event === "outage");
    // Two machines with twelve in the year.
    expect(outages.length).toBeGreaterThan(10);
    expect(outages.length).toBeLessThan(40);
    expect(events).toHaveLength(3 * outages.length);
    for (const outage of outages) {
      const { id, minutes } = outage;
      expect(outage).toMatchObject({
        cause: "plannedWork",
        detectedAfterSeconds: 30,
        reportedAfterMinutes: 15,
        closedAfterMinutes: 20,
      });
      expect(outage.at).toMatch(/^202[67]-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
      const beganMs = Date.parse(outage.at);
      expect(beganMs).toBeGreaterThanOrEqual(Date.parse("2027-01-01T00:00+01:00"));
      expect(beganMs).toBeLessThan(Date.parse("2028-01-01T00:00+01:00"));
      expect(Math.round(minutes * 10) / 10).toBe(minutes);
      expect(events).toContainEqual({
        at: new Date(beganMs - 14 * 86_400_000).toISOString().replace(".000", ""),
        event: "announcement",
        id: `work-${id}`,
        starts: outage.at,
        minutes,
      });
      expect(events).toContainEqual({
        at: expect.stringContaining(
          new Date(beganMs + minutes * 60_000 + 86_400_000).toISOString().slice(0, 16),
        ),
        event: "claim",
        outages: [id],
      });
    }
    expect(new Set(outages.map(({ id }) => id)).size).toBe(outages.length);
    expect(outages.map(({ id }) => id)).toContain("m1-1");
    expect(outages.map(({ id }) => id)).toContain("m2-1");
  });

  it.each<[string, Partial<RandomYears>, readonly string[]]>([
    ["nothing is announced", { announcedPercent: 0 }, ["claim", "outage"]],
    ["nobody claims", { claimedPercent: 0 }, ["announcement", "outage"]],
    [
      "only planned work is announced",
      { causes: [{ cause: "ddos", weight: 1 }] },
      ["claim", "outage"],
    ],
    ["nothing happens", { outagesPerMachineYear: 0 }, []],
  ])("has no more than it should where %s", (_name, change, kinds) => {
    const found = new Set(drawn(change).map(({ event }) => event));
    expect([...found].toSorted()).toEqual(kinds);
  });

  it("has outages between six seconds and a month", () => {
    const lengths = (median: number, spread: number) =>
      drawn({ medianMinutes: median, spread, outagesPerMachineYear: 200 }).flatMap((one) =>
        one.event === "outage" ? [one.minutes] : [],
      );
    expect(Math.min(...lengths(0.1, 20))).toBe(0.1);
    expect(Math.max(...lengths(40_000, 20))).toBe(44_640);
    // Without any spread each is as long as the median.
    expect(new Set(lengths(20, 1))).toEqual(new Set([20]));
  });

  it("has outages in proportion to the time that is played", () => {
    const half = { ...year({ outagesPerMachineYear: 200 }), to: "2027-07-01" };
    const outages = drawYear(ba, half, "a").events.filter(({ event }) => event === "outage");
    // 400 a year in 181 of 365.25 days are 198, give or take 4 standard deviations.
    expect(Math.abs(outages.length - 198)).toBeLessThan(56);
  });

  it("needs rules of chance", () => {
    const plain = smallScenario({ plan: "vps-full" }, []);
    expect(() => drawYear(ba, plain, "a")).toThrow(RangeError);
    expect(() => [...drawYears(ba, plain, { years: 1, seed: "a" })]).toThrow(/chance/u);
  });
});
