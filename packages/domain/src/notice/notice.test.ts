import { describe, expect, it } from "vitest";
import type { NoticeGiven, NoticeRules, PlannedInterruption } from "./index.ts";
import { judgeNotice } from "./index.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ba04: NoticeRules = {
  clause: "ba-04",
  noticeMs: 24 * HOUR,
  longerThanMs: 5 * MINUTE,
  channels: ["mail", "portal"],
  emergencyExempt: true,
};
const start = 100 * HOUR;
const latest = 76 * HOUR;

function judge(
  given: readonly (readonly [NoticeGiven["channel"], number])[],
  nowMs: number,
  more: Partial<PlannedInterruption> = {},
  rules: Partial<NoticeRules> = {},
) {
  return judgeNotice(
    { ...ba04, ...rules },
    { fromMs: start, toMs: start + HOUR, emergency: false, ...more },
    given.map(([channel, atMs]) => ({ channel, atMs })),
    Temporal.Instant.fromEpochMilliseconds(nowMs),
  );
}

describe("ba-04: planned interruptions are told 24 hours ahead", () => {
  it.each([
    [
      "exactly 24 h",
      [
        ["mail", latest],
        ["portal", latest - 1],
      ],
      "sufficient",
      24 * HOUR,
    ],
    [
      "a millisecond late",
      [
        ["mail", latest + 1],
        ["portal", 0],
      ],
      "too-late",
      24 * HOUR - 1,
    ],
    [
      "told twice, the first counts",
      [
        ["mail", latest + HOUR],
        ["mail", latest - HOUR],
        ["portal", latest - 2 * HOUR],
      ],
      "sufficient",
      25 * HOUR,
    ],
    ["by mail alone", [["mail", latest]], "missing", undefined],
    ["not at all", [], "missing", undefined],
  ] as const)("ba-04: %s", (_, given, outcome, givenMs) => {
    const judged = judge(given, start);
    expect(judged).toMatchObject({ clause: "ba-04", outcome, latestMs: latest });
    expect(judged.givenMs).toBe(givenMs);
  });

  it("ba-04: names the channels that are missing", () => {
    expect(judge([["portal", 0]], start).missingChannels).toEqual(["mail"]);
    expect(judge([], start).missingChannels).toEqual(["mail", "portal"]);
    expect(
      judge(
        [
          ["portal", 0],
          ["mail", 0],
        ],
        start,
      ).missingChannels,
    ).toEqual([]);
  });

  it("ba-04: is pending while there is time", () => {
    expect(judge([], latest).outcome).toBe("pending");
    expect(judge([], latest + 1).outcome).toBe("missing");
    // a notice that is still to come is none yet
    expect(
      judge(
        [
          ["mail", 50 * HOUR],
          ["portal", 60 * HOUR],
        ],
        55 * HOUR,
      ),
    ).toMatchObject({ outcome: "pending", missingChannels: ["portal"] });
  });

  it("ba-04: five minutes need no notice, one millisecond more does", () => {
    expect(judge([], start, { toMs: start + 5 * MINUTE }).outcome).toBe("not-needed");
    expect(judge([], start, { toMs: start + 5 * MINUTE + 1 }).outcome).toBe("missing");
  });

  it("ba-04: emergencies are repaired first, unless the contract says otherwise", () => {
    expect(judge([], start, { emergency: true }).outcome).toBe("emergency");
    expect(judge([], start, { emergency: true }, { emergencyExempt: false }).outcome).toBe(
      "missing",
    );
  });

  it("asks only for the channels that the contract names", () => {
    expect(judge([["mail", latest]], start, {}, { channels: ["mail"] }).outcome).toBe("sufficient");
  });
});
