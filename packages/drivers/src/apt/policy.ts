import { UnknownOutput, type Host } from "../host/index.ts";

const ASK_TIMEOUT_SECONDS = 120;
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
/** So many names a call: an argument list has a limit. */
const NAMES_AT_ONCE = 500;

/**
 * Where each installed version comes from, e.g. `deb.debian.org bookworm/main`; `local` where no archive has it:
 * somebody brought the file.
 */
export async function listSources(
  host: Host,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const argv = ["apt-cache", "policy", "--", ...names.slice(at, at + NAMES_AT_ONCE)] as const;
    const options = {
      timeoutSeconds: ASK_TIMEOUT_SECONDS,
      outputMaxBytes: OUTPUT_MAX_BYTES,
      background: true,
    };
    const { code, stdout, stderr, truncated } = await host.run(argv, options);
    if (code !== 0 || truncated) throw new UnknownOutput("apt-cache policy", stderr || stdout);
    for (const [name, source] of parsePolicy(stdout)) sources.set(name, source);
  }
  return sources;
}

/** e.g. `500 http://deb.debian.org/debian bookworm/main amd64 Packages`; a flat archive names no architecture. */
const ARCHIVE = /^ +-?\d+ ([a-z0-9+-]+):\/*(\S+) (\S+)(?: \S+)? Packages$/;

/**
 * Reads `apt-cache policy`. The archives under the installed version (`***`) count first; where an archive has moved on to a
 * newer version, that archive is still where the package is from.
 */
export function parsePolicy(output: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const settled = new Set<string>();
  let name = "";
  let installed = false;
  for (const line of output.split("\n")) {
    const heading = /^(\S+):$/.exec(line)?.[1];
    if (heading !== undefined) {
      name = heading;
      installed = false;
      sources.set(name, "local");
    } else if (/^ (\*\*\*|   ) \S/.test(line)) installed = line.startsWith(" ***");
    const archive = ARCHIVE.exec(line);
    if (!archive || settled.has(name)) continue;
    if (installed) settled.add(name);
    if (installed || sources.get(name) === "local") sources.set(name, sourceName(archive));
  }
  return sources;
}

function sourceName([, scheme, address = "", suite = ""]: RegExpExecArray): string {
  if (scheme === "file" || scheme === "copy") return `/${address} ${suite}`;
  return `${address.replace(/^[^/]*@/, "").split("/")[0]} ${suite}`;
}
