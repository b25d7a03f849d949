export { openFleet, type Fleet, type FleetOptions, type MachineSpec } from "./fleet.ts";
export type { Machine } from "./machine.ts";
export type { ExtraDisk, MachineFile } from "./machine-disk.ts";
export type { NetworkCut } from "./bridge-network.ts";
export type { ProcessResult } from "./run-process.ts";
export { warmImages } from "./image-cache.ts";
export { usualPackageSets } from "./image-recipe.ts";
export { findMissingRequirements } from "./check-requirements.ts";
