import { describe, expect, it } from "vitest";
import { cpuUse, parseCpu, parseRunning } from "./cpu.ts";
import { parseDisks } from "./disks.ts";
import { parseMounts, spaceOf } from "./filesystems.ts";
import { parseMemory } from "./memory.ts";
import { parseEstablished, parseNetwork } from "./network.ts";
import { parseKernelRecord, parseOomKills } from "./oom-kills.ts";
import { parseOsRelease } from "./operating-system.ts";
import { maskArguments, parseStat } from "./processes.ts";
import { Sampler } from "./sampler.ts";
import { parseListeners, parsePortRange, readAddress } from "./sockets.ts";

describe("processor", () => {
  const stat = "cpu  100 20 30 400 40 5 5 10 7 0\ncpu0 1 1 1 1 1 1 1 1 0 0\nprocs_running 3\n";
  it("counts guests once, inside user time", () => {
    expect(parseCpu(stat)).toEqual({
      user: 120,
      system: 40,
      idle: 400,
      iowait: 40,
      steal: 10,
      total: 610,
    });
    expect(parseRunning(stat)).toBe(3);
    expect(parseCpu("nonsense")).toBeUndefined();
  });
  it("gives percent between two readings, and nothing where counters went back", () => {
    const before = { user: 0, system: 0, idle: 0, iowait: 0, steal: 0, total: 0 };
    const after = { user: 30, system: 10, idle: 50, iowait: 5, steal: 5, total: 100 };
    expect(cpuUse(before, after)).toEqual({ busy: 45, user: 30, system: 10, iowait: 5, steal: 5 });
    expect(cpuUse(after, before)).toBeUndefined();
  });
});

it("memory: used is what is not available; a machine without swap has none", () => {
  const meminfo =
    "MemTotal:        1000 kB\nMemFree:          100 kB\nMemAvailable:     250 kB\nSwapTotal:           0 kB\nSwapFree:            0 kB\n";
  expect(parseMemory(meminfo)).toEqual({
    totalBytes: 1_024_000,
    availableBytes: 256_000,
    usedPercent: 75,
    swapUsedPercent: null,
  });
  expect(parseMemory("")).toBeUndefined();
});

describe("file systems", () => {
  const mountinfo = [
    "24 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw",
    "25 24 0:22 / /proc rw - proc proc rw",
    "26 24 254:16 / /srv/with\\040blank\\303\\245 rw - xfs /dev/vdb rw",
    "27 24 254:16 /sub /mnt/a-longer-path-to-the-same rw - xfs /dev/vdb rw",
    "28 24 7:1 / /snap ro - squashfs /dev/loop1 ro",
    "29 24 0:50 / /net rw - nfs4 server:/ rw",
    "30 24 254:32 / /backup ro,relatime - ext4 /dev/vdc ro",
  ].join("\n");
  it("each of the machine's own once, blanks and letters as they are", () => {
    expect(parseMounts(mountinfo).map(({ path, readOnly }) => [path, readOnly])).toEqual([
      ["/", false],
      ["/backup", true],
      ["/srv/with blankå", false],
    ]);
  });
  it("reckons like df: what root keeps for itself is neither used nor free", () => {
    expect(
      spaceOf({ bsize: 10, blocks: 100, bfree: 30, bavail: 20, files: 50, ffree: 40 }),
    ).toEqual({
      usedPercent: (70 * 100) / 90,
      freeBytes: 200,
      totalBytes: 1000,
      inodesUsedPercent: 20,
    });
    expect(
      spaceOf({ bsize: 1, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0 }),
    ).toBeUndefined();
  });
});

it("disks: whole ones that were used", () => {
  const diskstats = [
    " 254       0 vda 100 0 2000 10 200 0 4000 20 0 77 30",
    " 254       1 vda1 100 0 2000 10 200 0 4000 20 0 77 30",
    "   7       0 loop0 5 0 10 0 0 0 0 0 0 0 0",
    " 259       0 nvme0n1 1 0 8 0 0 0 0 0 0 5 0",
    "   8       0 sda 0 0 0 0 0 0 0 0 0 0 0",
  ].join("\n");
  expect([...parseDisks(diskstats)]).toEqual([
    ["vda", { readBytes: 1_024_000, writtenBytes: 2_048_000, busyMs: 77 }],
    ["nvme0n1", { readBytes: 4096, writtenBytes: 0, busyMs: 5 }],
  ]);
});

