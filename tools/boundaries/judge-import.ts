import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { outside, zones, type Zone } from "./table.ts";

/** Folder of each workspace package by its npm name: `@driftvakt/domain` → `packages/domain`. */
export type PackageFolders = ReadonlyMap<string, string>;
type Place = Readonly<{ zone: Zone; name: string | undefined }>;

/** Where a file is at home; undefined outside of all zones. */
function placeOf(path: string): Place | undefined {
  for (const zone of zones) {
    const [before = "", after] = zone.path.split("{name}");
    if (!path.startsWith(before)) continue;
    if (after === undefined) return { zone, name: undefined };
    const rest = path.slice(before.length);
    if (rest.includes("/")) return { zone, name: rest.slice(0, rest.indexOf("/")) };
  }
  return undefined;
}

const packageRoot = (path: string) => /^(?:packages|apps)\/[^/]+\//.exec(path)?.[0];
const packageName = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/**
 * Judges one import of the file `from` (path from the root of the checkout).
 * @param exists whether a file of the checkout exists; for imports through a package's `exports` map.
 * @returns what is wrong, in one line, or undefined.
 */
export function judgeImport(
  from: string,
  specifier: string,
  packages: PackageFolders,
  exists: (path: string) => boolean,
): string | undefined {
  if (specifier.startsWith(".")) return judgeRelative(from, specifier);
  const folder = packages.get(packageName(specifier));
  if (folder !== undefined) return judgeWorkspace(from, specifier, folder, exists);
  const zone = homeOf(from)?.zone;
  if (zone === undefined) return undefined;
  return isBuiltin(specifier) ? judgeNode(zone, specifier) : judgePackage(zone, specifier);
}

const homeOf = (from: string) =>
  outside.some((pattern) => pattern.test(from)) ? undefined : placeOf(from);

function judgeRelative(from: string, specifier: string): string | undefined {
  const to = posix.normalize(posix.join(posix.dirname(from), specifier));
  if (to.startsWith("..")) return `${specifier} leaves the checkout`;
  const [home, away] = [packageRoot(from), packageRoot(to)];
  if (home !== undefined && away !== undefined && home !== away) {
    return `${specifier} reaches into another package by path; import it by its name`;
  }
  return judgeFile(from, to, specifier);
}

function judgeWorkspace(
  from: string,
  specifier: string,
  folder: string,
  exists: (path: string) => boolean,
): string | undefined {
  const inside = specifier.split("/").slice(2).join("/");
  const to = `${folder}/src/${inside}/index.ts`;
  if (inside === "" || !exists(to))
    return `${specifier} is not in that package's exports (no ${to})`;
  return judgeFile(from, to, specifier);
}

function judgeFile(from: string, to: string, specifier: string): string | undefined {
  const home = homeOf(from);
  if (home === undefined) return undefined;
  const away = placeOf(to);
  if (away === undefined) return `${home.zone.name} imports ${specifier}, which no zone holds`;
  if (home.zone === away.zone && home.name === away.name) return undefined;
  if (home.zone.may.includes(away.zone.name)) return undefined;
  if (home.zone.mayByFace?.includes(away.zone.name) !== true) {
    return `${home.zone.name} must not import ${away.zone.name} (${specifier}): ${home.zone.why}`;
  }
  if (isFace(to, away)) return undefined;
  return `${home.zone.name} may import ${away.zone.name} only by its index.ts (${specifier}): ${home.zone.why}`;
}

/** `features/servers/index.ts` for a zone with a name, `src/all.ts` and its siblings for one without. */
function isFace(to: string, { zone, name }: Place): boolean {
  if (name === undefined) return !to.slice(zone.path.length).includes("/");
  return to === `${zone.path.replace("{name}", name)}index.ts`;
}

function judgeNode(zone: Zone, specifier: string): string | undefined {
  const name = specifier.replace(/^node:/, "");
  if (zone.node === undefined || zone.node.includes(name)) return undefined;
  return `${zone.name} must not import ${specifier}: ${zone.why}`;
}

function judgePackage(zone: Zone, specifier: string): string | undefined {
  if (zone.packages === undefined || zone.packages.includes(packageName(specifier)))
    return undefined;
  return `${zone.name} may import only ${zone.packages.join(", ")}, not ${specifier}: ${zone.why}`;
}
