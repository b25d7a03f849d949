import { DatabaseSync } from "node:sqlite";
import { EXIT } from "./exit-codes.ts";
import { StartError } from "./start-error.ts";

/**
 * One control plane per data folder. The lock is the operating system's, held by an open SQLite transaction: it ends with
 * the process however that ends, so nothing has to be cleaned up after a `kill -9`.
 */
export function takeInstanceLock(
  file: string,
  runningHint: () => string | undefined,
): { free(): void } {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    const address = runningHint();
    throw new StartError(
      EXIT.alreadyRunning,
      `a control plane is already running on this data folder${address ? `, at ${address}` : ""}`,
      "use that one, stop it first, or give this one a folder of its own with --data",
      error,
    );
  }
  return { free: () => lock.close() };
}
