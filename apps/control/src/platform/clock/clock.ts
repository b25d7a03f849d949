/** What time it is, so that tests can say so. */
export type Clock = { readonly nowMs: () => number };

/** The machine's own clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
