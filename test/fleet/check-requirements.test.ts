import { describe, expect, it } from "vitest";
import { findMissingRequirements } from "./check-requirements.ts";
import { debianPackages } from "./debian-packages.ts";
import { baseKey, layerKey, packagesOf } from "./image-recipe.ts";

describe("requirements", () => {
  it("names everything that is missing at once, with the way out", () => {
    const missing = findMissingRequirements({ user: 1000, path: "/nowhere" });
    expect(missing).toContain("root (this is user 1000): run the tests as root");
    expect(missing).toContain("systemd-nspawn: apt-get install systemd-container");
    expect(missing).toContain("nft: apt-get install nftables");
  });

  it("asks only for Debian packages that the tests install by themselves, or every Debian has", () => {
    const asked = findMissingRequirements({ user: 0, path: "" }).flatMap(
      (line) => /apt-get install (\S+)$/.exec(line)?.[1] ?? [],
    );
    expect(asked.length).toBeGreaterThan(4);
    expect([...debianPackages, "util-linux"]).toEqual(expect.arrayContaining(asked));
  });
});

describe("image recipe", () => {
  it("names a layer by its packages, in any order", () => {
    expect(layerKey(["postfix", "cron"])).toBe(layerKey(["cron", "postfix", "cron"]));
    expect(layerKey(["postfix"])).not.toBe(layerKey(["cron"]));
    expect(layerKey(["postfix"])).not.toBe(baseKey());
  });

  it("takes nothing for a package that a shell or apt-get could read as something else", () => {
    for (const name of ["nginx;reboot", "-y", "../x", "a b", "", "nginx=1"])
      expect(() => packagesOf([name])).toThrow("not the name of a Debian package");
  });
});
