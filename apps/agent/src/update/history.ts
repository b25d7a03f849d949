import { compareVersions } from "@driftvakt/protocol/agent";
import { z } from "zod";
import { readIfThere, writeDurably } from "../state/index.ts";

const FAILED_MAX = 50;
const historySchema = z.strictObject({ newest: z.string(), failed: z.array(z.string()) });

/** What this machine remembers of its updates, where no release can write: the newest that proved itself, and the bad ones. */
export type UpdateHistory = z.infer<typeof historySchema>;

export function readHistory(path: string): UpdateHistory {
  const text = readIfThere(path);
  return text === undefined
    ? { newest: "0.0.0", failed: [] }
    : historySchema.parse(JSON.parse(text));
}

/** From now on nothing older is taken. */
export function rememberProven(path: string, version: string): void {
  const history = readHistory(path);
  if (compareVersions(version, history.newest) <= 0) return;
  writeDurably(path, JSON.stringify({ ...history, newest: version }));
}

/** This version is not tried again here. */
export function rememberFailed(path: string, version: string): void {
  const history = readHistory(path);
  if (history.failed.includes(version)) return;
  const failed = [...history.failed, version].slice(-FAILED_MAX);
  writeDurably(path, JSON.stringify({ ...history, failed }));
}
