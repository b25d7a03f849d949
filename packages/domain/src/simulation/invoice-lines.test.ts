import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { PlayedDecisions } from "./course.ts";
import { simulate } from "./index.ts";
import { playInvoices } from "./play-invoices.ts";
import type { ScenarioEvent } from "./scenario-event.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Blocks of 10 hours for 9,000.00 NOK; half hours at 1,100.00 NOK without one. */
const back = readCatalogue("hours-given-back");
const nok = (amountMinor: number) => ({ amountMinor, currency: "NOK" });
const vat = { category: "S", basisPoints: 2500 };

const work = (at: string, ticket: string, minutes: number): ScenarioEvent => ({
  at,
  event: "work",
  ticket,
  minutes,
  topics: ["remoteSupport"],
});

describe("a line of an invoice", () => {
  it("has the minutes of work, as they are counted, and the price of an hour", () => {
    const { invoices } = simulate(
      back,
      smallScenario({ plan: "ten" }, [
        work("2027-01-05T09:00", "T", 20),
        work("2027-01-06T09:00", "U", 60),
      ]),
    );
    const each = { clause: "back-03", unit: "minute", priceBaseMilli: 60_000, vat };
    const unitPrice = nok(110_000);
    expect(invoices[0]?.lines).toEqual([
      {
        ...each,
        id: "work-0-0",
        text: "T 30 min",
        quantityMilli: 30_000,
        unitPrice,
        net: nok(55_000),
      },
      {
        ...each,
        id: "work-0-1",
        text: "U 60 min",
        quantityMilli: 60_000,
        unitPrice,
        net: nok(110_000),
      },
    ]);
  });

  it("is a block, as one piece at its price", () => {
    const buy: ScenarioEvent = {
      at: "2027-01-04T09:00",
      event: "buy",
      hours: 10,
      price: "block",
      validMonths: 6,
    };
    const { invoices } = simulate(back, smallScenario({ plan: "ten" }, [buy, buy]));
    const each = { clause: "back-01", quantityMilli: 1000, unit: "piece", vat };
    const price = { unitPrice: nok(900_000), net: nok(900_000) };
    expect(invoices[0]?.lines).toEqual([
      { ...each, ...price, id: "block-0", text: "block of 10 hours" },
      { ...each, ...price, id: "block-1", text: "block of 10 hours" },
    ]);
  });

  it("is none for work at a price that is not on the list", () => {
    const entry = {
      id: "0-work",
      ticket: "T",
      technician: "anna",
      activity: "remote" as const,
      fromMs: Date.parse("2027-01-05T09:00+01:00"),
      toMs: Date.parse("2027-01-05T10:00+01:00"),
    };
    const at = (priceId: string): PlayedDecisions => ({
      lines: [],
      blocks: [],
      uses: [],
      work: [{ clause: "back-03", priceId, topics: ["remoteSupport"], entry }],
    });
    const world = makeWorld(back, smallScenario({ plan: "ten" }, []));
    expect(playInvoices(world, at("hour"), []).charges).toEqual(nok(110_000));
    expect(playInvoices(world, at("gift"), []).charges).toEqual(nok(0));
  });

  it("names driving as such, without any percentage", () => {
    const { lines } = simulate(
      readCatalogue("dk"),
      smallScenario({ plan: "service-2" }, [
        {
          at: "2027-01-05T09:00",
          event: "work",
          ticket: "T",
          minutes: 60,
          topics: ["onSiteVisit"],
          driveMinutes: 60,
        },
      ]),
    );
    // Half an hour of it is free.
    expect(lines.find(({ code }) => code === "charged")?.facts["text"]).toBe("T 30 min driving");
  });
});

describe("se-16: what is counted in a month", () => {
  const use = (at: string, amount: number): ScenarioEvent => ({
    at,
    event: "use",
    thing: "vpnUsers",
    amount,
  });

  it("is what held before its end, and not what came with it or after", () => {
    const { invoices } = simulate(
      readCatalogue("se"),
      smallScenario({ plan: "managed" }, [
        use("2027-01-05T10:00", 12),
        use("2027-01-31T23:59", 13),
        use("2027-02-01T00:00", 14),
        use("2027-02-10T00:00", 20),
      ]),
    );
    const texts = invoices.slice(0, 3).map(({ lines }) => lines.at(-1)?.text);
    expect(texts).toEqual([
      "3 vpnUsers beyond 10",
      "10 vpnUsers beyond 10",
      "10 vpnUsers beyond 10",
    ]);
  });
});

describe("the timeline", () => {
  it("says a credit once, and not as a charge", () => {
    const { lines } = simulate(
      readCatalogue("colocation-hall"),
      smallScenario({ plan: "rack" }, [
        { at: "2027-01-10T10:00", event: "outage", cause: "powerFault", minutes: 60 },
        { at: "2027-01-10T20:00", event: "claim" },
      ]),
    );
    expect(lines.filter(({ code }) => code === "charged")).toEqual([]);
    expect(lines.filter(({ code }) => code === "credit-granted")).toHaveLength(1);
  });
});