it("network: the machine's own interfaces", () => {
  const dev =
    "Inter-|   Receive\n face |bytes\n    lo: 5 0 0 0 0 0 0 0 5 0 0 0 0 0 0 0\n  eth0:1000 9 1 0 0 0 0 0 2000 9 2 0 0 0 0 0\nveth12ab: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0\n";
  expect([...parseNetwork(dev)]).toEqual([["eth0", { inBytes: 1000, outBytes: 2000, errors: 3 }]]);
  expect(parseEstablished("Tcp: RtoAlgorithm CurrEstab X\nTcp: 1 42 7\n")).toBe(42);
  expect(parseEstablished("")).toBeUndefined();
});

describe("processes", () => {
  it("survives names with blanks, brackets and newlines", () => {
    const stat =
      "4711 (a) b (c\n) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24";
    expect(parseStat(stat)).toEqual({
      pid: 4711,
      name: "a) b (c\n",
      state: "S",
      ticks: 23,
      threads: 17,
      startTicks: 19,
      pages: 21,
    });
    expect(parseStat("")).toBeUndefined();
  });
  it.each([
    [["mysql", "--password=geheim", "-u", "root"], "mysql --password=*** -u root"],
    [["app", "--api-token", "abc", "run"], "app --api-token *** run"],
    [["psql", "postgres://u:pw@host/db"], "psql postgres://u:***@host/db"],
    [["sh", "-c", "run --password geheim --port 1"], "sh -c run --password *** --port 1"],
    [["sh", "-c", "x | sh -s -- dvj_abc-DEF"], "sh -c x | sh -s -- ***"],
    [["nginx: worker process"], "nginx: worker process"],
  ])("keeps secrets out of command lines: %j", (parts, shown) => {
    expect(maskArguments(parts)).toBe(shown);
  });
});

describe("sockets", () => {
  const row = (address: string, state: string, inode: number) =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000   33        0 ${inode} 1 0 100 0 0 10 0`;
  it("only what listens", () => {
    const table = ["head", row("0100007F:1F90", "0A", 1), row("0100007F:0050", "01", 2)].join("\n");
    expect(parseListeners(table, "tcp")).toEqual([
      { protocol: "tcp", address: "127.0.0.1", port: 8080, uid: 33, inode: "1" },
    ]);
  });
  it.each([
    ["00000000", "0.0.0.0"],
    ["0100007F", "127.0.0.1"],
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000001000000", "::1"],
    ["0000000000000000FFFF00000100007F", "127.0.0.1"],
    ["B80D0120000000000000000001000000", "2001:db8::1"],
  ])("reads address %s", (hex, address) => {
    expect(readAddress(hex)).toBe(address);
  });
  it("knows ports that the kernel hands out", () => {
    expect([40_000, 53].map(parsePortRange("32768\t60999\n"))).toEqual([true, false]);
  });
});

it("memory kills: the kernel's counter and its words", () => {
  expect(parseOomKills("a 1\noom_kill 7\nb 2\n")).toBe(7);
  const record =
    "3,1234,98765432,-;Out of memory: Killed process 4711 (mysqld) total-vm:1kB, anon-rss:1kB\n";
  expect(parseKernelRecord(record)).toEqual({
    atUs: 98_765_432,
    text: "process 4711 (mysqld) killed for want of memory",
  });
  expect(parseKernelRecord("6,1,2,-;usb 1-1: new device\n")).toBeUndefined();
});

it("operating system: quoted or not", () => {
  expect(
    parseOsRelease('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'),
  ).toEqual({ id: "debian", version: "12", name: "Debian GNU/Linux 12 (bookworm)" });
});

it("a beat on this machine has the figures that every contract watches", async () => {
  const sampler = new Sampler();
  await sampler.sample();
  const readings = await sampler.sample();
  for (const key of ["load.1", "memory.used", "filesystem.used:/", "uptime", "processes.running"])
    expect([key, readings.get(key)]).toEqual([key, expect.any(Number)]);
});
