import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  checkExpectation,
  loadScenario,
  simulate,
} from "../../packages/domain/src/simulation/index.ts";
import { readCatalogue } from "../catalogues/read-catalogue.ts";

const folder = import.meta.dirname;

/** Every scenario of this folder, under the clauses that it shows. */
const scenarios = [
  ["ba-06, ba-07, ba-04: Two hours of work announced a day ahead", "ba-announced-work"],
  ["ba-06: An attack on the data centre", "ba-attack-is-no-downtime"],
  ["ba-41: A delisting request at the last moment", "ba-blackhole-request-in-time"],
  ["ba-41, ba-36, ba-40: On a blackhole list and nobody does anything", "ba-blackhole-suspended"],
  ["ba-08: A claim one day too late", "ba-claim-too-late"],
  ["ba-06, ba-04: An emergency is repaired first", "ba-emergency-repaired-first"],
  ["ba-06, ba-07: The month that is an hour shorter", "ba-march-has-743-hours"],
  ["ba-08, ba-06, ba-07: An outage of 87 minutes, claimed in time", "ba-outage-of-87-minutes"],
  ["ba-06, ba-07: An outage over New Year", "ba-over-new-year"],
  ["ba-10: An outdated site", "ba-outdated-site"],
  ["ba-29, ba-39: A restore on request and an intervention", "ba-restore-and-interventions"],
  ["ba-11, ba-42: Spam, and a server that became a zombie", "ba-spam-ends-the-contract"],
  ["ba-33, ba-34: What semi managed contains", "ba-tiers-of-a-vps"],
  ["ba-40: Told of a blackhole list an hour too late", "ba-told-of-the-blackhole-too-late"],
  ["ba-08, ba-06, ba-07: Two outages, one of them claimed in time", "ba-two-outages-one-claimed"],
  ["ba-04, ba-06, ba-07: Two hours of work announced an hour too late", "ba-work-announced-late"],
  ["ba-06, ba-04: Work that was not published on the portal", "ba-work-told-by-mail-alone"],
  ["One machine of a region, then both", "cloud-one-of-two-machines"],
  ["Whole minutes of a cloud", "cloud-whole-minutes"],
  ["dk-23, dk-24: Five hours a month, six used", "dk-five-hours-a-month"],
  ["dk-09, dk-10: The limits of a hosting account", "dk-hosting-limits"],
  ["dk-06, dk-07: Remote control, and the consent withdrawn", "dk-remote-control-and-consent"],
  ["More than the whole fee", "hall-capped-at-the-fee"],
  ["Two started half hours", "hall-started-half-hours"],
  ["Down in service time and at night", "hours-only-in-service-time"],
  ["A quarter of two lines", "line-quarter-automatic"],
  ["msp-07: High load, told in time and too late", "msp-high-load-is-told"],
  [
    "msp-10, msp-19, msp-14, msp-02, msp-04: Orders, windows and packages",
    "msp-orders-and-windows",
  ],
  ["msp-24: The customer is silent and the disk is full", "msp-silent-customer"],
  ["msp-23: A machine that does not come back", "msp-watchdog-gives-up"],
  ["The second restart helps", "msp-watchdog-second-restart-helps"],
  ["msp-26, msp-29, msp-14, msp-01: Work charged by the minute", "msp-work-by-the-minute"],
  ["Ten prepaid hours", "prepaid-blocks"],
  ["srv-35, dk-24: Prepaid hours in the evening and on Sundays", "prepaid-blocks-at-night"],
  ["dk-23: A block that renews itself", "prepaid-blocks-renew"],
  ["dk-23: Hours that are given back", "prepaid-blocks-given-back"],
  ["dk-23: Five hours a quarter that live on", "hours-of-a-quarter"],
  ["prepaid hours roll over", "prepaid-hours-roll-over"],
  ["Maintenance inside and outside the window", "root-maintenance-window"],
  ["A year counted from the customer's ticket", "root-year-from-the-ticket"],
  ["se-02, se-04: An alarm that left a second too late", "se-alarm-too-late"],
  ["se-24: Two backups fail", "se-backup-fails-twice"],
  ["se-03: Nobody is rung at midnight with SLA Basic", "se-basic-no-call-at-midnight"],
  ["se-03: A fault on Friday afternoon with SLA Basic", "se-basic-over-the-weekend"],
  ["se-12, se-06, se-21: Changes, seen and confirmed", "se-changes-are-confirmed"],
  ["se-02, se-04: Nobody watched for ten minutes", "se-nobody-watched"],
  ["se-24: Nobody has named what to back up", "se-nothing-chosen-to-back-up"],
  ["se-03: A fault at night with SLA Premium", "se-premium-at-night"],
  ["se-07, se-08: Restarts by day and by night", "se-restart-day-and-night"],
  ["se-02, se-04, se-01, se-17: A service stops and is alarmed at once", "se-service-stops"],
  ["se-16: Thirteen VPN users for two months", "se-thirteen-vpn-users"],
  ["srv-28, srv-29: Eleven persons on Friday evening", "srv-critical-on-friday"],
  ["srv-22: excessive use of the flat rate", "srv-excessive-use"],
  ["srv-29: A holiday, and waiting for the customer", "srv-holiday-and-waiting"],
  ["srv-28: A notice after hours", "srv-night-intake"],
  ["srv-40, srv-22, srv-33, srv-25, srv-26: Plus and where it ends", "srv-plus-and-its-limits"],
  ["srv-35, srv-34, srv-38: Premium at night", "srv-premium-at-night"],
  ["srv-19, srv-14, srv-12, srv-01: A report that was never sent", "srv-reports-and-alarms"],
  ["srv-20: Two updates roll out", "srv-rollout-curve"],
  ["srv-35: Surcharges that add up", "surcharges-add-up"],
  ["srv-35: The highest surcharge alone", "surcharges-highest"],
  ["srv-35: Surcharges that multiply", "surcharges-multiply"],
  ["A ticket answered on the other side", "two-clocks-on-two-continents"],
  ["Days for full hours", "two-days-for-full-hours"],
] as const;

