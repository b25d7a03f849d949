/**
 * Exits 0 when the packages in ROOT/node_modules are what ROOT/package-lock.json says, else 1.
 * npm writes what it installed to node_modules/.package-lock.json as its last step, so that a cut-off
 * installation never matches.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findMismatches, type LockFile } from "./find-mismatches.ts";

const root = process.argv[2] ?? ".";
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as LockFile;
const platform = { os: process.platform, cpu: process.arch };
const mismatches = findMismatches(
  read("package-lock.json"),
  read("node_modules/.package-lock.json"),
  platform,
);
for (const mismatch of mismatches) console.error(mismatch);
process.exitCode = mismatches.length === 0 ? 0 : 1;
