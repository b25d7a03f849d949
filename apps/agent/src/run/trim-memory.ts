import { readFileSync } from "node:fs";
import { log, reasonOf } from "../log.ts";
import { textMappings } from "./text-mappings.ts";

/** Linux: forget these pages; they come back from the file when they are touched again. */
const MADV_DONTNEED = 4;

type Madvise = (address: bigint, length: bigint, advice: number) => number;

export type MemoryTrimmer = Readonly<{
  /** Gives back program text that is not needed just now. Cheap, but what is needed again must be found again. */
  trim(): void;
  /** After work that took much memory for once: collects what it left behind, too, which takes some 20 ms. */
  trimAfterGrowth(): void;
}>;

/** What this run-time can give back; nothing where it cannot (Node maps less and has no such calls). */
export async function findMemoryTrimmer(): Promise<MemoryTrimmer> {
  try {
    const trim = await textTrimmer();
    const trimAfterGrowth = () => {
      bun?.gc(true);
      trim();
    };
    return { trim, trimAfterGrowth };
  } catch (error) {
    log("info", "memory cannot be given back", { reason: reasonOf(error) });
    return { trim: () => undefined, trimAfterGrowth: () => undefined };
  }
}

const { Bun: bun } = globalThis as { Bun?: { gc(wait: boolean): void } };

/**
 * Gives back the pages of program text that are not needed just now: most of a Bun program's resident memory. The kernel would
 * do so itself, but only when the machine is already short of memory. Only mappings of files that were never written are
 * touched, so nothing can be lost.
 */
async function textTrimmer(): Promise<() => void> {
  if (bun === undefined) return () => undefined;
  const { dlopen } = await import("bun:ffi");
  const libc = dlopen("libc.so.6", { madvise: { args: ["u64", "u64", "i32"], returns: "i32" } });
  const madvise = libc.symbols["madvise"] as Madvise;
  const mappings = textMappings(readFileSync("/proc/self/smaps", "utf8"));
  return () => {
    for (const { start, length } of mappings) madvise(start, length, MADV_DONTNEED);
  };
}
