import { ProgramMissing, UnknownOutput, type Host } from "../host/index.ts";

export type DpkgPackage = Readonly<{ name: string; version: string; architecture: string }>;

const ASK_TIMEOUT_SECONDS = 60;
const OUTPUT_MAX_BYTES = 8 * 1024 * 1024;
const FORMAT =
  "--showformat=${binary:Package}\\t${Version}\\t${Architecture}\\t${db:Status-Abbrev}\\n";

/** Installed packages. Ones that are removed but left their configuration do not count. */
export async function listPackages(host: Host): Promise<readonly DpkgPackage[]> {
  const options = { timeoutSeconds: ASK_TIMEOUT_SECONDS, outputMaxBytes: OUTPUT_MAX_BYTES };
  const { code, stdout, stderr } = await host.run(["dpkg-query", "--show", FORMAT], options);
  if (code !== 0) throw new UnknownOutput("dpkg-query", stderr);
  return parsePackages(stdout);
}

export function parsePackages(output: string): readonly DpkgPackage[] {
  const packages: DpkgPackage[] = [];
  for (const line of output.split("\n")) {
    if (line === "") continue;
    const [name, version, architecture, status] = line.split("\t");
    if (
      name === undefined ||
      version === undefined ||
      architecture === undefined ||
      status === undefined
    )
      throw new UnknownOutput("dpkg-query", line);
    if (status.startsWith("ii") || status.startsWith("hi"))
      packages.push({ name, version, architecture });
  }
  return packages;
}

/** Is dpkg here? Its version, as `1.21.22`, or undefined. */
export async function findDpkg(host: Host): Promise<string | undefined> {
  try {
    const { stdout } = await host.run(["dpkg", "--version"], {
      timeoutSeconds: ASK_TIMEOUT_SECONDS,
    });
    const version = /version (\d[\w.+~-]*)/.exec(stdout)?.[1];
    if (version === undefined) throw new UnknownOutput("dpkg --version", stdout);
    return version;
  } catch (error) {
    if (error instanceof ProgramMissing) return undefined;
    throw error;
  }
}
