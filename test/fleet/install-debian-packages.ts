import { debianPackages } from "./debian-packages.ts";
import { demand, runProcess } from "./run-process.ts";

/** Those of `names` that are not installed here; all of them where there is no dpkg. */
export async function findMissingDebianPackages(
  names: readonly string[] = debianPackages,
): Promise<string[]> {
  if (names.length === 0) return [];
  const { stdout } = await runProcess([
    "dpkg-query",
    "-W",
    "-f",
    "${Package} ${db:Status-Status}\\n",
    ...names,
  ]);
  const installed = new Set(stdout.split("\n").filter((line) => line.endsWith(" installed")));
  return names.filter((name) => !installed.has(`${name} installed`));
}

/**
 * Runs apt-get with a policy-rc.d that forbids starting services, laid over the host's own in a mount namespace that
 * ends with the command. Where the host has none, an allowing one serves as the place to mount on: should this
 * process be killed before it is removed, what is left behind changes nothing.
 */
const installWithoutStarting = `
set -eu
policy=/usr/sbin/policy-rc.d
made=no
deny=$(mktemp)
trap 'rm -f "$deny"; [ $made = no ] || rm -f $policy' EXIT
printf '#!/bin/sh\\nexit 101\\n' > "$deny"
chmod 755 "$deny"
[ -e $policy ] || { printf '#!/bin/sh\\nexit 0\\n' > $policy; chmod 755 $policy; made=yes; }
unshare --mount sh -euc 'mount --bind "$0" "$1"; shift
apt-get update -q
exec apt-get install -y -q --no-install-recommends "$@"' "$deny" $policy "$@"
`;

/**
 * Installs Debian packages on this machine without questions, without what they merely recommend, and without
 * starting a service. Does nothing where all are there.
 * @returns the packages that were missing.
 * @throws when not root, or when apt-get fails (with the end of what it said).
 */
export async function installDebianPackages(
  names: readonly string[] = debianPackages,
): Promise<string[]> {
  const missing = await findMissingDebianPackages(names);
  if (missing.length === 0) return [];
  if (process.getuid?.() !== 0) {
    throw new Error(`not root, so these Debian packages cannot be installed: ${missing.join(" ")}`);
  }
  await demand(["sh", "-c", installWithoutStarting, "install", ...missing], {
    timeoutSeconds: 1200,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
  });
  return missing;
}
