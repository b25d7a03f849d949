import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import {
  drawYear,
  drawYears,
  lineText,
  listHappenings,
  loadScenario,
  reportYears,
  simulate,
  simulateYears,
} from "./index.ts";
import type { Scenario } from "./index.ts";

const ba = readCatalogue("ba");

const plain: Scenario = {
  format: 1,
  name: "plain",
  catalogue: "ba",
  from: "2027-04-01",
  to: "2027-06-01",
  contract: { plan: "vps-full", machines: 3 },
  events: [],
};

const chance: NonNullable<Scenario["random"]> = {
  outagesPerMachineYear: 12,
  medianMinutes: 20,
  spread: 3,
  causes: [
    { cause: "hardwareFault", weight: 3 },
    { cause: "plannedWork", weight: 3 },
    { cause: "ddos", weight: 1 },
  ],
  announcedPercent: 80,
  claimedPercent: 60,
};

const year: Scenario = {
  ...plain,
  from: "2027-01-01",
  to: "2028-01-01",
  contract: { plan: "vps-full", machines: 5 },
  random: chance,
};

type Drawn = { readonly day: number; readonly minutes: number; readonly machine: number };

const drawn: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    minutes: fc.integer({ min: 1, max: 300 }),
    machine: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 6 },
);

const two = (value: number): string => String(value).padStart(2, "0");

/** Each outage with its own claim on the next day. */
function played(outages: readonly Drawn[]): Scenario {
  return {
    ...plain,
    events: outages.flatMap(({ day, minutes, machine }, k) => [
      {
        at: `2027-04-${two(day)}T10:${two(k)}`,
        event: "outage" as const,
        id: `o${k}`,
        cause: "hardwareFault" as const,
        minutes,
        machine,
      },
      {
        at: `2027-04-${two(day)}T20:${two(k)}`,
        event: "claim" as const,
        outages: [`o${k}`],
      },
    ]),
  };
}

