import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { judgeAddress } from "./index.ts";

describe("addresses that somebody else chose", () => {
  const own = Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .map(({ address }) => address.split("%")[0]!);
  it.each(["127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", ...own])(
    "A39: %s is this machine",
    (address) => {
      expect(judgeAddress(address)).toBe("ourselves");
    },
  );
  it.each([
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "224.0.0.1",
    "255.255.255.255",
    "ff02::1",
    "100.100.100.200",
    "localhost",
    "2130706433",
    "0x7f.1",
    "127.1",
    "0177.0.0.1",
    "http://127.0.0.1",
    "",
  ])("A39: %s leads nowhere", (address) => {
    expect(judgeAddress(address)).toBe("nowhere");
  });
  it.each([
    "192.0.2.7",
    "10.1.2.3",
    "192.168.7.7",
    "2001:db8::7",
    "fd12:3456::7",
    "::ffff:192.0.2.7",
  ])("%s is another machine", (address) => {
    expect(judgeAddress(address)).toBe("elsewhere");
  });
});
