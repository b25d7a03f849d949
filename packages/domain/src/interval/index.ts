export type { EpochMs, Interval } from "./interval.ts";
export {
  clipIntervals,
  coversInstant,
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
  totalMs,
} from "./combine-intervals.ts";
