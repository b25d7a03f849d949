import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue, Term } from "../catalogue/index.ts";
import type { Scenario } from "./index.ts";
import { playDecisions } from "./play-decisions.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Two hours a month in the fee of service-2; beyond them by the hour; half an hour of driving is free a visit. */
const dk = readCatalogue("dk");
/** No hours in any fee; 98.50 an hour. */
const prepaid = readCatalogue("prepaid-hours");

/** Copenhagen and Amsterdam time in winter. */
const ms = (text: string): number => Date.parse(`2027-01-${text}+01:00`);

const work = (at: string, minutes: number, more: Partial<EventOf<"work">> = {}): ScenarioEvent => ({
  at: `2027-01-${at}`,
  event: "work",
  ticket: "T",
  minutes,
  topics: ["remoteSupport"],
  ...more,
});

function play(
  catalogue: Catalogue,
  contract: Scenario["contract"],
  ...events: readonly ScenarioEvent[]
) {
  return playDecisions(makeWorld(catalogue, smallScenario(contract, events)), []);
}

const said = (...given: Parameters<typeof play>) => play(...given).lines.map(({ what }) => what);

/** Terms added to the clause that sells hours. */
function withTerms(catalogue: Catalogue, ...terms: readonly object[]): Catalogue {
  const [first, ...rest] = catalogue.clauses;
  if (first === undefined) throw new Error("no clause");
  const added = terms as readonly Term[];
  return { ...catalogue, clauses: [{ ...first, terms: [...first.terms, ...added] }, ...rest] };
}

describe("dk-23: work beyond the hours in the fee", () => {
  it("is charged from the minute on which they are used up", () => {
    const { work: billed } = play(
      dk,
      { plan: "service-2" },
      work("05T09:00", 60),
      work("06T09:00", 90, { ticket: "U", technician: "anna", activity: "phone" }),
    );
    expect(billed).toEqual([
      {
        clause: "dk-23",
        priceId: "hour",
        topics: ["remoteSupport"],
        entry: {
          id: "1-work",
          ticket: "U",
          technician: "anna",
          activity: "phone",
          fromMs: ms("06T10:00"),
          toMs: ms("06T10:30"),
        },
      },
    ]);
  });

  it.each([
    [undefined, "remote"],
    ["visit", "visit"],
    // Driving has its own line; the work itself is something else.
    ["driving", "other"],
  ] as const)("is done by a technician, %s as %s", (activity, expected) => {
    const { work: billed } = play(
      prepaid,
      { plan: "block-10" },
      work("05T09:00", 60, { ...(activity && { activity }) }),
    );
    expect(billed.map(({ entry }) => [entry.technician, entry.activity])).toEqual([
      ["technician", expected],
    ]);
  });
});

