import { describe, expect, it } from "vitest";
import { LAST_RING, planRollout, type Rollout, type RolloutMachine } from "./plan-rollout.ts";

const MINUTE = 60_000;
type State = NonNullable<RolloutMachine["update"]>["state"];

/** A fleet that takes what it is offered, except where `breaks` says otherwise. */
function play(count: number, breaks: (nth: number) => State | undefined = () => undefined) {
  let ring = 1;
  let nowMs = 0;
  let taken = 0;
  const machines = Array.from({ length: count }, (_, i) => ({
    serverId: `server-${i}`,
    isReady: true,
  })) as (RolloutMachine & { update?: RolloutMachine["update"] })[];
  const course: string[] = [];
  for (let step = 0; step < 5000; step++) {
    nowMs += MINUTE;
    const rollout: Rollout = {
      version: "1.0.0",
      ring,
      soakSeconds: 3600,
      canaries: ["server-7"],
      machines,
      nowMs,
    };
    const { next, lost } = planRollout(rollout);
    const set = (serverId: string, state: State) => {
      const at = machines.findIndex((one) => one.serverId === serverId);
      machines[at] = {
        serverId,
        isReady: false,
        update: { state, detail: "", changedAtMs: nowMs },
      };
    };
    for (const serverId of lost) set(serverId, "lost");
    if (next.kind === "stop") return { course, why: next.why, taken, minutes: step };
    if (next.kind === "next-ring") {
      ring += 1;
      course.push(`${taken}`);
    }
    if (next.kind === "offer") {
      expect(next.serverIds.length).toBeLessThanOrEqual(20);
      if (taken === 0) expect(next.serverIds).toEqual(["server-7"]);
      for (const serverId of next.serverIds) set(serverId, breaks((taken += 1)) ?? "installed");
    }
    if (ring === LAST_RING && taken === count) return { course, taken, minutes: step };
  }
  return { course, taken, minutes: Infinity };
}

describe("the roll-out of an agent", () => {
  it("reaches one machine, one in a hundred, one in ten, all, with an hour in between", () => {
    const { course, taken, minutes } = play(1000);
    expect([course, taken]).toEqual([["1", "10", "100"], 1000]);
    expect(minutes).toBeGreaterThanOrEqual(3 * 60);
  });
  it("A20: stops at the first failure in an early ring: the rest of the fleet never sees it", () => {
    expect(play(1000, () => "rolled-back")).toMatchObject({
      taken: 1,
      why: "it failed on 1 of 1 machines",
    });
    expect(play(1000, (nth) => (nth === 5 ? "rolled-back" : undefined)).taken).toBeLessThanOrEqual(
      10,
    );
  });
  it("A20: a machine that began and is never heard of again is a failure", () => {
    const { taken, minutes } = play(1000, (nth) => (nth === 1 ? "started" : undefined));
    expect([taken, minutes]).toEqual([1, 21]);
  });
  it("in the last ring stands a machine or two with troubles of their own, not many", () => {
    expect(play(1000, (nth) => (nth === 500 ? "rolled-back" : undefined)).taken).toBe(1000);
    const { taken } = play(1000, (nth) => (nth > 200 ? "rolled-back" : undefined));
    expect(taken).toBeLessThanOrEqual(220);
  });
  it("does not wait for machines that cannot be reached, nor ask one that said no", () => {
    const away: RolloutMachine = { serverId: "a", isReady: false };
    const said = (detail: string, changedAtMs: number): RolloutMachine => ({
      serverId: "b",
      isReady: true,
      update: { state: "refused", detail, changedAtMs },
    });
    const plan = (...machines: RolloutMachine[]) =>
      planRollout({
        version: "1.0.0",
        ring: 4,
        soakSeconds: 0,
        canaries: [],
        machines,
        nowMs: 100 * MINUTE,
      }).next;
    expect(plan(away, said("not-updatable", 0))).toEqual({ kind: "wait" });
    expect(plan(away, said("on-hold", 90 * MINUTE))).toEqual({ kind: "wait" });
    // Root may have taken the hold off meanwhile.
    expect(plan(away, said("on-hold", 0))).toEqual({ kind: "offer", serverIds: ["b"] });
  });
  it("takes back an offer that nobody took up", () => {
    const update = { state: "offered", detail: "", changedAtMs: 0 } as const;
    const rollout = { version: "1.0.0", ring: 1, soakSeconds: 0, canaries: [] };
    const machines = [{ serverId: "a", isReady: false, update }];
    expect(planRollout({ ...rollout, machines, nowMs: 29 * MINUTE }).withdrawn).toEqual([]);
    expect(planRollout({ ...rollout, machines, nowMs: 31 * MINUTE }).withdrawn).toEqual(["a"]);
  });
});
