import type { Collector } from "../driver.ts";
import { UnknownOutput, type Host } from "../host/index.ts";
import { detect } from "./packages-collector.ts";

export type UpdateItem = Readonly<{
  name: string;
  installed: string;
  available: string;
  source: string;
  security: boolean;
}>;

const SIMULATE_TIMEOUT_SECONDS = 120;
const OUTPUT_MAX_BYTES = 8 * 1024 * 1024;

/** What an upgrade would change now, going by the lists that were fetched last. Simulated: nothing is locked or changed. */
export const updatesCollector: Collector<UpdateItem> = { name: "updates", detect, collect };

async function collect(host: Host): Promise<readonly UpdateItem[]> {
  const argv = ["apt-get", "--simulate", "-o", "Debug::NoLocking=1", "dist-upgrade"] as const;
  const options = {
    timeoutSeconds: SIMULATE_TIMEOUT_SECONDS,
    outputMaxBytes: OUTPUT_MAX_BYTES,
    background: true,
  };
  const { code, stdout, stderr } = await host.run(argv, options);
  if (code !== 0) throw new UnknownOutput("apt-get --simulate", stderr || stdout);
  return parseSimulation(stdout);
}

/** `Inst libssl3 [3.0.11-1] (3.0.14-1~deb12u2 Debian-Security:12/stable-security [amd64])` */
export function parseSimulation(output: string): readonly UpdateItem[] {
  const items: UpdateItem[] = [];
  for (const line of output.split("\n")) {
    if (!line.startsWith("Inst ")) continue;
    const match = /^Inst (\S+) (?:\[([^\]]*)\] )?\((\S+) (.*?)(?: \[[^\]]*\])?\)/.exec(line);
    if (!match) throw new UnknownOutput("apt-get --simulate", line);
    const [, name = "", installed = "", available = "", source = ""] = match;
    items.push({ name, installed, available, source, security: /-?security/i.test(source) });
  }
  return items;
}
