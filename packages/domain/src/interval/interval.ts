/** Epoch milliseconds, UTC. Facts carry instants in this form so that they stay JSON. */
export type EpochMs = number;

/** A half-open stretch of time: `fromMs` belongs to it, `toMs` does not. */
export type Interval = { readonly fromMs: EpochMs; readonly toMs: EpochMs };
