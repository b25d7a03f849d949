import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { compileTelling } from "../contract/index.ts";
import { playTellings } from "./play-tellings.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

const ba = readCatalogue("ba");
const at = "2027-01-05T09:00";
const event = "software.outdated";

function play(toldAfterHours?: number | "never", catalogue: Catalogue = ba) {
  const world = makeWorld(
    catalogue,
    smallScenario(
      { plan: "vps-full" },
      [
        {
          at,
          event: "happens",
          on: event,
          ...(toldAfterHours !== undefined && { toldAfterHours }),
        },
      ],
      { to: "2027-03-01" },
    ),
  );
  return playTellings(world);
}

const atMs = Date.parse(`${at}+01:00`);
const line = { kind: "act", clause: "ba-10", facts: { event } };

describe("ba-10: what the customer is told of besides the promises", () => {
  it("was told in time, at the moment at which he was told", () => {
    const told = { ...line, what: `${event} told in time`, code: "told-in-time" };
    expect(play()).toEqual([{ ...told, atMs }]);
    expect(play(1)).toEqual([{ ...told, atMs: atMs + 3_600_000 }]);
  });

  it("was told too late or never: the line stands where the time was up", () => {
    const [rules] = compileTelling(ba, { plan: "vps-full" }, event);
    const late = play(24 * 50);
    expect(late).toEqual([
      { ...line, atMs: expect.any(Number), what: `${event} not told in time`, code: "told-late" },
    ]);
    expect(late[0]?.atMs).toBeGreaterThan(atMs);
    expect(rules?.clause).toBe("ba-10");
    expect(play("never")).toEqual(late);
  });

  it("has no line while there is still time", () => {
    const world = makeWorld(
      ba,
      smallScenario(
        { plan: "vps-full" },
        [{ at: "2027-02-28T23:59", event: "happens", on: event, toldAfterHours: "never" }],
        { to: "2027-03-01" },
      ),
    );
    expect(playTellings(world)).toEqual([]);
  });

  it("has no line of a promise: the ledger judges those", () => {
    const promised: Catalogue = {
      ...ba,
      clauses: ba.clauses.map((clause) =>
        clause.id === "ba-10" ? { ...clause, kind: "promise" } : clause,
      ),
    };
    expect(play(undefined, promised)).toEqual([]);
  });
});
