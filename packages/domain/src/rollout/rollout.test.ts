import { describe, expect, it } from "vitest";
import type { RolloutFacts, RolloutStep } from "./index.ts";
import { readRollout } from "./index.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ZONE = "Europe/Berlin";
const srv20: readonly RolloutStep[] = [
  { clause: "srv-20", basisPoints: 9_500, withinDays: 7 },
  { clause: "srv-20", basisPoints: 9_900, withinDays: 14 },
];
const released = Temporal.ZonedDateTime.from(`2026-06-09T10:00[${ZONE}]`).epochMilliseconds;

/** So many servers, the first `done` of them installed so many days after release. */
function fleet(
  size: number,
  done: number,
  days = 1,
  more: Partial<RolloutFacts> = {},
): RolloutFacts {
  const servers = Array.from({ length: size }, (_, index) => ({
    server: `s${String(index).padStart(3, "0")}`,
    ...(index < done && { installedMs: released + days * DAY }),
  }));
  return { releasedMs: released, servers, ...more };
}

const read = (facts: RolloutFacts, days: number, zone = ZONE) =>
  readRollout(
    srv20,
    facts,
    zone,
    Temporal.Instant.fromEpochMilliseconds(facts.releasedMs + days * DAY),
  );

const states = (facts: RolloutFacts, days: number) => read(facts, days).map((one) => one.state);

describe("srv-20: 95 % within 7 days, 99 % within 14", () => {
  it.each([
    [100, 94, 5, ["pending", "pending"]],
    [100, 94, 7, ["pending", "pending"]],
    [100, 94, 7.001, ["broken", "pending"]],
    [100, 95, 5, ["kept", "pending"]],
    [100, 98, 14.001, ["kept", "broken"]],
    [100, 99, 14.001, ["kept", "kept"]],
    // 95 % of 10 are 9.5, so 10; of 20 they are 19
    [10, 9, 20, ["broken", "broken"]],
    [20, 19, 20, ["kept", "broken"]],
    [1, 1, 1, ["kept", "kept"]],
    [1, 0, 8, ["broken", "pending"]],
    [0, 0, 0, ["kept", "kept"]],
  ])("srv-20: of %d servers %d, after %d days", (size, done, days, expected) => {
    expect(states(fleet(size, done), days)).toEqual(expected);
  });

  it("srv-20: reaching it late is broken, and says when it was reached", () => {
    const late = read(fleet(100, 100, 8), 20);
    expect(late[0]).toMatchObject({
      state: "broken",
      needed: 95,
      inTime: 0,
      of: 100,
      reachedMs: released + 8 * DAY,
      missing: [],
    });
    expect(late[1]).toMatchObject({ state: "kept", needed: 99, inTime: 100 });
  });

  it("srv-20: exactly at the end of the time is in time", () => {
    expect(states(fleet(100, 100, 7), 20)).toEqual(["kept", "kept"]);
    const facts = fleet(1, 0, 0, {
      servers: [{ server: "a", installedMs: released + 7 * DAY + 1 }],
    });
    expect(states(facts, 20)).toEqual(["broken", "kept"]);
  });

  it("srv-20: lists what is missing, and does not know the future", () => {
    const facts = fleet(4, 2, 3);
    expect(read(facts, 2)[0]).toMatchObject({
      inTime: 0,
      missing: ["s000", "s001", "s002", "s003"],
    });
    expect(read(facts, 2)[0]?.reachedMs).toBeUndefined();
    expect(read(facts, 3)[0]).toMatchObject({ inTime: 2, missing: ["s002", "s003"] });
  });

  it("srv-20: exempt servers are not counted", () => {
    const servers = [...fleet(19, 19).servers, { server: "old", exemptBy: "msp-22" }];
    expect(read({ releasedMs: released, servers }, 20)[1]).toMatchObject({
      of: 19,
      needed: 19,
      state: "kept",
      missing: [],
    });
    // told once as exempt is enough
    expect(
      read({ releasedMs: released, servers: [...servers, { server: "old" }] }, 20)[0]?.of,
    ).toBe(19);
  });

  it("srv-20: a server told twice counts once, with its earliest installation", () => {
    const servers = [
      { server: "a" },
      { server: "a", installedMs: released + 20 * DAY },
      { server: "a", installedMs: released + DAY },
      { server: "a" },
    ];
    for (const list of [servers, servers.toReversed()]) {
      expect(read({ releasedMs: released, servers: list }, 30)[0]).toMatchObject({
        of: 1,
        state: "kept",
        reachedMs: released + DAY,
      });
    }
  });

  it("srv-20: days are days of the calendar, over a change of clocks too", () => {
    const before = Temporal.ZonedDateTime.from(`2026-10-20T10:00[${ZONE}]`).epochMilliseconds;
    const facts: RolloutFacts = { releasedMs: before, servers: [] };
    expect(read(facts, 0)[0]?.dueMs).toBe(before + 7 * DAY + HOUR);
    expect(read(facts, 0, "UTC")[0]?.dueMs).toBe(before + 7 * DAY);
    expect(read(facts, 0).map((one) => one.basisPoints)).toEqual([9_500, 9_900]);
  });
});
