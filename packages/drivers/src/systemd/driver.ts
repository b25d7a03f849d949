import { ProgramMissing, UnknownOutput, type CommandResult, type Host } from "../host/index.ts";
import type { Detection, Driver, Outcome, Run } from "../driver.ts";
import { ASK_TIMEOUT_SECONDS, showUnit } from "./show.ts";
import { systemdSpecSchema, type SystemdSpec } from "./spec.ts";

export type SystemdState = ReadonlyMap<
  string,
  Readonly<{ exists: boolean; running: boolean; enabled: boolean }>
>;
export type SystemdStep = Readonly<{ verb: "start" | "stop" | "enable" | "disable"; unit: string }>;

const CHANGE_TIMEOUT_SECONDS = 120;
/** systemd 239 (2018) is the first whose `show` and private socket we know. */
const LEAST_VERSION = 239;

/** Keeps units running and enabled as a specification says. */
export const systemdDriver: Driver<SystemdSpec, SystemdState, SystemdStep> = {
  name: "systemd",
  spec: systemdSpecSchema,
  detect,
  observe,
  plan,
  apply,
  describe: (step) => ({
    line: `${step.verb} ${step.unit}`,
    risk: step.verb === "stop" ? "disruptive" : "safe",
  }),
};

async function detect(host: Host): Promise<Detection> {
  let answer: CommandResult;
  try {
    answer = await host.run(["systemctl", "--version"], { timeoutSeconds: ASK_TIMEOUT_SECONDS });
  } catch (error) {
    if (error instanceof ProgramMissing) return { state: "absent" };
    throw error;
  }
  const version = /^systemd (\d+)/.exec(answer.stdout)?.[1];
  if (version === undefined) throw new UnknownOutput("systemctl --version", answer.stdout);
  if (!host.exists("/run/systemd/system"))
    return { state: "unsupported", reason: "systemd is installed but does not run this machine" };
  if (Number(version) < LEAST_VERSION)
    return { state: "unsupported", reason: `systemd ${version} is older than ${LEAST_VERSION}` };
  return { state: "ready", version };
}

async function observe(host: Host, spec: SystemdSpec): Promise<SystemdState> {
  const state = new Map<string, { exists: boolean; running: boolean; enabled: boolean }>();
  for (const { unit } of spec.units) {
    const shown = await showUnit(host, unit, ["LoadState", "ActiveState", "UnitFileState"]);
    state.set(unit, {
      exists: shown["LoadState"] === "loaded",
      running: ["active", "reloading", "activating"].includes(shown["ActiveState"] ?? ""),
      enabled: shown["UnitFileState"]?.startsWith("enabled") === true,
    });
  }
  return state;
}

/** Enabling comes before starting, stopping before disabling: a crash between leaves the safer half done. */
function plan(spec: SystemdSpec, state: SystemdState): readonly SystemdStep[] {
  const steps: SystemdStep[] = [];
  for (const { unit, running, enabled } of spec.units) {
    const now = state.get(unit);
    if (!now?.exists) continue;
    if (enabled === true && !now.enabled) steps.push({ verb: "enable", unit });
    if (running !== now.running) steps.push({ verb: running ? "start" : "stop", unit });
    if (enabled === false && now.enabled) steps.push({ verb: "disable", unit });
  }
  return steps;
}

async function apply(host: Host, step: SystemdStep, run: Run): Promise<Outcome> {
  const { code, stderr, timedOut } = await host.run(
    ["systemctl", "--no-ask-password", step.verb, "--", step.unit],
    { timeoutSeconds: CHANGE_TIMEOUT_SECONDS, signal: run.signal },
  );
  if (code === 0) return { result: "succeeded", output: `${step.verb} ${step.unit}` };
  const why = timedOut ? `not done after ${CHANGE_TIMEOUT_SECONDS} s` : stderr.trim();
  return { result: "failed", output: why.slice(0, 4000) };
}
