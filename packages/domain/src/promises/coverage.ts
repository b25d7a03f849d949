import type { Interval } from "../interval/index.ts";

/** How long somebody should have looked, did look, and did not. */
export type Coverage = {
  readonly expectedMs: number;
  readonly seenMs: number;
  readonly gaps: readonly (Interval & {
    /** What explains it: the alarm about the silence, a restart that was ordered. */
    readonly explainedBy?: string;
    readonly waivedBy?: string;
  })[];
};
