import { z } from "zod";
import type { Action, Outcome, Run } from "../driver.ts";
import type { Host } from "../host/index.ts";
import { showUnit } from "./show.ts";
import { systemdUnitSchema } from "./spec.ts";

const restartServiceSchema = z.strictObject({ unit: systemdUnitSchema });
type Parameters = z.infer<typeof restartServiceSchema>;

/** Longer than systemd's own default limits for stopping and starting together. */
const RESTART_TIMEOUT_SECONDS = 200;

/** Restarts one unit (`service.restart`). */
export const restartService: Action<Parameters> = {
  name: "service.restart",
  parameters: restartServiceSchema,
  risk: "disruptive",
  unit: ({ unit }) => unit,
  exists: async (host, { unit }) =>
    (await showUnit(host, unit, ["LoadState"]))["LoadState"] === "loaded",
  mark,
  perform,
  conclude,
  describe: ({ unit }) => ({ line: `restart ${unit}`, risk: "disruptive" }),
};

/** systemd gives each start of a unit an id of its own: another id afterwards proves a restart. */
async function mark(host: Host, { unit }: Parameters): Promise<string> {
  return (await showUnit(host, unit, ["InvocationID"]))["InvocationID"] ?? "";
}

async function perform(host: Host, { unit }: Parameters, run: Run): Promise<void> {
  await host.run(["systemctl", "--no-ask-password", "restart", "--", unit], {
    timeoutSeconds: RESTART_TIMEOUT_SECONDS,
    signal: run.signal,
  });
}

async function conclude(host: Host, { unit }: Parameters, before: string): Promise<Outcome> {
  const shown = await showUnit(host, unit, ["ActiveState", "SubState", "InvocationID", "Result"]);
  const { ActiveState: active, SubState: sub, InvocationID: id, Result: result } = shown;
  const state = `${unit} is ${active} (${sub})`;
  if (id === before) return { result: "failed", output: `${state}; it was not restarted` };
  const up =
    active === "active" ||
    active === "reloading" ||
    (active === "inactive" && result === "success");
  return up
    ? { result: "succeeded", output: state }
    : { result: "failed", output: `${state}, result: ${result}` };
}
