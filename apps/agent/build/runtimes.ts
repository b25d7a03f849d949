import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A Bun executable that the agent is put into. */
export type Runtime = Readonly<{
  architecture: "x64" | "arm64";
  package: string;
  /** Subresource integrity of the package's tarball, as the registry signs it. */
  integrity: string;
}>;

export const BUN_VERSION = "1.4.5";

/**
 * The builds that are shipped. For x64 the one that asks for no AVX2: virtual machines with QEMU's default processor
 * have none, and the agent would die there with an illegal instruction.
 */
export const RUNTIMES: readonly Runtime[] = [
  {
    architecture: "x64",
    package: "@oven/bun-linux-x64-baseline",
    integrity:
      "sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
  },
  {
    architecture: "arm64",
    package: "@oven/bun-linux-aarch64",
    integrity:
      "sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  },
];

/**
 * Path of a runtime's executable, fetched once into the cache with npm's own client and believed only if its sum is the
 * one above. npm installs no packages for another processor, hence not a plain dependency.
 * @throws where the registry cannot be reached or the sum differs.
 */
export function prepareRuntime(runtime: Runtime, cache: string): string {
  const folder = join(cache, `${runtime.package.replace("/", "-")}-${BUN_VERSION}`);
  const executable = join(folder, "package", "bin", "bun");
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    const tarball = join(work, fetchTarball(runtime.package, work));
    checkIntegrity(tarball, runtime.integrity);
    execFileSync("tar", ["-xzf", tarball, "-C", work]);
    rmSync(tarball);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

/** @returns the tarball's name in `folder`. */
function fetchTarball(name: string, folder: string): string {
  const argv = ["pack", `${name}@${BUN_VERSION}`, "--pack-destination", folder, "--loglevel=error"];
  const output = execFileSync("npm", argv, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return output.trim().split("\n").at(-1) ?? "";
}

function checkIntegrity(path: string, integrity: string): void {
  const sum = createHash("sha512").update(readFileSync(path)).digest("base64");
  if (`sha512-${sum}` !== integrity) throw new Error(`${path} is not what ${integrity} stands for`);
}
