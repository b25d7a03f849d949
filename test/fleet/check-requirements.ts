import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Programs the fleet runs on the host, and the Debian package each is in. */
const programs = {
  mmdebstrap: "mmdebstrap",
  "systemd-nspawn": "systemd-container",
  ip: "iproute2",
  bridge: "iproute2",
  nft: "nftables",
  nsenter: "util-linux",
  unshare: "util-linux",
  setpriv: "util-linux",
} as const;

function isProgram(name: string, path: string): boolean {
  return path.split(":").some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What keeps machines from booting here, one line each, with the way out; empty when nothing does. */
export function findMissingRequirements({
  user = process.getuid?.(),
  path = process.env["PATH"] ?? "",
}: { user?: number | undefined; path?: string } = {}): string[] {
  const missing: string[] = [];
  if (process.platform !== "linux") return [`Linux (this is ${process.platform})`];
  if (user !== 0) missing.push(`root (this is user ${user}): run the tests as root`);
  for (const [program, debianPackage] of Object.entries(programs)) {
    if (!isProgram(program, path)) missing.push(`${program}: apt-get install ${debianPackage}`);
  }
  if (!readFileSync("/proc/filesystems", "utf8").includes("\toverlay\n"))
    missing.push("overlayfs in the kernel: modprobe overlay");
  if (!existsSync("/sys/fs/cgroup")) missing.push("control groups mounted on /sys/fs/cgroup");
  return missing;
}

/** @throws naming all that is missing at once. */
export function requireFleet(): void {
  const missing = findMissingRequirements();
  if (missing.length === 0) return;
  throw new Error(
    `test machines cannot boot here. Missing:\n${missing.map((line) => `- ${line}`).join("\n")}`,
  );
}