describe("the simulator", () => {
  it("gives the same answer whatever the order of the events in the file", () => {
    fc.assert(
      fc.property(drawn, fc.integer(), (outages, seed) => {
        const scenario = played(outages);
        const turned = scenario.events.toSorted((a, b) =>
          (JSON.stringify(a).length * seed) % 7 > (JSON.stringify(b).length * seed) % 7 ? 1 : -1,
        );
        const once = simulate(ba, scenario);
        const again = simulate(ba, { ...scenario, events: turned });
        expect(again.credits).toEqual(once.credits);
        expect(again.promises).toEqual(once.promises);
        expect(again.lines.map((line) => lineText(line, once.timeZone)).toSorted()).toEqual(
          once.lines.map((line) => lineText(line, once.timeZone)).toSorted(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("ba-07: one more outage never gives less credit", () => {
    fc.assert(
      fc.property(drawn, drawn, (outages, more) => {
        const few = simulate(ba, played(outages)).credits.amountMinor;
        const many = simulate(ba, played([...outages, ...more.slice(0, 1)])).credits.amountMinor;
        expect(many).toBeGreaterThanOrEqual(few);
      }),
      { numRuns: 60 },
    );
  });

  it("bills fees, work and counts less credits: the invoices' nets add up to it", () => {
    fc.assert(
      fc.property(drawn, (outages) => {
        const { invoices, credits, charges } = simulate(ba, played(outages));
        const nets = invoices.reduce((all, { totals }) => all + totals.net.amountMinor, 0);
        // Two months of three machines at 150.00 BAM; credits that were granted in the last month's first days included.
        expect(nets).toBe(2 * 3 * 15_000 + charges.amountMinor - credits.amountMinor);
      }),
      { numRuns: 40 },
    );
  });

  it("draws years one by one to the same report as all at once", () => {
    const options = { years: 4, seed: "x" };
    const drawn = [...drawYears(ba, year, options)];
    expect(drawn).toHaveLength(4);
    expect(reportYears(ba, year, options, drawn)).toEqual(simulateYears(ba, year, options));
  });

  it("ba-08: a deadline carries its end, and what it is about, for pictures and other languages", () => {
    const { lines } = simulate(ba, played([{ day: 10, minutes: 87, machine: 1 }]));
    const deadline = lines.find(({ code }) => code === "claimable-until");
    expect(deadline).toMatchObject({
      kind: "deadline",
      clause: "ba-08",
      facts: { outage: "o0" },
      untilMs: Date.parse("2027-04-17T22:00:00Z"),
    });
    expect(lines.find(({ code }) => code === "availability-missed")).toMatchObject({
      facts: { period: "2027-04", percent: "99.79", target: "99.90" },
    });
    expect(lines.find(({ kind }) => kind === "promise")?.sentences?.bs).toBeTypeOf("string");
  });

  it("places what happens in time: work at its window, tickets up to their last step", () => {
    const happenings = listHappenings(ba, {
      ...plain,
      events: [
        { at: "2027-04-12T09:00", event: "step", ticket: "t", step: "solved" },
        { at: "2027-04-10T08:00", event: "ticket", id: "t", channel: "mail" },
        {
          at: "2027-04-01T08:00",
          event: "announcement",
          id: "w",
          starts: "2027-04-11T02:00",
          minutes: 60,
        },
      ],
    });
    const ms = (text: string): number => Date.parse(`${text}+02:00`);
    expect(happenings).toEqual([
      {
        index: 1,
        event: "ticket",
        name: "t",
        word: "mail",
        fromMs: ms("2027-04-10T08:00"),
        toMs: ms("2027-04-12T09:00"),
      },
      {
        index: 2,
        event: "announcement",
        name: "w",
        fromMs: ms("2027-04-11T02:00"),
        toMs: ms("2027-04-11T03:00"),
        toldMs: ms("2027-04-01T08:00"),
      },
      {
        index: 0,
        event: "step",
        name: "t",
        word: "solved",
        fromMs: ms("2027-04-12T09:00"),
        toMs: ms("2027-04-12T09:00"),
      },
    ]);
  });

  it("plays quiet machines once for all of them", () => {
    const { promiseMonths } = simulate(ba, {
      ...played([]),
      contract: { plan: "web", machines: 40 },
    });
    expect(promiseMonths["ba-06"]).toEqual({ kept: 80 });
  });

  it("draws the same year for the same seed, and another for another", () => {
    expect(drawYear(ba, year, "a").events).toEqual(drawYear(ba, year, "a").events);
    expect(drawYear(ba, year, "a").events).not.toEqual(drawYear(ba, year, "b").events);
  });

  it("draws about as much as it is told to", () => {
    const events = Array.from({ length: 20 }, (_, k) => drawYear(ba, year, `s${k}`).events).flat();
    const outages = events.filter(({ event }) => event === "outage");
    // 20 years of 5 machines with 12 outages each are 1,200, give or take three standard deviations (104).
    expect(Math.abs(outages.length - 1_200)).toBeLessThan(104);
    const short = outages.filter((one) => one.event === "outage" && one.minutes < 20).length;
    expect(short / outages.length).toBeGreaterThan(0.44);
    expect(short / outages.length).toBeLessThan(0.56);
  });

  it("reports what drawn years would have cost, the same for the same seed", () => {
    const report = simulateYears(ba, year, { years: 10, seed: "x" });
    expect(simulateYears(ba, year, { years: 10, seed: "x" })).toEqual(report);
    const { least, half, ninety, most } = report.credits;
    expect([least, half, ninety, most].toSorted((a, b) => a - b)).toEqual([
      least,
      half,
      ninety,
      most,
    ]);
    expect(report.missedPeriods.most).toBeGreaterThan(0);
  });

  it("says which plans there are when one does not exist", () => {
    expect(() => simulate(ba, { ...plain, contract: { plan: "vps" } })).toThrow(
      /no plan vps.*vps-full/,
    );
  });
});

describe("scenario files", () => {
  const text = (more: string): string => `format: 1
name: x
catalogue: ba
from: '2027-04-01'
to: '2027-05-01'
contract: {plan: web}
events:
${more}`;
  const problems = (more: string) => {
    const loaded = loadScenario(text(more), { fileName: "x.yaml" });
    return loaded.ok ? [] : loaded.problems.map(({ line, message }) => `${line}: ${message}`);
  };

  it("tells line and expectation of what is wrong", () => {
    const [first] = problems(
      "  - {at: '2027-04-10T12:00', event: outge, cause: ddos, minutes: 3}\n",
    );
    expect(first).toMatch(/^8: .*outge/);
    expect(problems("  - {at: '2027-02-30T12:00', event: asked}\n")).toEqual([
      "8: expected a moment that exists",
    ]);
    expect(problems("  - {at: noon, event: asked}\n")[0]).toMatch(/^8: /);
  });

  it("refuses an end before the start, and YAML that bites", () => {
    const loaded = loadScenario(text("  []\n").replace("2027-05-01", "2027-03-01"), {
      fileName: "x.yaml",
    });
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual([
      "expected a day after 2027-04-01",
    ]);
    expect(loadScenario("a: &a [1]\nb: *a", { fileName: "x.yaml" }).ok).toBe(false);
  });
});
