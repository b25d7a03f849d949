import { describe, expect, it } from "vitest";
import { concerns } from "./live-events.ts";

const event = (topic: "servers" | "promises" | "mails", serverId: string | null = null) => ({
  topic,
  serverId,
  customerId: null,
});

describe("live events", () => {
  it("puts out of date what shows the thing that changed, and nothing else", () => {
    expect(concerns(event("promises"), ["overview.get", {}])).toBe(true);
    expect(concerns(event("promises"), ["servers.get", { params: { serverId: "a" } }])).toBe(true);
    expect(concerns(event("promises"), ["servers.metrics", { params: { serverId: "a" } }])).toBe(
      false,
    );
    expect(concerns(event("mails"), ["servers.list", { query: {} }])).toBe(false);
  });
  it("leaves reads of other machines alone", () => {
    expect(concerns(event("servers", "a"), ["servers.get", { params: { serverId: "b" } }])).toBe(
      false,
    );
    expect(concerns(event("servers", "a"), ["servers.get", { params: { serverId: "a" } }])).toBe(
      true,
    );
    expect(concerns(event("servers", "a"), ["servers.list", { query: {} }])).toBe(true);
    expect(concerns(event("servers"), ["servers.checks", { params: { serverId: "b" } }])).toBe(
      true,
    );
  });
});
