import type { UnitDetails, UnitFacts } from "@driftvakt/drivers/systemd";
import { describe, expect, it } from "vitest";
import { judgeUnit } from "./judge-unit.ts";

const unit: UnitFacts = {
  name: "demo.service",
  description: "",
  load: "loaded",
  active: "active",
  sub: "running",
  job: false,
  result: "",
  exitCode: 0,
  exitStatus: 0,
};
const details: UnitDetails = {
  type: "simple",
  triggered: false,
  conditionFailed: false,
  wasActive: true,
  result: "success",
  exitCode: 0,
  exitStatus: 0,
};
const quiet = { starting: false, installing: false };
const dead = { active: "inactive", sub: "dead" };

describe("judging a service", () => {
  it.each<[string, Partial<UnitFacts>, Partial<UnitDetails> | undefined, string]>([
    ["it runs", {}, undefined, "ok"],
    ["it reloads", { active: "reloading", sub: "reload" }, undefined, "ok"],
    ["it failed", { active: "failed", sub: "failed" }, undefined, "problem"],
    ["it restarts by itself", { active: "activating", sub: "auto-restart" }, undefined, "settling"],
    [
      "it restarts by itself, its start ordered",
      { active: "activating", sub: "auto-restart", job: true },
      undefined,
      "settling",
    ],
    ["it is being started", { active: "activating", sub: "start", job: true }, undefined, "moving"],
    [
      "it is being stopped",
      { active: "deactivating", sub: "stop-sigterm", job: true },
      undefined,
      "moving",
    ],
    ["it ends by itself", { active: "deactivating", sub: "stop-post" }, undefined, "settling"],
    ["it is down between stop and start", { ...dead, job: true }, undefined, "moving"],
    ["it is down, nothing more known", dead, undefined, "ask"],
    ["somebody stopped it", dead, {}, "problem"],
    ["it is a job that has run", dead, { type: "oneshot" }, "ok"],
    ["a timer or socket starts it", dead, { triggered: true }, "ok"],
    ["its conditions say no", dead, { conditionFailed: true }, "ok"],
  ])("se-02: %s", (_what, facts, more, kind) => {
    expect(judgeUnit({ ...unit, ...facts }, more && { ...details, ...more }, quiet).kind).toBe(
      kind,
    );
  });

  it("R12: waits while the machine starts, and while packages are installed", () => {
    expect(judgeUnit({ ...unit, ...dead }, details, { ...quiet, starting: true }).kind).toBe(
      "moving",
    );
    expect(judgeUnit({ ...unit, ...dead }, details, { ...quiet, installing: true }).kind).toBe(
      "settling",
    );
  });

  it.each<[Partial<UnitFacts>, string]>([
    [
      { result: "signal", exitCode: 2, exitStatus: 9 },
      "failed, signal, main process ended by 9/KILL",
    ],
    [
      { result: "exit-code", exitCode: 1, exitStatus: 3 },
      "failed, exit-code, main process exited with 3",
    ],
    [
      { result: "oom-kill", exitCode: 2, exitStatus: 9 },
      "failed, oom-kill, main process ended by 9/KILL",
    ],
    [{ result: "timeout" }, "failed, timeout"],
  ])("tells how it ended: %j", (facts, output) => {
    expect(
      judgeUnit({ ...unit, active: "failed", sub: "failed", ...facts }, undefined, quiet),
    ).toEqual({ kind: "problem", output });
  });
});
