import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.ts";

const artefact = {
  name: "a",
  workspace: "apps/a",
  sources: ["apps/a", "lock.json"],
  output: "apps/a/dist",
};
let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fingerprint "));
  write("apps/a/src/main.ts", "1");
  write("lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the fingerprint of an artefact", () => {
  it.each([
    ["a changed source", "apps/a/src/main.ts", "2"],
    ["a new source", "apps/a/src/deep/new.ts", ""],
    ["a changed lock file", "lock.json", "{ }"],
  ])("changes with %s", (_name, path, text) => {
    const before = fingerprint(root, artefact);
    write(path, text);
    expect(fingerprint(root, artefact)).not.toBe(before);
  });
  it.each([
    ["a test", "apps/a/src/main.test.ts"],
    ["what was built", "apps/a/dist/main.js"],
    ["an installed package", "apps/a/node_modules/x/index.js"],
    ["another workspace", "apps/b/src/main.ts"],
    ["the same text written again", "apps/a/src/main.ts"],
  ])("does not change with %s", (_name, path) => {
    const before = fingerprint(root, artefact);
    write(path, "1");
    expect(fingerprint(root, artefact)).toBe(before);
  });
});
