/** The parts of npm's lock file (version 3) that say what must be installed where. */
export type LockEntry = Readonly<{
  version?: string;
  link?: boolean;
  optional?: boolean;
  os?: string | readonly string[];
  cpu?: string | readonly string[];
  libc?: string | readonly string[];
}>;
export type LockFile = Readonly<{ packages: Readonly<Record<string, LockEntry>> }>;
export type Platform = Readonly<{ os: string; cpu: string }>;

/** npm's rule: `["linux", "darwin"]` allows only those, `["!win32"]` all but those. */
function fits(limit: string | readonly string[] | undefined, have: string): boolean {
  const wanted = limit === undefined ? [] : [limit].flat();
  if (wanted.includes(`!${have}`)) return false;
  return wanted.includes(have) || wanted.every((one) => one.startsWith("!"));
}

/**
 * An optional package that is missing matters only where it names our platform (Node itself does); what other platforms'
 * packages need is optional too, and which C library the machine has is npm's business.
 */
function mayBeMissing(entry: LockEntry): boolean {
  return entry.libc !== undefined || (entry.optional === true && entry.cpu === undefined);
}

const isWanted = (path: string, entry: LockEntry, platform: Platform) =>
  path.includes("node_modules/") &&
  entry.link !== true &&
  fits(entry.os, platform.os) &&
  fits(entry.cpu, platform.cpu);

/** One line for each package that is missing or has another version than the lock file says. */
export function findMismatches(lock: LockFile, installed: LockFile, platform: Platform): string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    const have = installed.packages[path]?.version;
    if (have === entry.version || !isWanted(path, entry, platform)) return [];
    if (have === undefined && mayBeMissing(entry)) return [];
    return [`${path}: ${have ?? "missing"}, not ${entry.version}`];
  });
}
