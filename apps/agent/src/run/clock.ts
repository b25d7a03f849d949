/** Larger jumps of the wall clock against the steady one are told, in milliseconds. */
const STEP_MS = 2000;

/** The machine's clock, what the control plane's says, and whether somebody set it meanwhile. */
export class Clock {
  #offsetMs: number | undefined;
  #base = Date.now() - performance.now();

  nowMs(): number {
    return Date.now();
  }

  /** The control plane said what time it is. Kept against the steady clock, so that setting this machine's does no harm. */
  heard(serverNowMs: number): void {
    this.#offsetMs = serverNowMs - performance.now();
  }

  /** The control plane's time now, or undefined where it was never heard in this run. */
  serverNowMs(): number | undefined {
    return this.#offsetMs === undefined ? undefined : this.#offsetMs + performance.now();
  }

  /** Milliseconds that the clock was set by since the last question; undefined where it ran on. */
  takeStep(): number | undefined {
    const base = Date.now() - performance.now();
    const stepMs = Math.round(base - this.#base);
    this.#base = base;
    return Math.abs(stepMs) > STEP_MS ? stepMs : undefined;
  }
}
