import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the kernel's state is as wanted, looking every 10 ms: for things that give no event (a cgroup's end,
 * a process appearing). What gives events is waited for by its events.
 * @throws after `deadlineSeconds`, naming `what`.
 */
export async function waitUntil<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { what, deadlineSeconds }: { what: string; deadlineSeconds: number },
): Promise<T> {
  const end = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`${what}: not within ${deadlineSeconds} s`);
    await sleep(10);
  }
}

/** The promise's result, or an error naming `what` after `deadlineSeconds`. */
export async function within<T>(
  promise: Promise<T>,
  { what, deadlineSeconds }: { what: string | (() => string); deadlineSeconds: number },
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new Error(`${typeof what === "string" ? what : what()}: not within ${deadlineSeconds} s`),
    );
  }, deadlineSeconds * 1000);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
