import { describe, expect, it } from "vitest";
import { readCatalogue } from "../../../../test/catalogues/read-catalogue.ts";
import { playWatchdog } from "./play-watchdog.ts";
import { smallScenario } from "./small-scenario.ts";
import { makeWorld } from "./world.ts";

/** Lines of a silence from 9:00 on 5 January 2027, UTC+1: minutes after it, and what happened then. */
function play(minutes: number, more: { machine?: number; recoversAfterRestarts?: number } = {}) {
  const atMs = Date.parse("2027-01-05T09:00+01:00");
  const scenario = smallScenario({ plan: "managed" }, [
    { at: "2027-01-05T09:00", event: "silence", minutes, ...more },
  ]);
  return playWatchdog(makeWorld(readCatalogue("msp"), scenario)).map((line) => ({
    ...line,
    atMs: (line.atMs - atMs) / 60_000,
  }));
}

const line = { kind: "act", clause: "msp-23", machine: 1 };

describe("msp-23: a machine that has stopped living", () => {
  it("is restarted three times, five minutes apart; then people must look", () => {
    const restarted = (atMs: number, number: number) => ({
      ...line,
      atMs,
      what: `watchdog restart ${number}`,
      code: "restarted",
      facts: { number },
    });
    expect(play(120)).toEqual([
      restarted(2, 1),
      restarted(7, 2),
      restarted(12, 3),
      {
        ...line,
        atMs: 17,
        what: "restarts-used-up",
        code: "people-must-look",
        facts: { reason: "restarts-used-up" },
      },
    ]);
  });

  it("lives again a minute after the restart that helped", () => {
    expect(play(120, { recoversAfterRestarts: 2, machine: 3 })).toEqual([
      expect.objectContaining({ atMs: 2, code: "restarted", machine: 3 }),
      expect.objectContaining({ atMs: 7, code: "restarted", machine: 3 }),
      { ...line, machine: 3, atMs: 8, what: "lives again", code: "lives-again", facts: {} },
    ]);
  });

  it("is left alone where its heart beats again before the first look", () => {
    expect(play(2)).toEqual([]);
    expect(play(2.5).map(({ code }) => code)).toEqual(["restarted"]);
  });
});
