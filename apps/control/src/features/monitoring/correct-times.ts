/** An agent's clock may be off by so much before its times are corrected, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
/** The oldest reading that is taken, in milliseconds: agents keep 72 hours by default. */
export const OLDEST_MS = 7 * 24 * 3600 * 1000;

/** Turns the times of one batch into times of ours. */
export type ClockCorrection = {
  /** What is added to the agent's times; 0 where its clock is right enough. */
  readonly offsetMs: number;
  /** True where times may come out differently when the same batch is sent again. */
  readonly isUncertain: (atMs: number) => boolean;
  /** Our time of a moment that the agent names; never in the future. */
  readonly correct: (atMs: number) => number;
};

/**
 * An agent whose clock is right keeps its own times, however late they arrive. One whose clock is off by more than the
 * tolerance has its times moved by the difference between its sending and our receiving (A21); and what it stamped
 * before its clock was set right, a time still to come, counts as now.
 */
export function correctTimes(sentAtMs: number, receivedAtMs: number): ClockCorrection {
  const difference = receivedAtMs - sentAtMs;
  const offsetMs = Math.abs(difference) > CLOCK_TOLERANCE_MS ? difference : 0;
  const latest = receivedAtMs + (offsetMs === 0 ? CLOCK_TOLERANCE_MS : 0);
  return {
    offsetMs,
    isUncertain: (atMs) => offsetMs !== 0 || atMs > latest,
    correct: (atMs) => {
      const corrected = atMs + offsetMs;
      return corrected > latest ? receivedAtMs : corrected;
    },
  };
}
