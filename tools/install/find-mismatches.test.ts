import { describe, expect, it } from "vitest";
import { findMismatches, type LockEntry } from "./find-mismatches.ts";

const platform = { os: "linux", cpu: "x64" };
const mismatches = (lock: Record<string, LockEntry>, installed: Record<string, LockEntry>) =>
  findMismatches({ packages: lock }, { packages: installed }, platform);

describe("what is installed against what the lock file says", () => {
  it("agrees when every package has its version", () => {
    const packages = { "": { version: "0.1.0" }, "node_modules/a": { version: "1.0.0" } };
    expect(mismatches(packages, packages)).toEqual([]);
  });
  it("names a missing package and another version", () => {
    const lock = { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } };
    expect(mismatches(lock, { "node_modules/b": { version: "1.9.0" } })).toEqual([
      "node_modules/a: missing, not 1.0.0",
      "node_modules/b: 1.9.0, not 2.0.0",
    ]);
  });
  it("sees packages inside a workspace", () => {
    const lock = { "apps/control/node_modules/a": { version: "1.0.0" } };
    expect(mismatches(lock, {})).toHaveLength(1);
  });
  it.each<[string, LockEntry]>([
    ["another processor", { version: "1.0.0", optional: true, cpu: ["arm64"] }],
    ["another system", { version: "1.0.0", optional: true, os: "darwin" }],
    ["a system that is ruled out", { version: "1.0.0", os: ["!linux"] }],
    ["a link to a workspace", { link: true }],
    ["what another platform's package needs", { version: "1.0.0", optional: true }],
    ["one that depends on the C library", { version: "1.0.0", libc: ["musl"] }],
  ])("does not miss a package for %s", (_name, entry) => {
    expect(mismatches({ "node_modules/a": entry }, {})).toEqual([]);
  });
  it.each<[string, LockEntry]>([
    ["for this processor", { version: "1.0.0", optional: true, cpu: "x64", os: ["linux"] }],
    ["for every system but one", { version: "1.0.0", os: ["!win32"] }],
  ])("misses a package %s", (_name, entry) => {
    expect(mismatches({ "node_modules/a": entry }, {})).toHaveLength(1);
  });
});
