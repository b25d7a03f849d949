import type { Collector, Detection } from "../driver.ts";
import type { Host } from "../host/index.ts";
import { findDpkg, listPackages } from "./dpkg.ts";
import { parseAutomatic, parseHistory, type Transaction } from "./history.ts";
import { installerJudge, type Installer } from "./judge-installer.ts";
import { listSources } from "./policy.ts";

export type PackageItem = Readonly<{
  name: string;
  version: string;
  architecture: string;
  /** The archive it comes from, or `local`. */
  source: string;
  /** Came as a dependency, not because somebody asked for it. */
  automatic: boolean;
  installedBy: Installer;
}>;

const HISTORY = "/var/log/apt/history.log";
const EXTENDED_STATES = "/var/lib/apt/extended_states";
const FILE_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Installed packages with where they come from and whose they are (se-06).
 * @param handedOver names that were on the machine at hand-over.
 */
export function packagesCollector(handedOver: ReadonlySet<string>): Collector<PackageItem> {
  return { name: "packages", detect, collect: (host) => collect(host, handedOver) };
}

export async function detect(host: Host): Promise<Detection> {
  const version = await findDpkg(host);
  return version === undefined ? { state: "absent" } : { state: "ready", version };
}

async function collect(
  host: Host,
  handedOver: ReadonlySet<string>,
): Promise<readonly PackageItem[]> {
  const packages = await listPackages(host);
  const sources = await listSources(
    host,
    packages.map(({ name }) => name),
  );
  const automatic = parseAutomatic(host.readText(EXTENDED_STATES, FILE_MAX_BYTES) ?? "");
  const judge = installerJudge({ handedOver, automatic, transactions: readTransactions(host) });
  return packages.map(({ name, version, architecture }) => {
    const bare = bareName(name);
    return {
      name,
      version,
      architecture,
      source: sources.get(name) ?? "local",
      automatic: automatic.has(bare),
      installedBy: judge(bare),
    };
  });
}

/** `libc6:i386` is known to apt's logs as `libc6`. */
export function bareName(name: string): string {
  return name.split(":")[0] ?? name;
}

/** The current log and the last one that was put away unpacked. */
function readTransactions(host: Host): readonly Transaction[] {
  return [`${HISTORY}.1`, HISTORY].flatMap((path) =>
    parseHistory(host.readText(path, FILE_MAX_BYTES) ?? ""),
  );
}
