import { createHash } from "node:crypto";

/** What a machine's disk is made of. Its hash is its name in the cache: change anything here and it is built anew. */
export const baseRecipe = {
  suite: "bookworm",
  /** A plain Debian server as a customer hands it over, and what a one-line installer needs. */
  packages: ["systemd", "systemd-sysv", "dbus", "iproute2", "procps", "curl", "ca-certificates"],
  /** Reading matter that no test reads; a quarter of the files. */
  leftOut: ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"],
  /** Run on the host with the new root as $1. */
  finish: [
    // The build host's own name and name server are copied in; a machine gets its own.
    'rm -f "$1/etc/hostname" "$1/etc/machine-id" "$1/var/lib/dbus/machine-id"',
    ': > "$1/etc/resolv.conf"',
    // Jobs at random moments that want the world's mirrors would hold dpkg's lock in the middle of a test.
    'for timer in apt-daily apt-daily-upgrade dpkg-db-backup fstrim e2scrub_all man-db; do ln -sf /dev/null "$1/etc/systemd/system/$timer.timer"; done',
  ],
} as const;

/** Package sets that the project's own tests boot; built ahead by `warmImages`. */
export const usualPackageSets: readonly (readonly string[])[] = [[], ["nginx-light"], ["postfix"]];

const hash = (value: unknown) =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);

export const baseKey = (): string => `base-${hash(baseRecipe)}`;

/** The same packages in any order, or named twice, are the same layer. */
export function packagesOf(packages: readonly string[]): string[] {
  const wrong = packages.find((name) => !/^[a-z0-9][a-z0-9+.-]+$/.test(name));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not the name of a Debian package`);
  return [...new Set(packages)].sort();
}

/** The cache name of the layer that adds `packages` to the base. */
export function layerKey(packages: readonly string[]): string {
  const names = packagesOf(packages);
  return `packages-${names[0] ?? "none"}-${hash([baseKey(), names, layerVersion])}`;
}

/** Raise it when the way layers are built changes what is in them. */
const layerVersion = 1;
