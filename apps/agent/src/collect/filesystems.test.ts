import { describe, expect, it } from "vitest";
import { parseMounts } from "./filesystems.ts";

describe("file systems", () => {
  it("msp-07: one that only the agent's own sandbox mounts read-only is watched all the same", () => {
    const inTheSandbox = [
      "598 559 254:1 / / ro,nosuid,relatime shared:133 master:76 - ext4 /dev/vda1 rw,discard",
      "635 598 254:1 /var/lib/driftvakt-agent /var/lib/driftvakt-agent rw,relatime shared:190 - ext4 /dev/vda1 rw,discard",
      "636 598 254:2 / /media/rescue ro,relatime shared:191 - ext4 /dev/vdb1 ro",
    ].join("\n");
    expect(parseMounts(inTheSandbox).map(({ path, readOnly }) => [path, readOnly])).toEqual([
      ["/", false],
      ["/media/rescue", true],
    ]);
  });
});
