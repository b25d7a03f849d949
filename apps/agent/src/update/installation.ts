import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { keyId, publicKeyFromRaw } from "@driftvakt/protocol/envelope";
import { readIfThere } from "../state/index.ts";

/** Where root pins who may sign releases; the agent cannot write there. */
export const RELEASE_KEYS = "/etc/driftvakt-agent/release-keys";
const NAME = "driftvakt-agent";

/**
 * The agent's program and what lies beside it. The guard, a short script that root installed and that no update touches,
 * starts the program and puts `previous` back where the one on `trial` does not prove itself.
 */
export type Installation = Readonly<{
  folder: string;
  program: string;
  next: string;
  previous: string;
  /** There while a new program has to prove itself: its version. */
  trial: string;
  /** Left by the guard: which version it took back and why. */
  rolledBack: string;
}>;

/** The installation that this process was started from; undefined where there is no guard to take a bad update back. */
export function findInstallation(executable = process.execPath): Installation | undefined {
  const folder = dirname(executable);
  if (basename(executable) !== NAME || !existsSync(join(folder, "guard"))) return undefined;
  return {
    folder,
    program: executable,
    next: join(folder, `${NAME}.next`),
    previous: join(folder, `${NAME}.previous`),
    trial: join(folder, "trial"),
    rolledBack: join(folder, "rolled-back"),
  };
}

/** Keys that root pinned for releases, by key id: one a line, the 32 raw bytes in hex. @throws for a line that is no key. */
export function readReleaseKeys(path = RELEASE_KEYS): ReadonlyMap<string, KeyObject> {
  const lines = (readIfThere(path) ?? "").split("\n").map((line) => line.trim());
  return new Map(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const key = publicKeyFromRaw(Buffer.from(line, "hex").toString("base64"));
        return [keyId(key), key];
      }),
  );
}
