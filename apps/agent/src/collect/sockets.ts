import { readdirSync, readlinkSync } from "node:fs";
import { log, reasonOf } from "../log.ts";
import { listProcesses } from "./proc-files.ts";
import type { TcpListener } from "./parse-diagnosis.ts";
import { readProc, readProcWhile } from "./read-proc.ts";
import type { SocketDiagnosis } from "./socket-diagnosis.ts";

/** A port on which the machine listens. */
export type SocketItem = Readonly<{
  protocol: "tcp" | "udp";
  address: string;
  port: number;
  uid: number;
  pid: number | null;
  process: string | null;
}>;

type Listener = Omit<SocketItem, "pid" | "process"> & Readonly<{ inode: string }>;

const TCP_LISTEN = "0A";
/** UDP has no listening state: an unconnected socket takes from anybody. */
const UDP_UNCONNECTED = "07";
const SOCKETS_MAX = 2000;

/** Keeps the list of listening sockets; whose they are is looked up only when the set changes, for that reads every process. */
export class SocketReader {
  #known = "";
  #items: readonly SocketItem[] = [];
  #owners = new Map<string, Owner>();
  #diagnosis: SocketDiagnosis | undefined;

  /** @param diagnosis the quick way to ask for TCP's listeners; without it the kernel's tables are read. */
  constructor(diagnosis?: SocketDiagnosis) {
    this.#diagnosis = diagnosis;
  }

  #keepOwners(inodes: ReadonlySet<string>): void {
    for (const inode of this.#owners.keys()) if (!inodes.has(inode)) this.#owners.delete(inode);
    const unknown = new Set([...inodes].filter((inode) => !this.#owners.has(inode)));
    for (const [inode, owner] of findOwners(unknown)) this.#owners.set(inode, owner);
    // One whose owner is nowhere, as outside a container, is not sought again and again.
    for (const inode of unknown) if (!this.#owners.has(inode)) this.#owners.set(inode, NOBODY);
  }

  read(): readonly SocketItem[] {
    const passing = parsePortRange(readProc("/proc/sys/net/ipv4/ip_local_port_range") ?? "");
    const listeners = [
      ...(this.#askTcp() ?? readTables("tcp")),
      ...readTables("udp").filter(({ port }) => !passing(port)),
    ];
    const inodes = listeners.map(({ inode }) => inode);
    const key = inodes.join(" ");
    if (key === this.#known) return this.#items;
    this.#known = key;
    this.#keepOwners(new Set(inodes));
    this.#items = distinct(listeners, this.#owners).slice(0, SOCKETS_MAX);
    return this.#items;
  }

  /** Undefined where the kernel does not answer, as one that is built without; it is not asked again then. */
  #askTcp(): readonly Listener[] | undefined {
    try {
      return this.#diagnosis?.listListeners().map(listenerOf);
    } catch (error) {
      log("info", "the kernel's tables of connections are read", { reason: reasonOf(error) });
      this.#diagnosis?.close();
      this.#diagnosis = undefined;
      return undefined;
    }
  }
}

function listenerOf({ address, port, uid, inode }: TcpListener): Listener {
  return { protocol: "tcp", address: addressText(address), port, uid, inode };
}

function readTables(protocol: "tcp" | "udp"): readonly Listener[] {
  return [protocol, `${protocol}6`].flatMap((file) =>
    parseListeners(readTable(file, protocol), protocol),
  );
}

/**
 * The kernel lists TCP's listeners before all connections: reading ends with them, for connections may be a hundred thousand
 * and looking for them costs milliseconds even where there are few.
 */
function readTable(file: string, protocol: "tcp" | "udp"): string {
  const path = `/proc/net/${file}`;
  return readProcWhile(path, protocol === "tcp" ? endsWithListener : () => true) ?? "";
}

/** Is the last whole line of what was read of a TCP table a listener's, or the headline? */
export function endsWithListener(text: string): boolean {
  const end = text.lastIndexOf("\n");
  const line = text.slice(text.lastIndexOf("\n", end - 1) + 1, end);
  const state = line.trim().split(/ +/)[3];
  return state === TCP_LISTEN || state === HEADLINE_STATE;
}

/** What stands above the states. */
const HEADLINE_STATE = "st";

/** A UDP port that the kernel picked belongs to a question that waits for its answer, not to a service. */
export function parsePortRange(text: string): (port: number) => boolean {
  const [low = 32_768, high = 60_999] = text.trim().split(/\s+/).filter(Boolean).map(Number);
  return (port) => port >= low && port <= high;
}

/** /proc/net/{tcp,tcp6,udp,udp6} */
export function parseListeners(table: string, protocol: "tcp" | "udp"): readonly Listener[] {
  const state = protocol === "tcp" ? TCP_LISTEN : UDP_UNCONNECTED;
  const listeners: Listener[] = [];
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/ +/);
    const [address, port] = fields[1]?.split(":") ?? [];
    if (fields[3] !== state || address === undefined || port === undefined) continue;
    listeners.push({
      protocol,
      address: readAddress(address),
      port: parseInt(port, 16),
      uid: Number(fields[7]),
      inode: fields[9] ?? "0",
    });
  }
  return listeners;
}

/** The kernel prints addresses as words in the machine's own byte order; all machines we know are little-endian. */
export function readAddress(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  for (let word = 0; word < bytes.length; word += 4) bytes.subarray(word, word + 4).reverse();
  return addressText(bytes);
}

/** An address as people write it, from its bytes in the order of the network. */
function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.subarray(0, 12).equals(MAPPED)) return bytes.subarray(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
  return groups.join(":").replace(/(^|:)0(:0)+(:|$)/, "::");
}

const MAPPED = Buffer.from("00000000000000000000ffff", "hex");

type Owner = Readonly<{ pid: number | null; process: string | null }>;
const NOBODY: Owner = { pid: null, process: null };

/** A new listener mostly belongs to a young process: those are asked first, and nobody once all are found. */
function findOwners(inodes: ReadonlySet<string>): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const pid of listProcesses().reverse()) {
    if (owners.size === inodes.size) break;
    for (const inode of socketsOf(pid)) {
      if (!inodes.has(inode) || owners.has(inode)) continue;
      owners.set(inode, { pid: Number(pid), process: readProc(`/proc/${pid}/comm`)?.trim() ?? "" });
    }
  }
  return owners;
}

function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const link = linkOf(`/proc/${pid}/fd/${fd}`);
      return link.startsWith("socket:[") ? [link.slice(8, -1)] : [];
    });
  } catch {
    // It ended meanwhile, or belongs to somebody whose files we may not see.
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** Several processes may share a port: it is one item. */
function distinct(
  listeners: readonly Listener[],
  owners: ReadonlyMap<string, Owner>,
): SocketItem[] {
  const items = new Map<string, SocketItem>();
  for (const { inode, ...rest } of listeners) {
    const owner = owners.get(inode);
    const key = `${rest.protocol} ${rest.address} ${rest.port}`;
    if (items.has(key)) continue;
    items.set(key, { ...rest, pid: owner?.pid ?? null, process: owner?.process ?? null });
  }
  return [...items.values()].sort((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1));
}
