import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";

/**
 * What an address that somebody else chose leads to. `ourselves`: this very machine, by loopback or an address of its own.
 * `nowhere`: link-local (there the metadata services of clouds live), multicast, unspecified, reserved; or no address at
 * all. `elsewhere`: another machine, also one in a private network, because machines under contract stand in those.
 */
export type AddressKind = "ourselves" | "nowhere" | "elsewhere";

const LOOPBACK = listOf(["127.0.0.0", 8], ["::1", 128]);
const NOWHERE = listOf(
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  // The metadata services that do not live on link-local addresses.
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
  ["192.0.0.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 128],
  ["fd00:ec2::254", 128],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
  // Written otherwise, an address of the lists above hides in these.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["2001::", 32],
);

/**
 * Judges an address before anything connects to it (A39). Takes addresses only, in their plain form: a name would be
 * resolved again by whoever connects, and could lead elsewhere then.
 */
export function judgeAddress(address: string): AddressKind {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return "nowhere";
  const family = version === 4 ? "ipv4" : "ipv6";
  if (LOOPBACK.check(address, family) || ownAddresses().check(address, family)) return "ourselves";
  return NOWHERE.check(address, family) ? "nowhere" : "elsewhere";
}

/** Asked each time: addresses come and go while we run. */
function ownAddresses(): BlockList {
  const list = new BlockList();
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((one) => one ?? []))
    list.addAddress(address.split("%")[0]!, family === "IPv6" ? "ipv6" : "ipv4");
  return list;
}

/** Addresses of version 4 in the form `::ffff:a.b.c.d` are found, too. */
function listOf(...subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets)
    list.addSubnet(net, prefix, isIP(net) === 4 ? "ipv4" : "ipv6");
  return list;
}
