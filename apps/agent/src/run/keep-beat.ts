import { log, reasonOf } from "../log.ts";

/** Soon after the start, so that a new machine shows figures at once. */
const FIRST_BEAT_MS = 1000;

/** Beats steadily by the machine's own steady clock until `stop`; a beat that takes long is not made up for. */
export async function keepBeat(
  beat: () => Promise<void>,
  everyMs: () => number,
  stop: AbortSignal,
): Promise<void> {
  let next = performance.now() + FIRST_BEAT_MS;
  while (!stop.aborted) {
    await waitUntil(next, stop);
    if (stop.aborted) return;
    try {
      await beat();
    } catch (error) {
      // One unreadable file must not end the watch; the next beat is a new try.
      log("error", "a beat failed", { reason: reasonOf(error) });
    }
    next = Math.max(next + everyMs(), performance.now());
  }
}

function waitUntil(at: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, at - performance.now()));
    stop.addEventListener("abort", done, { once: true });
  });
}
