import { UnknownOutput, type Host } from "../host/index.ts";

/** Seconds for a question to systemctl. */
export const ASK_TIMEOUT_SECONDS = 15;

export type Shown = Readonly<Record<string, string>>;

/** Asks systemctl for properties of a unit; `unit` must have passed its schema. */
export async function showUnit(
  host: Host,
  unit: string,
  properties: readonly string[],
): Promise<Shown> {
  const argv = ["systemctl", "show", `--property=${properties.join(",")}`, "--", unit] as const;
  const { code, stdout, stderr } = await host.run(argv, { timeoutSeconds: ASK_TIMEOUT_SECONDS });
  if (code !== 0) throw new UnknownOutput("systemctl show", stderr || stdout);
  const shown = parseShown(stdout);
  for (const property of properties)
    if (shown[property] === undefined) throw new UnknownOutput("systemctl show", stdout);
  return shown;
}

/** `Name=value` lines; a value may hold further equals signs. */
export function parseShown(output: string): Shown {
  const entries: [string, string][] = [];
  for (const line of output.split("\n")) {
    if (line === "") continue;
    const equals = line.indexOf("=");
    if (equals < 1) throw new UnknownOutput("systemctl show", line);
    entries.push([line.slice(0, equals), line.slice(equals + 1)]);
  }
  return Object.fromEntries(entries);
}
