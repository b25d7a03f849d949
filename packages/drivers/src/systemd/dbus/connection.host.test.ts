import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFleet, type Fleet, type Machine } from "../../../../../test/fleet/index.ts";
import { demand } from "../../../../../test/fleet/run-process.ts";

let fleet: Fleet;
let machine: Machine;
beforeAll(async () => {
  fleet = await openFleet({ name: "dbus" });
  machine = await fleet.boot({ hostname: "one" });
});
afterAll(() => fleet?.close());

/** Connects and asks at once, many times; prints the longest wait in milliseconds. */
const program = `
const { connectDbus } = await import(process.env.MODULE);
let longest = 0;
for (let round = 0; round < 40; round += 1) {
  const begun = performance.now();
  const nothing = () => undefined;
  const socketPath = process.env.SOCKET;
  const connection = await connectDbus({ socketPath, onSignal: nothing, onLost: nothing });
  const manager = "org.freedesktop.systemd1.Manager";
  const [state] = await connection.call({
    path: "/org/freedesktop/systemd1", interface: "org.freedesktop.DBus.Properties", member: "Get",
    args: [manager, "SystemState"],
  });
  if (state !== "running") throw new Error(String(state));
  connection.close();
  longest = Math.max(longest, performance.now() - begun);
}
console.log(longest);
`;

describe("systemd's own socket", () => {
  it("se-04: answers the first question of every connection at once, however quickly it comes", async () => {
    // systemd speaks only with whom it can see, so the program shares the machine's processes.
    const within = ["nsenter", `--target=${machine.leader}`, "--pid", "--", process.execPath];
    const longest = await demand([...within, "--input-type=module", "--eval", program], {
      env: {
        ...process.env,
        MODULE: new URL("./index.ts", import.meta.url).href,
        SOCKET: `/proc/${machine.leader}/root/run/systemd/private`,
      },
    });
    expect(Number(longest)).toBeLessThan(2_000);
  });
});
