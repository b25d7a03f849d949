import { describe, expect, it } from "vitest";
import { fieldsOf, holdsText } from "./inventory.ts";

describe("inventory", () => {
  it("se-06: shows who installed a package right after its version, whatever the order of the fields", () => {
    const items = [
      { architecture: "amd64", installedBy: "customer", name: "redis", version: "7.0" },
    ];
    expect(fieldsOf("packages", items)).toEqual(["name", "version", "installedBy", "architecture"]);
  });
  it("searches every field without regard to case", () => {
    expect(holdsText({ name: "nginx", source: "Debian-Security" }, "debian-sec")).toBe(true);
    expect(holdsText({ port: 443 }, "44")).toBe(true);
    expect(holdsText({ name: "nginx" }, "apache")).toBe(false);
  });
});
