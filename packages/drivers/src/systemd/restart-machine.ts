import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Action, Run } from "../driver.ts";
import type { Host } from "../host/index.ts";

const restartMachineSchema = z.strictObject({
  delaySeconds: z.number().int().min(0).max(60).default(2),
});
type Parameters = z.infer<typeof restartMachineSchema>;

const BOOT_ID = "/proc/sys/kernel/random/boot_id";
const REBOOT_TIMEOUT_SECONDS = 60;
/** How long the machine may take to end us after it was told to restart. */
const GOING_DOWN_SECONDS = 300;

/** Restarts the machine in good order (`machine.restart`). */
export const restartMachine: Action<Parameters> = {
  name: "machine.restart",
  parameters: restartMachineSchema,
  risk: "disruptive",
  unit: () => undefined,
  exists: (host) => Promise.resolve(host.exists("/run/systemd/system")),
  mark: (host) => Promise.resolve(bootId(host)),
  perform,
  conclude: (host, _parameters, before) =>
    Promise.resolve(
      bootId(host) === before
        ? { result: "failed", output: "the machine did not restart" }
        : { result: "succeeded", output: "the machine has restarted" },
    ),
  describe: () => ({ line: "restart the machine", risk: "disruptive" }),
};

/** Returns only where the machine refused to go down. */
async function perform(host: Host, { delaySeconds }: Parameters, run: Run): Promise<void> {
  await sleep(delaySeconds * 1000, undefined, { signal: run.signal });
  const { code } = await host.run(["systemctl", "--no-ask-password", "reboot"], {
    timeoutSeconds: REBOOT_TIMEOUT_SECONDS,
    signal: run.signal,
  });
  if (code === 0) await sleep(GOING_DOWN_SECONDS * 1000, undefined, { signal: run.signal });
}

/** In a container the boot id may be the host's; when its first process started tells its own starts apart. */
function bootId(host: Host): string {
  const stat = host.readText("/proc/1/stat") ?? "";
  const startTicks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${host.readText(BOOT_ID)?.trim() ?? ""} ${startTicks}`;
}
