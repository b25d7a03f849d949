import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReason } from "./update-reason.ts";

const INSTALLER = join(import.meta.dirname, "../../../../agent/install/install.sh");

describe("why an update did not stay", () => {
  it("has words for everything that the guard writes down", () => {
    const written = [
      ...readFileSync(INSTALLER, "utf8").matchAll(/take_back (?:"([^"]+)"|'([^']+)'|(\w+))/g),
    ];
    const details = written.map(([, a, b, c]) => (a ?? b ?? c ?? "").replace(/\$\w+/g, "3"));
    expect(details.length).toBeGreaterThan(3);
    expect(details.map((detail) => [detail, readReason(detail) !== undefined])).toEqual(
      details.map((detail) => [detail, true]),
    );
    expect(readReason("it ended with code 3")).toEqual({ code: "ended", number: 3 });
  });

  it("has words for the agent's refusals, and leaves what it does not know as it is", () => {
    expect(readReason("tampered-file")?.code).toBe("tampered-file");
    expect(readReason("not heard of since it began")?.code).toBe("lost");
    expect(readReason("something else")).toBeUndefined();
  });
});
