export type NetworkCounters = Readonly<{ inBytes: number; outBytes: number; errors: number }>;

/** Ends of container links and the like say nothing about the machine's own network. */
const LEFT_OUT = /^(lo|veth.*|docker\d+|br-.*|cali.*|tap.*|dummy.*|ifb.*)$/;
const INTERFACES_MAX = 16;

/** /proc/net/dev: the machine's own interfaces. */
export function parseNetwork(dev: string): ReadonlyMap<string, NetworkCounters> {
  const interfaces = new Map<string, NetworkCounters>();
  for (const line of dev.split("\n")) {
    const match = /^ *([^:\s]+): *(.*)$/.exec(line);
    const [, name = "", numbers = ""] = match ?? [];
    if (name === "" || LEFT_OUT.test(name) || interfaces.size >= INTERFACES_MAX) continue;
    const [inBytes = 0, , inErrors = 0, , , , , , outBytes = 0, , outErrors = 0] = numbers
      .split(/ +/)
      .map(Number);
    interfaces.set(name, { inBytes, outBytes, errors: inErrors + outErrors });
  }
  return interfaces;
}

/** `CurrEstab` of /proc/net/snmp. */
export function parseEstablished(snmp: string): number | undefined {
  const [names, values] = snmp.split("\n").filter((line) => line.startsWith("Tcp:"));
  const at = names?.split(" ").indexOf("CurrEstab") ?? -1;
  const text = at < 0 ? undefined : values?.split(" ")[at];
  return text === undefined ? undefined : Number(text);
}
