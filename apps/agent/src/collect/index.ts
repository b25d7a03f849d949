export * from "./sampler.ts";
export * from "./processes.ts";
export * from "./operating-system.ts";
