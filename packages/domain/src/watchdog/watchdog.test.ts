import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WatchdogFacts, WatchdogRules } from "./index.ts";
import { judgeWatchdog } from "./index.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const msp23: WatchdogRules = {
  clause: "msp-23",
  silenceMs: 120 * SECOND,
  restartsAtMost: 3,
  heartbeatLostAfterMs: 30 * SECOND,
  resetAfterMs: HOUR,
  bootGraceMs: 180 * SECOND,
};
const dead: WatchdogFacts = {
  poweredOn: true,
  suspended: false,
  lastHeartbeatMs: 0,
  lastNetworkMs: 0,
  lastDiskMs: 0,
  restartsMs: [],
  watchedSinceMs: 0,
};

function judge(
  seconds: number,
  more: Partial<WatchdogFacts> = {},
  rules: Partial<WatchdogRules> = {},
) {
  return judgeWatchdog(
    { ...msp23, ...rules },
    { ...dead, ...more },
    Temporal.Instant.fromEpochMilliseconds(seconds * SECOND),
  );
}

describe("msp-23: heartbeat lost and 120 s without activity", () => {
  it("msp-23: looks at the heartbeat, then at activity, then restarts", () => {
    expect(judge(29.999)).toEqual({
      clause: "msp-23",
      act: "nothing",
      why: "heartbeat",
      lookAgainMs: 30 * SECOND,
      restartsInRow: 0,
    });
    expect(judge(30)).toEqual({
      clause: "msp-23",
      act: "nothing",
      why: "activity",
      lookAgainMs: 120 * SECOND,
      restartsInRow: 0,
    });
    expect(judge(119.999).act).toBe("nothing");
    expect(judge(120)).toEqual({
      clause: "msp-23",
      act: "restart",
      why: "silent",
      restartsInRow: 0,
    });
  });

  it.each([
    ["network", { lastNetworkMs: 50 * SECOND }, 170],
    ["disk", { lastDiskMs: 60 * SECOND }, 180],
    ["both", { lastNetworkMs: 90 * SECOND, lastDiskMs: 60 * SECOND }, 210],
  ])("msp-23: %s activity puts it off", (_, activity, seconds) => {
    expect(judge(seconds - 1, activity)).toMatchObject({
      act: "nothing",
      why: "activity",
      lookAgainMs: seconds * SECOND,
    });
    expect(judge(seconds, activity).act).toBe("restart");
  });

  it("msp-23: a heartbeat puts it off though nothing else moves", () => {
    expect(judge(500, { lastHeartbeatMs: 480 * SECOND })).toMatchObject({
      act: "nothing",
      why: "heartbeat",
      lookAgainMs: 510 * SECOND,
    });
  });

  it("msp-23: what was never seen counts from when watching began", () => {
    const unseen: WatchdogFacts = {
      poweredOn: true,
      suspended: false,
      restartsMs: [],
      watchedSinceMs: 100 * SECOND,
    };
    const at = (seconds: number) =>
      judgeWatchdog(msp23, unseen, Temporal.Instant.fromEpochMilliseconds(seconds * SECOND));
    expect(at(129)).toMatchObject({ why: "heartbeat", lookAgainMs: 130 * SECOND });
    expect(at(219)).toMatchObject({ why: "activity", lookAgainMs: 220 * SECOND });
    expect(at(220).act).toBe("restart");
  });

  it("msp-23: keeps out of machines that are off or in maintenance", () => {
    expect(judge(9_999, { poweredOn: false })).toMatchObject({ act: "nothing", why: "off" });
    expect(judge(9_999, { suspended: true })).toMatchObject({ act: "nothing", why: "suspended" });
    expect(judge(9_999, { suspended: true }).lookAgainMs).toBeUndefined();
  });
});

describe("msp-23: at most three restarts in a row", () => {
  it("msp-23: leaves it time to boot", () => {
    expect(judge(299.999, { restartsMs: [120 * SECOND] })).toEqual({
      clause: "msp-23",
      act: "nothing",
      why: "booting",
      lookAgainMs: 300 * SECOND,
      restartsInRow: 1,
    });
    expect(judge(300, { restartsMs: [120 * SECOND] })).toMatchObject({
      act: "restart",
      restartsInRow: 1,
    });
  });

  it("msp-23: the third is the last", () => {
    const three = [120 * SECOND, 300 * SECOND, 480 * SECOND];
    expect(judge(660, { restartsMs: three.slice(0, 2) })).toMatchObject({
      act: "restart",
      restartsInRow: 2,
    });
    expect(judge(660, { restartsMs: three })).toEqual({
      clause: "msp-23",
      act: "give-up",
      why: "restarts-used-up",
      restartsInRow: 3,
    });
    expect(judge(1_000_000, { restartsMs: three }).act).toBe("give-up");
    expect(judge(660, { restartsMs: [...three, ...three].toReversed() })).toEqual(
      judge(660, { restartsMs: three }),
    );
    // a restart that has not happened yet is none
    expect(judge(479, { restartsMs: three })).toMatchObject({ why: "booting", restartsInRow: 2 });
  });

  it("msp-23: an hour of health ends the row", () => {
    const restartsMs = [120 * SECOND, 300 * SECOND, 480 * SECOND];
    const wellUntil = (seconds: number) => ({
      restartsMs,
      lastHeartbeatMs: seconds * SECOND,
      lastDiskMs: seconds * SECOND,
    });
    expect(judge(9_000, wellUntil(480 + 3_599.999))).toMatchObject({
      act: "give-up",
      restartsInRow: 3,
    });
    expect(judge(9_000, wellUntil(480 + 3_600))).toMatchObject({
      act: "restart",
      restartsInRow: 0,
    });
  });

  it("msp-23: restarts an hour apart are not one row", () => {
    const hour = 3_600;
    expect(judge(9_999, { restartsMs: [100 * SECOND, (100 + hour) * SECOND] }).restartsInRow).toBe(
      1,
    );
    expect(judge(9_999, { restartsMs: [100 * SECOND, (99 + hour) * SECOND] }).restartsInRow).toBe(
      2,
    );
    expect(
      judge(19_999, { restartsMs: [0, 1_000 * SECOND, 9_000 * SECOND, 9_500 * SECOND] })
        .restartsInRow,
    ).toBe(2);
  });

  it("msp-23: left alone, a dead machine is restarted exactly three times", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (stepSeconds) => {
        const restartsMs: number[] = [];
        for (let now = 0; now < 20_000; now += stepSeconds) {
          const decision = judge(now, { restartsMs });
          if (decision.act === "restart") restartsMs.push(now * SECOND);
        }
        expect(restartsMs).toHaveLength(3);
      }),
    );
  });
});
