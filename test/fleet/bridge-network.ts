import { createHash } from "node:crypto";
import { withLock } from "./name-lock.ts";
import { demand, runProcess } from "./run-process.ts";

/** How a machine is taken off the net: frames vanish and the cable looks fine, or the cable is out. */
export type NetworkCut = "silent" | "unplugged";

/** A fleet's own Ethernet segment: a bridge on the host, /24, fenced in by nftables. */
export type BridgeNetwork = {
  readonly bridge: string;
  readonly table: string;
  /** Such as `10.213.7`. */
  readonly prefix: string;
  readonly hostAddress: string;
};

/** A machine's plug in the bridge. */
export type Plug = {
  readonly namespace: string;
  readonly hostEnd: string;
  readonly address: string;
  readonly macAddress: string;
};

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** Interface names have 15 characters at most, so they carry a hash of the fleet's name. */
const shortId = (fleetName: string) => hash(fleetName).slice(0, 8);

const bridgeOf = (fleetName: string) => `dv-${shortId(fleetName)}`;
/** A bridge that is never up: what is plugged in here sees a cable and loses every frame. */
const blackHoleOf = (bridge: string) => bridge.replace("dv-", "dvx-");
const tableOf = (fleetName: string) => `driftvakt_fleet_${shortId(fleetName)}`;
const namespacePrefix = (fleetName: string) => `driftvakt.${fleetName}.`;

/**
 * From a machine only the bridge's own address answers, and there only what is bound to just that address:
 * whatever else the host runs on all its addresses stays out of reach, and so does the world.
 */
function fence(network: BridgeNetwork): string {
  return `
table inet ${network.table} {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname "${network.bridge}" jump from_machines
  }
  chain from_machines {
    ct state established,related accept
    ip daddr ${network.hostAddress} icmp type echo-request accept
    ip daddr ${network.hostAddress} socket wildcard 0 accept
    meta nfproto ipv6 drop
    reject with icmp type admin-prohibited
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "${network.bridge}" oifname "${network.bridge}" accept
    iifname "${network.bridge}" reject with icmpx type admin-prohibited
    oifname "${network.bridge}" drop
  }
}
`;
}

type RouteRow = { dst?: string };

/** A /24 of 10.213.0.0/16 that no route of the host touches. */
async function findFreePrefix(): Promise<string> {
  const routes = JSON.parse(
    await demand(["ip", "-4", "-j", "route", "show", "table", "all"]),
  ) as RouteRow[];
  const taken = new Set(
    routes.flatMap(({ dst }) => (dst === undefined ? [] : [dst.split(".").slice(0, 3).join(".")])),
  );
  for (let third = 1; third < 255; third += 1) {
    if (!taken.has(`10.213.${third}`)) return `10.213.${third}`;
  }
  throw new Error("no free /24 left in 10.213.0.0/16 for a fleet");
}

/** Makes the fleet's bridge with a free subnet, and its fence. */
export function openNetwork(fleetName: string): Promise<BridgeNetwork> {
  return withLock("choose-subnet", async () => {
    const prefix = await findFreePrefix();
    const network: BridgeNetwork = {
      bridge: bridgeOf(fleetName),
      table: tableOf(fleetName),
      prefix,
      hostAddress: `${prefix}.1`,
    };
    await demand(["nft", "-f", "-"], { input: fence(network) });
    await demand(["ip", "-batch", "-"], {
      input: [
        `link add ${network.bridge} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
        `addr add ${network.hostAddress}/24 dev ${network.bridge}`,
        `link set ${network.bridge} up`,
        `link add ${blackHoleOf(network.bridge)} type bridge`,
      ].join("\n"),
    });
    return network;
  });
}

/** The plug of a fleet's n-th machine (from 0). The hardware address stays over reboots, so that no neighbour is confused. */
export function plugOf(
  network: BridgeNetwork,
  fleetName: string,
  hostname: string,
  index: number,
): Plug {
  const tail = hash(`${fleetName}/${hostname}`).slice(0, 10).match(/../g) ?? [];
  return {
    namespace: `${namespacePrefix(fleetName)}${hostname}`,
    hostEnd: `dv${shortId(fleetName)}-${index}`,
    address: `${network.prefix}.${10 + index}`,
    macAddress: ["02", ...tail].join(":"),
  };
}

/** A new network namespace with one wired interface, eth0, as a machine finds it when power comes on. */
export async function plugIn(
  network: BridgeNetwork,
  plug: Plug,
  cut: NetworkCut | undefined,
): Promise<void> {
  await unplug(plug);
  await demand(["ip", "netns", "add", plug.namespace]);
  await demand(["ip", "-batch", "-"], {
    input: `link add ${plug.hostEnd} type veth peer name eth0 address ${plug.macAddress} netns ${plug.namespace}\n`,
  });
  await connect(network, plug, cut);
  await demand(["ip", "-n", plug.namespace, "-batch", "-"], {
    input: [
      "link set lo up",
      `addr add ${plug.address}/24 brd + dev eth0`,
      "link set eth0 up",
      `route add default via ${network.hostAddress}`,
    ].join("\n"),
  });
}

/** Connects a machine's cable to the fleet, or with `cut` to nothing. */
export async function connect(
  { bridge }: BridgeNetwork,
  { hostEnd }: Plug,
  cut: NetworkCut | undefined,
): Promise<void> {
  const master = cut === "silent" ? blackHoleOf(bridge) : bridge;
  const state = cut === "unplugged" ? "down" : "up";
  await demand(["ip", "link", "set", hostEnd, "master", master, state]);
}

/** Removes a machine's interface and namespace; what is not there is fine. */
async function unplug(plug: Pick<Plug, "namespace" | "hostEnd">): Promise<void> {
  // The namespace's end is asynchronous in the kernel, so the interface goes first: its name is free at once.
  await runProcess(["ip", "link", "del", plug.hostEnd]);
  await runProcess(["ip", "netns", "del", plug.namespace]);
}

/** Removes everything a fleet of that name has in the host's network, knowing nothing but the name. */
export async function removeNetwork(fleetName: string): Promise<void> {
  const namespaces = await runProcess(["ip", "netns", "list"]);
  for (const line of namespaces.stdout.split("\n")) {
    const namespace = line.split(" ")[0] ?? "";
    if (namespace.startsWith(namespacePrefix(fleetName)))
      await runProcess(["ip", "netns", "del", namespace]);
  }
  const bridge = bridgeOf(fleetName);
  for (const master of [bridge, blackHoleOf(bridge)]) await removeBridge(master);
  await runProcess(["nft", "delete", "table", "inet", tableOf(fleetName)]);
}

async function removeBridge(bridge: string): Promise<void> {
  const ends = await runProcess(["ip", "-j", "link", "show", "master", bridge]);
  if (ends.code !== 0) return; // There is none.
  for (const { ifname } of JSON.parse(ends.stdout || "[]") as { ifname: string }[]) {
    await runProcess(["ip", "link", "del", ifname]);
  }
  await runProcess(["ip", "link", "del", bridge]);
}
