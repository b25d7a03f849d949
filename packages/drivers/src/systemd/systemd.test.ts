import { describe, expect, it } from "vitest";
import { describeAction, describeDriver } from "../conformance/index.ts";
import { recordedHost } from "../host/index.ts";
import { restartMachine } from "./restart-machine.ts";
import { restartService } from "./restart-service.ts";
import { showUnit } from "./show.ts";
import { systemdDriver } from "./driver.ts";
import { factsAfter, factsOfRow } from "./unit.ts";
import { unitOfPath, unitPath } from "./systemd-connection.ts";

/** systemd 252 on Debian 12. */
const VERSION = "systemd 252 (252.39-1~deb12u1)\n+PAM +AUDIT +SELINUX default-hierarchy=unified\n";
const show = (unit: string) =>
  `systemctl show --property=LoadState,ActiveState,UnitFileState -- ${unit}`;
const state = (active: string, file: string) => ({
  stdout: `LoadState=loaded\nActiveState=${active}\nUnitFileState=${file}\n`,
});
const files = { "/run/systemd/system": "" };
const change = (verb: string, unit: string) => `systemctl --no-ask-password ${verb} -- ${unit}`;
const badNames = [
  "nginx; rm -rf /",
  "$(id).service",
  "a\nb.service",
  `${"a".repeat(10_000)}.service`,
  "-H.service",
  "nginx",
  "a b.service",
  "../a.service",
];

describeDriver({
  driver: systemdDriver,
  spec: {
    units: [
      { unit: "nginx.service", running: true, enabled: true },
      { unit: "telnet.socket", running: false, enabled: false },
      { unit: "absent.service", running: true },
    ],
  },
  badSpecs: badNames.map((unit) => ({ units: [{ unit, running: true }] })),
  adrift: () =>
    recordedHost({
      files,
      commands: {
        "systemctl --version": { stdout: VERSION },
        [show("nginx.service")]: state("failed", "disabled"),
        [show("telnet.socket")]: state("active", "enabled"),
        [show("absent.service")]: {
          stdout: "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n",
        },
        [change("enable", "nginx.service")]: {},
        [change("start", "nginx.service")]: {},
        [change("stop", "telnet.socket")]: {},
        [change("disable", "telnet.socket")]: {},
      },
    }),
  converged: () =>
    recordedHost({
      files,
      commands: {
        [show("nginx.service")]: state("active", "enabled"),
        [show("telnet.socket")]: state("inactive", "disabled"),
        [show("absent.service")]: {
          stdout: "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n",
        },
      },
    }),
});

const shown = (properties: string) => `systemctl show --property=${properties} -- nginx.service`;
const machine = (id: string) =>
  recordedHost({
    files: {},
    commands: {
      [shown("LoadState")]: { stdout: "LoadState=loaded\n" },
      [shown("InvocationID")]: { stdout: `InvocationID=${id}\n` },
      [shown("ActiveState,SubState,InvocationID,Result")]: {
        stdout: `ActiveState=active\nSubState=running\nInvocationID=${id}\nResult=success\n`,
      },
      [change("restart", "nginx.service")]: {},
    },
  });
describeAction({
  action: restartService,
  parameters: { unit: "nginx.service" },
  badParameters: [...badNames.map((unit) => ({ unit })), {}, { unit: "a.service", args: ["-x"] }],
  before: () => machine("one"),
  after: () => machine("two"),
});

const booted = (id: string) =>
  recordedHost({
    files: {
      ...files,
      "/proc/sys/kernel/random/boot_id": `${id}\n`,
      "/proc/1/stat": "1 (systemd) S 0",
    },
    commands: { "systemctl --no-ask-password reboot": {} },
  });
describeAction({
  action: restartMachine,
  parameters: { delaySeconds: 0 },
  badParameters: [
    { delaySeconds: -1 },
    { delaySeconds: 3600 },
    { delaySeconds: "0" },
    { when: "now" },
  ],
  before: () => booted("one"),
  after: () => booted("two"),
});

describe("systemctl show", () => {
  it("keeps equals signs in values, and misses nothing that was asked for", async () => {
    const host = recordedHost({
      files: {},
      commands: { "systemctl show --property=A,B -- x.service": { stdout: "A=1=2\nB=\n" } },
    });
    expect(await showUnit(host, "x.service", ["A", "B"])).toEqual({ A: "1=2", B: "" });
    const less = recordedHost({
      files: {},
      commands: { "systemctl show --property=A,B -- x.service": { stdout: "A=1\n" } },
    });
    await expect(showUnit(less, "x.service", ["A", "B"])).rejects.toThrow("does not know");
  });
});

describe("units over D-Bus", () => {
  it.each([
    "nginx.service",
    "getty@tty1.service",
    "systemd-fsck@dev-disk-by\\x2duuid.service",
    "7zip.service",
    "å.service",
  ])("%s is the same after its path", (name) => {
    expect(Buffer.from(unitOfPath(unitPath(name)), "latin1").toString()).toBe(
      Buffer.from(name).toString(),
    );
  });
  it("a change that touches nothing we know is no change", () => {
    const before = factsOfRow([
      "a.service",
      "A",
      "loaded",
      "active",
      "running",
      "",
      "/",
      0,
      "",
      "/",
    ]);
    expect(factsAfter(before, { MemoryCurrent: 5n, ActiveState: "active" })).toBe(before);
    expect(
      factsAfter(before, { ActiveState: "failed", SubState: "failed", Job: [7, "/j"] }),
    ).toMatchObject({ active: "failed", job: true });
  });
});
