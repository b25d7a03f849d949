import type { Action, Driver } from "./driver.ts";
import { restartMachine, restartService, systemdDriver } from "./systemd/index.ts";

/** Every driver of this release; a new one is entered here and nowhere else. */
// biome-ignore format: one a line
export const drivers: readonly Driver<never, unknown, never>[] = [
  systemdDriver as Driver<never, unknown, never>,
];

/** Every action of this release: what a mandate can make the agent do. */
export const actions: ReadonlyMap<string, Action<never>> = new Map(
  [restartService, restartMachine].map((action) => [action.name, action as Action<never>]),
);
