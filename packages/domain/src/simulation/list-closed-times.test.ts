import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { listClosedTimes } from "./index.ts";
import type { Scenario } from "./index.ts";

const scenario = (
  catalogue: string,
  contract: Scenario["contract"],
  from: string,
  to: string,
): Scenario => ({ format: 1, name: "hours", catalogue, from, to, contract, events: [] });

const ms = (text: string): number => Date.parse(`${text}+02:00`);

describe("hours outside service time", () => {
  it("srv-23: nights, the weekend and a public holiday, by the service time and not by the longer intake", () => {
    // Thursday, Friday, Saturday and Sunday; 6 May 2027 is Ascension Day.
    const closed = listClosedTimes(
      readCatalogue("srv"),
      scenario("srv", { plan: "plus" }, "2027-05-05", "2027-05-10"),
    );
    expect(closed).toEqual({
      clause: "srv-23",
      intervals: [
        { fromMs: ms("2027-05-05T00:00"), toMs: ms("2027-05-05T09:00") },
        { fromMs: ms("2027-05-05T18:00"), toMs: ms("2027-05-07T09:00") },
        { fromMs: ms("2027-05-07T18:00"), toMs: ms("2027-05-10T00:00") },
      ],
    });
  });

  it("se-07: the opening hours, where a contract has those alone", () => {
    const closed = listClosedTimes(
      readCatalogue("se"),
      scenario("se", { plan: "managed", level: "sla-basic" }, "2027-04-12", "2027-04-13"),
    );
    expect(closed).toEqual({
      clause: "se-07",
      intervals: [
        { fromMs: ms("2027-04-12T00:00"), toMs: ms("2027-04-12T08:00") },
        { fromMs: ms("2027-04-12T17:00"), toMs: ms("2027-04-13T00:00") },
      ],
    });
  });

  it("msp-16: depend on the level, and are none where somebody is always there", () => {
    const msp = readCatalogue("msp");
    const at = (level: string) =>
      listClosedTimes(msp, scenario("msp", { plan: "vm", level }, "2027-04-12", "2027-04-13"));
    expect(at("basic")?.intervals[0]).toEqual({
      fromMs: ms("2027-04-12T00:00"),
      toMs: ms("2027-04-12T09:00"),
    });
    expect(at("professional")?.intervals[0]?.toMs).toBe(ms("2027-04-12T07:00"));
    expect(at("premium")).toBeUndefined();
  });

  it("are none where the catalogue names no hours", () => {
    const ba = scenario("ba", { plan: "vps-full" }, "2027-04-12", "2027-04-13");
    expect(listClosedTimes(readCatalogue("ba"), ba)).toBeUndefined();
  });
});
