import { constants } from "node:os";
import type { UnitDetails, UnitFacts } from "@driftvakt/drivers/systemd";

export type UnitJudgement =
  | Readonly<{ kind: "ok" | "problem" | "settling"; output: string }>
  /** On its way, by somebody's order: not judged before it has arrived. */
  | Readonly<{ kind: "moving" }>
  /** Cannot be judged without the unit's details. */
  | Readonly<{ kind: "ask" }>;

export type UnitSurroundings = Readonly<{
  /** The machine is still starting: what is not up yet may be about to come. */
  starting: boolean;
  /** Packages are being installed: services stop and start again by themselves. */
  installing: boolean;
}>;

/** Judges a service by what systemd says of it. */
export function judgeUnit(
  unit: UnitFacts,
  details: UnitDetails | undefined,
  around: UnitSurroundings,
): UnitJudgement {
  switch (unit.active) {
    case "active":
    case "reloading":
    case "refreshing":
      return { kind: "ok", output: `${unit.active} (${unit.sub})` };
    case "failed":
      return { kind: "problem", output: describeEnd(unit, details) };
    case "activating":
      return judgeActivating(unit, details);
    case "deactivating":
      return unit.job
        ? { kind: "moving" }
        : { kind: "settling", output: describeEnd(unit, details) };
    case "inactive":
      return judgeInactive(unit, details, around);
    default:
      return { kind: "settling", output: `${unit.active} (${unit.sub})` };
  }
}

function judgeActivating(unit: UnitFacts, details: UnitDetails | undefined): UnitJudgement {
  if (unit.sub.startsWith("auto-restart"))
    return { kind: "settling", output: `restarting by itself: ${describeEnd(unit, details)}` };
  return { kind: "moving" };
}

function judgeInactive(
  unit: UnitFacts,
  details: UnitDetails | undefined,
  around: UnitSurroundings,
): UnitJudgement {
  if (unit.job || around.starting) return { kind: "moving" };
  if (!details) return { kind: "ask" };
  if (details.type === "oneshot") return { kind: "ok", output: "has run, as meant" };
  if (details.triggered) return { kind: "ok", output: "waits for its trigger" };
  if (details.conditionFailed) return { kind: "ok", output: "not meant for this machine" };
  const output = describeEnd(unit, details);
  return { kind: around.installing ? "settling" : "problem", output };
}

const EXITED = 1;

/** e.g. `failed, signal, main process ended by 9/KILL`. */
export function describeEnd(unit: UnitFacts, details: UnitDetails | undefined): string {
  const result = unit.result || details?.result || "";
  const code = unit.exitCode || details?.exitCode || 0;
  const status = unit.exitStatus || details?.exitStatus || 0;
  const state = unit.active === unit.sub ? unit.active : `${unit.active} (${unit.sub})`;
  const why = result === "" || result === "success" ? "" : `, ${result}`;
  if (code === 0) return state + why;
  if (code === EXITED) return `${state}${why}, main process exited with ${status}`;
  return `${state}${why}, main process ended by ${status}/${signalName(status)}`;
}

function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0].replace("SIG", "") ?? "?";
}