function play(file: string) {
  const fileName = join(folder, `${file}.yaml`);
  const loaded = loadScenario(readFileSync(fileName, "utf8"), { fileName });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, undefined, 1));
  const { scenario } = loaded;
  return { scenario, simulation: simulate(readCatalogue(scenario.catalogue), scenario) };
}

describe("scenarios", () => {
  it.each(scenarios)("%s", (_name, file) => {
    const { scenario, simulation } = play(file);
    expect(scenario.expect).toBeDefined();
    expect(checkExpectation(scenario.expect, simulation)).toEqual([]);
  });

  it("are all played", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    expect(files.map((name) => name.replace(/\.yaml$/, "")).sort()).toEqual(
      scenarios.map(([, file]) => file).sort(),
    );
  });

  it("say the same when their events are written in another order", () => {
    for (const [, file] of scenarios) {
      const { scenario, simulation } = play(file);
      const { events } = scenario;
      // Events of one moment keep their order; all others may stand anywhere.
      const moments = new Set(events.map(({ at }) => at));
      if (moments.size !== events.length) continue;
      const turned = { ...scenario, events: events.map((event, k) => nameOf(event, k)).reverse() };
      const again = simulate(readCatalogue(scenario.catalogue), turned);
      expect(again.credits).toEqual(simulation.credits);
      expect(again.charges).toEqual(simulation.charges);
      expect(again.promises).toEqual(simulation.promises);
      expect(again.lines.length).toBe(simulation.lines.length);
    }
  });

  it("names every line's clause, and only clauses that the catalogue has", () => {
    for (const [, file] of scenarios) {
      const { scenario, simulation } = play(file);
      const known = new Set(readCatalogue(scenario.catalogue).clauses.map(({ id }) => id));
      expect(simulation.lines.filter(({ clause }) => !known.has(clause))).toEqual([]);
    }
  });

  it("does not find what is not there", () => {
    const { simulation } = play("ba-outage-of-87-minutes");
    const unmet = checkExpectation(
      {
        has: ["credit ba-07", "deadline ba-08"],
        hasNot: ["granted"],
        credits: "16.00 BAM",
        promises: { "ba-06": "kept" },
        availability: { "2027-04": "99.80" },
      },
      simulation,
    );
    expect(unmet).toEqual([
      "out of order: deadline ba-08",
      "no line should say: granted",
      "credits: expected 16.00 BAM, found 15.00 BAM",
      "promise ba-06: expected kept, found broken",
      "availability 2027-04: expected 99.80, found 99.79",
    ]);
  });
});

/** Outages without an id are named by their place; turning the list must not rename them. */
function nameOf<Event extends { event: string }>(event: Event, place: number): Event {
  return event.event === "outage" && !("id" in event)
    ? { ...event, id: `outage-${place + 1}` }
    : event;
}
