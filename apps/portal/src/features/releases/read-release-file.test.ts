import { describe, expect, it } from "vitest";
import { readReleaseFile } from "./read-release-file.ts";

const release = { format: 1, product: "driftvakt-agent", version: "0.2.0", files: [] };
const fileOf = (payload: unknown, type = "release") =>
  JSON.stringify({ type, payload: btoa(JSON.stringify(payload)), keyId: "a", signature: "b" });

describe("the file of a signed release", () => {
  it("says which version it holds", () => {
    expect(readReleaseFile(fileOf(release))?.release.version).toBe("0.2.0");
  });
  it.each([
    ["nothing", ""],
    ["other text", "version: 1"],
    ["null", "null"],
    ["another envelope", fileOf(release, "update")],
    ["another product", fileOf({ ...release, product: "x" })],
    ["a broken payload", JSON.stringify({ type: "release", payload: "%%%" })],
  ])("is not %s", (_, text) => {
    expect(readReleaseFile(text)).toBeUndefined();
  });
});
