/** One transaction of apt, as its history log has it. */
export type Transaction = Readonly<{
  startedAt: string;
  /** e.g. `apt install nginx`; empty where a program used the library. */
  commandLine: string;
  requestedBy: string;
  installed: readonly Readonly<{ name: string; automatic: boolean }>[];
}>;

/** Reads /var/log/apt/history.log. */
export function parseHistory(text: string): readonly Transaction[] {
  return text
    .split(/\n\n+/)
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
      return {
        startedAt: field("Start-Date"),
        commandLine: field("Commandline"),
        requestedBy: field("Requested-By"),
        installed: parseInstalled(field("Install")),
      };
    })
    .filter(({ startedAt }) => startedAt !== "");
}

/** `nginx:amd64 (1.22.1-9), libgd3:amd64 (2.3.3-9, automatic)` */
function parseInstalled(list: string): Transaction["installed"] {
  const installed: { name: string; automatic: boolean }[] = [];
  for (const [, name = "", details = ""] of list.matchAll(
    /([^\s,()]+?)(?::[a-z0-9-]+)? \(([^)]*)\)/g,
  ))
    installed.push({ name, automatic: details.split(", ").includes("automatic") });
  return installed;
}

/** Names that /var/lib/apt/extended_states marks as installed automatically. */
export function parseAutomatic(extendedStates: string): ReadonlySet<string> {
  const automatic = new Set<string>();
  for (const block of extendedStates.split(/\n\n+/)) {
    const name = /^Package: (.*)$/m.exec(block)?.[1];
    if (name !== undefined && /^Auto-Installed: 1$/m.test(block)) automatic.add(name);
  }
  return automatic;
}
