export type { EpochMs, Interval } from "./interval.ts";
