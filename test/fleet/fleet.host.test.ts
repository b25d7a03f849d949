import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFleet, type Fleet, type Machine } from "./index.ts";
import { demand, runProcess } from "./run-process.ts";

let fleet: Fleet;
let web1: Machine;
let web2: Machine;
let bare: Machine;

beforeAll(async () => {
  fleet = await openFleet({ name: "fleet-test" });
  [web1, web2, bare] = await Promise.all([
    fleet.boot({ hostname: "web1", packages: ["nginx-light"] }),
    fleet.boot({ hostname: "web2", packages: ["nginx-light"] }),
    fleet.boot({
      hostname: "bare",
      memoryMebibytes: 128,
      disks: [{ at: "/srv", sizeMebibytes: 16 }],
      files: { "/etc/note": { content: "kept\n", mode: 0o600 } },
    }),
  ]);
});

afterAll(() => fleet.close());

/** The status of the machine's web page, or why there is none. */
const reaches = async (machine: Machine): Promise<number | "refused" | "lost"> => {
  try {
    const signal = AbortSignal.timeout(1500);
    return (await fetch(`http://${machine.address}/`, { signal })).status;
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    return code === "ECONNREFUSED" ? "refused" : "lost";
  }
};

async function listen(address: string): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.end("hello"));
  server.listen(0, address);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

describe("a fleet of three machines", () => {
  it("boots them with names, identities and addresses of their own", async () => {
    const machines = [web1, web2, bare];
    const seen = await Promise.all(
      machines.map((machine) => machine.output(["sh", "-c", "hostname; cat /etc/machine-id"])),
    );
    expect(seen).toEqual(machines.map((machine) => `${machine.hostname}\n${machine.machineId}\n`));
    expect(new Set(machines.map((machine) => machine.machineId)).size).toBe(3);
    expect(new Set(machines.map((machine) => machine.address)).size).toBe(3);
    expect((await bare.output(["ls", "/sys/class/net"])).split("\n")).toEqual(["eth0", "lo", ""]);
  });

  it("gives a command's code and output apart, and kills it with its children at the time limit", async () => {
    expect(await bare.run(["sh", "-c", "echo out; echo err >&2; exit 3"])).toEqual({
      code: 3,
      signal: undefined,
      stdout: "out\n",
      stderr: "err\n",
    });
    const endless = bare.run(["sh", "-c", "sleep 1234 & sleep 1234"], { timeoutSeconds: 0.3 });
    await expect(endless).rejects.toThrow("did not end within 0.3 s");
    expect((await bare.run(["pgrep", "-f", "sleep 1234"])).code).toBe(1);
    await expect(bare.output(["cat", "/nowhere"])).rejects.toThrow("No such file");
  });

  it("stops a service on one machine and leaves its namesake on the other", async () => {
    await web1.output(["systemctl", "stop", "nginx"]);
    expect((await web1.run(["systemctl", "is-active", "nginx"])).stdout).toBe("inactive\n");
    expect(await reaches(web1)).toBe("refused");
    expect(await reaches(web2)).toBe(200);
    await web1.output(["systemctl", "start", "nginx"]);
    expect(await reaches(web1)).toBe(200);
  });

  it("waits for a line of a command that goes on by itself", async () => {
    const follow = ["journalctl", "--follow", "--lines=0", "-o", "cat", "-u", "nginx"];
    const stopped = web1.waitForLine(follow, /^Stopped/);
    await web1.output(["systemctl", "restart", "nginx"]);
    expect(await stopped).toContain("nginx.service");
  });

  it("copies files and folders in, and reads them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fleet test "));
    await writeFile(join(folder, "a.sh"), "#!/bin/sh\necho ran\n", { mode: 0o755 });
    await bare.copyIn(folder, "/opt/tree");
    await bare.copyIn(join(folder, "a.sh"), "/opt/new/b.sh", { mode: 0o700 });
    await rm(folder, { recursive: true });
    expect(await bare.output(["/opt/tree/a.sh"])).toBe("ran\n");
    expect(await bare.output(["stat", "-c", "%a %U", "/opt/new/b.sh", "/etc/note"])).toBe(
      "700 root\n600 root\n",
    );
    expect(await bare.readFile("/etc/note")).toBe("kept\n");
  });

  it("has small disks that fill up and a memory limit that kills", async () => {
    const full = await bare.run(["dd", "if=/dev/zero", "of=/srv/fill", "bs=1M", "count=64"]);
    expect(full.stderr).toContain("No space left on device");
    const greedy = await bare.run(["sh", "-c", "head -c 300M /dev/zero | tail > /dev/null"]);
    expect(greedy.code).not.toBe(0);
    expect((await bare.run(["true"])).code).toBe(0);
  });
});