describe("dk-24: driving", () => {
  const driven = (
    catalogue: Catalogue,
    contract: Scenario["contract"],
    more: Partial<EventOf<"work">>,
  ) =>
    play(catalogue, contract, work("05T09:00", 60, { driveMinutes: 40, ...more })).work.filter(
      ({ entry }) => entry.activity === "driving",
    );

  it("ends where the work begins, under its own clause and price", () => {
    expect(driven(dk, { plan: "service-2" }, {})).toEqual([
      {
        clause: "dk-24",
        priceId: "hour",
        topics: ["remoteSupport"],
        entry: {
          id: "0-drive",
          ticket: "T",
          technician: "technician",
          activity: "driving",
          fromMs: ms("05T08:20"),
          toMs: ms("05T09:00"),
        },
      },
    ]);
  });

  it("of nothing is no driving", () => {
    expect(driven(dk, { plan: "service-2" }, { driveMinutes: 0 })).toEqual([]);
    expect(play(dk, { plan: "service-2" }, work("05T09:00", 60)).work).toEqual([]);
  });

  it("is free where a flat rate holds travel, and not where it holds other things", () => {
    const flat = (...covers: string[]) =>
      withTerms(dk, { type: "flatRate", covers, excessive: undefined });
    expect(driven(flat("travel"), { plan: "service-2" }, {})).toEqual([]);
    expect(driven(flat("training"), { plan: "service-2" }, {})).toHaveLength(1);
  });

  it("srv-31: is free with the work that an option pays for, travel included", () => {
    const covered = (...topics: string[]): Catalogue => ({
      ...withTerms(prepaid, { type: "coveredBy", option: "care", topics }),
      options: [{ id: "care", name: { en: "Care" }, plans: "all", countable: false }],
    });
    const contract = { plan: "block-10", options: { care: true } };
    const visit = { topics: ["onSiteVisit"] as const };
    const training = { topics: ["training"] as const };
    const drives = (catalogue: Catalogue, more: object) => driven(catalogue, contract, more).length;
    expect(drives(covered("onSiteVisit", "travel"), visit)).toBe(0);
    expect(drives(covered("onSiteVisit", "travel"), training)).toBe(2);
    expect(drives(covered("onSiteVisit"), visit)).toBe(2);
  });

  it("dk-24: is there and back, half each, where minutes are free each way", () => {
    const each = driven(prepaid, { plan: "block-10" }, { topics: ["onSiteVisit"] });
    expect(each.map(({ entry }) => [entry.id, entry.fromMs, entry.toMs])).toEqual([
      ["0-drive", ms("05T08:40"), ms("05T09:00")],
      ["0-drive-back", ms("05T10:00"), ms("05T10:20")],
    ]);
    expect(each[0]).not.toHaveProperty("isEachWay");
  });

  it("is not charged where no clause charges it, or at no price", () => {
    const travel = (change: (term: Term) => readonly Term[]): Catalogue => ({
      ...dk,
      clauses: dk.clauses.map((clause) => ({
        ...clause,
        terms: clause.terms.flatMap((term) => (term.type === "travel" ? change(term) : [term])),
      })),
    });
    const none = travel(() => []);
    const free = travel((term) => [{ ...term, thereafter: { mode: "included" } } as Term]);
    expect(driven(none, { plan: "service-2" }, {})).toEqual([]);
    expect(driven(free, { plan: "service-2" }, {})).toEqual([]);
  });
});

describe("work", () => {
  it("that is refused costs nothing, not even the driving", () => {
    const { lines, work: billed } = play(
      readCatalogue("srv"),
      { plan: "plus" },
      work("05T09:00", 60, { topics: ["onSiteVisit"], driveMinutes: 40 }),
    );
    expect(lines.map(({ what }) => what)).toEqual(["T 60 min onSiteVisit: refused (out-of-scope)"]);
    expect(billed).toEqual([]);
  });

  it("srv-22: under a flat rate counts month by month, and three months above it are too many", () => {
    const srv = readCatalogue("srv");
    const repairs = (...days: readonly (readonly [month: string, minutes: number])[]) =>
      said(
        srv,
        { plan: "plus" },
        ...days.map(([month, minutes]) => ({
          ...work("05T09:00", minutes, { topics: ["remoteRepair"] }),
          at: `2027-${month}-05T09:00`,
        })),
      ).map((line) => line.replace(/^.*\(/u, "("));
    const fine = "(included)";
    const above = ["01", "02", "03"].map((month) => [month, 300] as const);
    // Five hours a month where four are meant.
    expect(repairs(...above, ["04", 10])).toEqual([fine, fine, fine, "(limit-contact)"]);
    // One of the three is at four hours and not above.
    expect(repairs(["01", 300], ["02", 240], ["03", 300], ["04", 10])).toEqual(
      Array.from({ length: 4 }, () => fine),
    );
    // A month without any work is not above either.
    expect(repairs(["01", 300], ["02", 300], ["04", 300], ["05", 10])).toEqual(
      Array.from({ length: 4 }, () => fine),
    );
  });

  it("has by whom and how it was asked for: the orderer by phone, where nothing is said", () => {
    const units = { type: "timeUnits", unitMinutes: 1, rounding: "up", minimumUnits: 1 };
    const rest = { roundedPer: "entry", price: "hour", documented: true };
    const agreed: Catalogue = {
      ...prepaid,
      clauses: prepaid.clauses.map((clause) => ({
        ...clause,
        terms: clause.terms.map((term) =>
          term.type === "timeUnits" ? ({ ...units, ...rest, agreedBefore: true } as Term) : term,
        ),
      })),
    };
    const asked = (more: Partial<EventOf<"work">>) =>
      said(agreed, { plan: "block-10" }, work("05T09:00", 60, { topics: ["training"], ...more }));
    expect(asked({})).toEqual(asked({ by: "orderer", channel: "phone" }));
  });
});
