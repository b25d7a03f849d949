/** The control plane takes a roll-out one step on this often; no event tells of it. */
export const LOOK_EVERY_MS = 10_000;
