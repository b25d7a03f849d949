import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { capture, root } from "../terminal/run-command.ts";

/**
 * The Debian packages that the tests need; the folder that uses them lists them.
 * Empty where a checkout has no such list.
 */
export async function listNeededPackages(): Promise<readonly string[]> {
  const path = join(root, "test/fleet/debian-packages.ts");
  if (!existsSync(path)) return [];
  const module = (await import(pathToFileURL(path).href)) as { debianPackages: readonly string[] };
  return module.debianPackages;
}

/** Those of `names` that are not installed on this machine (all of them where there is no dpkg). */
export async function findMissingPackages(names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const format = "${Package} ${db:Status-Status}\\n";
  const { output } = await capture(["dpkg-query", "-W", "-f", format, ...names]);
  const installed = new Set(
    output.split("\n").flatMap((line) => {
      const [name = "", status] = line.split(" ");
      return status === "installed" ? [name] : [];
    }),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * Installs Debian packages as root, without questions and without what they merely recommend.
 * @returns undefined when done, else what apt said.
 */
export async function installPackages(names: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", ...names];
  const first = await capture(install, { env });
  if (first.code === 0) return undefined;
  // The package lists may be stale or missing: that is the common reason, and asking for them each time is slow.
  await capture(["apt-get", "update", "-q"], { env });
  const second = await capture(install, { env });
  return second.code === 0 ? undefined : second.output.trim().split("\n").slice(-10).join("\n");
}
