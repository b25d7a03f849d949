import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { baseKey, baseRecipe, layerKey, packagesOf, usualPackageSets } from "./image-recipe.ts";
import { withLock } from "./name-lock.ts";
import { demand } from "./run-process.ts";

/** Where images and the machines' disks lie: `DRIFTVAKT_FLEET_DIR`, else the user's cache, else /var/cache for root. */
export function fleetDirectory(): string {
  const { DRIFTVAKT_FLEET_DIR: chosen, XDG_CACHE_HOME: cacheHome } = process.env;
  if (chosen !== undefined && chosen !== "") return chosen;
  if (cacheHome !== undefined && cacheHome !== "") return join(cacheHome, "driftvakt", "fleet");
  if (process.getuid?.() === 0) return "/var/cache/driftvakt/fleet";
  return join(homedir(), ".cache", "driftvakt", "fleet");
}

/** Told what takes long; the default writes to stderr. */
export type Progress = (line: string) => void;
export const tellOnStderr: Progress = (line) => process.stderr.write(`fleet: ${line}\n`);

const imagesDirectory = () => join(fleetDirectory(), "images");

/**
 * The directory of that name in the cache, built first if it is not there. Builds go on in a folder of their own that
 * gets its name at the end: a half-built image is never seen. Processes that want the same one wait for the first.
 */
async function cached(
  key: string,
  build: (workshop: string) => Promise<string>,
  tell: Progress,
): Promise<string> {
  const path = join(imagesDirectory(), key);
  if (existsSync(path)) return path;
  return withLock(`image ${path}`, async () => {
    if (existsSync(path)) return path;
    const workshop = `${path}.building`;
    const begun = performance.now();
    tell(`building image ${key} …`);
    await rm(workshop, { recursive: true, force: true });
    await mkdir(workshop, { recursive: true });
    await rename(await build(workshop), path);
    await rm(workshop, { recursive: true, force: true });
    tell(`image ${key} built in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    return path;
  });
}

async function buildBase(workshop: string): Promise<string> {
  const root = join(workshop, "root");
  await demand(
    [
      "mmdebstrap",
      "--quiet",
      "--mode=root",
      "--variant=apt",
      `--include=${baseRecipe.packages.join(",")}`,
      ...baseRecipe.leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
      "--dpkgopt=force-unsafe-io",
      '--aptopt=Acquire::Languages "none"',
      ...baseRecipe.finish.map((hook) => `--customize-hook=${hook}`),
      baseRecipe.suite,
      root,
    ],
    { timeoutSeconds: 600 },
  );
  return root;
}

/**
 * Installs $PACKAGES into an overlay over the base, in mount and process namespaces of its own: when the script ends,
 * however it ends, its mounts and whatever a package started are gone. policy-rc.d keeps services from starting.
 */
const installLayer = `
set -eu
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$WORKSHOP/layer,workdir=$WORKSHOP/work" "$WORKSHOP/root"
cd "$WORKSHOP/root"
mount -t proc proc proc
mount --rbind /dev dev
mount --bind /etc/resolv.conf etc/resolv.conf
printf '#!/bin/sh\\nexit 101\\n' > usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
chroot . apt-get update -q
chroot . apt-get install -y -q --no-install-recommends $PACKAGES
chroot . apt-get clean
rm -rf usr/sbin/policy-rc.d var/lib/apt/lists/*
`;

async function buildLayer(
  base: string,
  packages: readonly string[],
  workshop: string,
): Promise<string> {
  for (const name of ["root", "layer", "work"]) await mkdir(join(workshop, name));
  await demand(
    ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", installLayer],
    {
      timeoutSeconds: 900,
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        LC_ALL: "C",
        DEBIAN_FRONTEND: "noninteractive",
        BASE: base,
        WORKSHOP: workshop,
        PACKAGES: packages.join(" "),
        ...proxySettings(),
      },
    },
  );
  return join(workshop, "layer");
}

function proxySettings(): Record<string, string> {
  const names = ["http_proxy", "https_proxy", "no_proxy"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ) as Record<string, string>;
}

/**
 * The read-only directories that a machine with these Debian packages is laid over, uppermost first;
 * builds what the cache does not have (the base takes about 20 s, a set of packages 5 to 15 s).
 */
export async function prepareImage(
  packages: readonly string[],
  tell: Progress = tellOnStderr,
): Promise<string[]> {
  const base = await cached(baseKey(), buildBase, tell);
  const names = packagesOf(packages);
  if (names.length === 0) return [base];
  const layer = await cached(
    layerKey(names),
    (workshop) => buildLayer(base, names, workshop),
    tell,
  );
  return [layer, base];
}

/** Builds ahead of time what the tests will boot, so that no test's own time limit has to hold a build. */
export async function warmImages(
  sets: readonly (readonly string[])[] = usualPackageSets,
  tell: Progress = tellOnStderr,
): Promise<void> {
  for (const packages of sets) await prepareImage(packages, tell);
}