describe("a machine's network", () => {
  it("loses everything silently when cut, and comes back when healed", async () => {
    await web1.cutNetwork();
    expect(await reaches(web1)).toBe("lost");
    expect(await web1.readFile("/sys/class/net/eth0/carrier")).toBe("1\n");
    expect(await reaches(web2)).toBe(200);
    await web1.healNetwork();
    await expect.poll(() => reaches(web1), { timeout: 10_000 }).toBe(200);
  });

  it("stays cut over a reboot", async () => {
    await web1.cutNetwork();
    await web1.reboot();
    expect(await reaches(web1)).toBe("lost");
    await web1.healNetwork();
    await expect.poll(() => reaches(web1), { timeout: 10_000 }).toBe(200);
  });

  it("can have its cable pulled", async () => {
    await web2.cutNetwork("unplugged");
    expect(await web2.readFile("/sys/class/net/eth0/carrier")).toBe("0\n");
    await web2.healNetwork();
    expect(await web2.readFile("/sys/class/net/eth0/carrier")).toBe("1\n");
    expect(await reaches(web2)).toBe(200);
  });

  it("reaches of the host only what listens on the fleet's address, and nothing beyond", async () => {
    const meant = await listen(fleet.hostAddress);
    const wide = await listen("0.0.0.0");
    const say = (address: string, port: number) =>
      bare.run(["curl", "-s", "-m", "2", "--http0.9", `http://${address}:${port}/`]);
    expect((await say(fleet.hostAddress, meant.port)).stdout).toBe("hello");
    expect((await say(fleet.hostAddress, wide.port)).stdout).toBe("");
    const outside = JSON.parse(await demand(["ip", "-4", "-j", "addr", "show", "scope", "global"]));
    const others = (outside as { addr_info: { local: string }[] }[])
      .flatMap(({ addr_info }) => addr_info.map(({ local }) => local))
      .filter((address) => address !== fleet.hostAddress);
    for (const address of others) expect((await say(address, wide.port)).code).not.toBe(0);
    expect((await say("192.0.2.1", 80)).code).not.toBe(0);
    expect((await say(web1.address, 80)).stdout).toContain("nginx");
    meant.server.close();
    wide.server.close();
  });
});

describe("a machine's power", () => {
  it("comes up again by itself when a reboot is asked for inside", async () => {
    const before = web1.bootCount;
    await web1.output(["systemctl", "--no-block", "reboot"]);
    await web1.waitForBoot(before + 1);
    expect(web1.bootCount).toBe(before + 1);
    expect(await web1.readFile("/proc/1/comm")).toBe("systemd\n");
    expect((await web1.run(["systemctl", "is-active", "nginx"])).stdout).toBe("active\n");
  });

  it("loses its processes at once when killed, keeps its disk, and boots from it", async () => {
    await web2.writeFile("/var/lib/survivor", "here\n");
    await web2.output(["systemd-run", "--unit=doomed", "sleep", "9999"]);
    await web2.kill();
    expect(web2.state).toBe("off");
    // Not even its kernel answers: that would be "refused".
    expect(await reaches(web2)).toBe("lost");
    await expect(async () => web2.run(["true"])).rejects.toThrow("web2 is off");
    expect(await web2.readFile("/var/lib/survivor")).toBe("here\n");
    await web2.powerOn();
    expect((await web2.run(["systemctl", "is-active", "doomed"])).stdout).toBe("inactive\n");
    expect(await web2.readFile("/var/lib/survivor")).toBe("here\n");
  });

  it("shuts down in order", async () => {
    await web2.powerOff();
    expect(web2.state).toBe("off");
    await web2.powerOn();
    const log = await web2.output(["journalctl", "-b", "-1", "-o", "cat", "--no-pager"]);
    expect(log).toContain("Reached target poweroff.target");
  });

  it("tells with its console why it did not come up", async () => {
    const broken = fleet.boot({
      hostname: "broken",
      files: {
        "/usr/lib/systemd/systemd": { content: "#!/bin/sh\necho no system; exit 7\n", mode: 0o755 },
      },
    });
    await expect(broken).rejects.toThrow(/broken ended \(7\) before it was up.*no system/s);
  });
});

describe("fleets beside and after one another", () => {
  it("go by different names when opened at the same time", async () => {
    await using second = await openFleet({ name: "fleet-test" });
    expect(second.name).toBe("fleet-test-2");
    expect(second.hostAddress).not.toBe(fleet.hostAddress);
    expect(await reaches(web1)).toBe(200);
  });

  it("sweep what a killed run left behind", async () => {
    const index = new URL("./index.ts", import.meta.url).href;
    const script = `
      const { openFleet } = await import(${JSON.stringify(index)});
      const fleet = await openFleet({ name: "fleet-crash" });
      const machine = await fleet.boot({ hostname: "lost" });
      console.log(machine.changesDirectory);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const remains = line.toString().trim();
    expect(existsSync(remains)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await openFleet({ name: "fleet-after" });
    await next.close();
    expect(existsSync(remains)).toBe(false);
    const traces = await Promise.all([
      demand(["ip", "netns", "list"]),
      demand(["pgrep", "-fl", "fleet-crash"]).catch(() => ""),
      demand(["sh", "-c", "find /sys/fs/cgroup -name 'fleet-crash*'"]),
    ]);
    expect(traces.join("")).not.toContain("fleet-crash");
  });

  it("leave nothing on the host when closed", async () => {
    const short = await openFleet({ name: "fleet-short" });
    const machine = await short.boot({ hostname: "one" });
    await machine.cutNetwork();
    await short.close();
    await short.close();
    expect((await runProcess(["ip", "route", "get", machine.address])).stdout).not.toContain("dv-");
    expect(await demand(["nft", "list", "tables"])).not.toContain(short.name);
    expect(existsSync(machine.changesDirectory)).toBe(false);
    await expect(short.boot({ hostname: "late" })).rejects.toThrow("is closed");
  });
});
