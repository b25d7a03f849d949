/** Debian packages that the tests use on the machine they run on, each with what for. */
export const debianPackageUses = {
  mmdebstrap: "builds the disks of test machines",
  "debian-archive-keyring": "the keys that Debian signs its archive with, for mmdebstrap",
  "systemd-container": "systemd-nspawn boots test machines",
  iproute2: "the machines’ network (ip, bridge)",
  nftables: "fences the machines in, cuts their network",
  e2fsprogs: "small disks for machines, to be filled up",
  "ca-certificates": "downloads over TLS",
  curl: "the one-line installer, as a user would run it",
  openssl: "certificates of test servers",
  chromium: "browser tests",
  pebble: "a certificate authority that speaks ACME",
  "postgresql-15": "the least PostgreSQL that the control plane promises to run on",
} as const;

export const debianPackages: readonly string[] = Object.keys(debianPackageUses);
