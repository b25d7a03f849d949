import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { outside, zones, type Zone } from "./table.ts";

/** A workspace package: where it lies, and its `exports` map, from subpath (`./X`) to file (`./src/X/index.ts`). */
export type WorkspacePackage = Readonly<{
  folder: string;
  exports: Readonly<Record<string, string>>;
}>;
/** Workspace packages by their npm name: `@driftvakt/domain` → `packages/domain`. */
export type Packages = ReadonlyMap<string, WorkspacePackage>;
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
  packages: Packages,
  exists: (path: string) => boolean,
): string | undefined {
  if (specifier.startsWith(".")) return judgeRelative(from, specifier);
  const own = packages.get(packageName(specifier));
  if (own !== undefined) return judgeWorkspace(from, specifier, own, exists);
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
  own: WorkspacePackage,
  exists: (path: string) => boolean,
): string | undefined {
  const target = exported(own, `.${specifier.slice(packageName(specifier).length)}`);
  const to = target === undefined ? undefined : posix.join(own.folder, target);
  if (to === undefined) return `${specifier} is not in the exports of ${own.folder}`;
  return exists(to)
    ? judgeFile(from, to, specifier)
    : `${specifier} leads to ${to}, which is not there`;
}

/** Node's rule: an exact subpath first, then the pattern that says most before its star. */
function exported({ exports }: WorkspacePackage, subpath: string): string | undefined {
  if (exports[subpath] !== undefined) return exports[subpath];
  const patterns = Object.entries(exports).toSorted(([a], [b]) => b.indexOf("*") - a.indexOf("*"));
  for (const [pattern, target] of patterns) {
    const [before = "", after] = pattern.split("*");
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    const middle = subpath.slice(before.length, subpath.length - after.length);
    if (middle !== "") return target.replaceAll("*", middle);
  }
  return undefined;
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
  return `${home.zone.name} may import ${away.zone.name} only by its face (${specifier}): ${home.zone.why}`;
}

/** `features/servers/index.ts` for a zone with a name, `src/all.ts` and its siblings for one without. */
function isFace(to: string, { zone, name }: Place): boolean {
  if (name === undefined) return !to.slice(zone.path.length).includes("/");
  const file = to.slice(zone.path.replace("{name}", name).length);
  return file === "index.ts" || zone.face?.test(file) === true;
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
