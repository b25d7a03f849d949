import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { readKeptProc, readProc, readProcWhile } from "./read-proc.ts";
import { endsWithListener, SocketReader } from "./sockets.ts";

describe("kernel files", () => {
  it("a file that is kept open tells what is, not what was", () => {
    const uptime = () => Number(readKeptProc("/proc/uptime")?.split(" ")[0]);
    const before = uptime();
    for (const end = performance.now() + 50; performance.now() < end;);
    expect(uptime()).toBeGreaterThan(before);
    expect(readKeptProc("/proc/self/mountinfo")).toBe(readProc("/proc/self/mountinfo"));
  });

  it("a file longer than one reading gives is read whole, again and again", async () => {
    await using still = await startStillProcess();
    const path = `/proc/${still.pid}/smaps`;
    // The kernel gives a page of this at a time.
    const text = readFileSync(path, "latin1");
    expect(text.length).toBeGreaterThan(8192);
    for (const read of [readProc, readKeptProc, readKeptProc])
      expect(namesOf(read(path))).toEqual(namesOf(text));
    const beginning = readProcWhile(path, (so) => so.length < 1000) ?? "";
    expect(beginning.length).toBeGreaterThanOrEqual(1000);
    expect(beginning.length).toBeLessThan(2000);
    const whole = namesOf(beginning).slice(0, -1);
    expect(whole).toEqual(namesOf(text).slice(0, whole.length));
  });

  it("one that is not there is undefined, and read once it is", () => {
    for (const read of [readProc, readKeptProc]) expect(read("/proc/no-such-file")).toBeUndefined();
    expect(readProcWhile("/proc/no-such-file", () => true)).toBeUndefined();
  });

  it("a table that is read to its end is whole", () => {
    expect(readProcWhile("/proc/filesystems", () => true)).toBe(readProc("/proc/filesystems"));
  });
});

/** The figures change from reading to reading, their names do not. */
function namesOf(text = ""): readonly string[] {
  return text.split("\n").map((line) => line.split(" ")[0] ?? "");
}

/** A process that waits for its input, so that its memory stays as it is. */
async function startStillProcess() {
  const child = spawn("sh", ["-c", "echo ready; read line"]);
  await once(child.stdout, "data");
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
    },
  };
}

describe("listening sockets of this machine", () => {
  const headline =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const row = (state: string) =>
    `   0: 0100007F:1F90 00000000:0000 ${state} 00000000:0 00:0 0 33 0 1\n`;
  it.each([
    ["nothing but the headline", headline, true],
    ["a listener", headline + row("0A"), true],
    ["a listener and half of a connection", `${headline}${row("0A")}   1: 0100007F:1F90`, true],
    ["a connection", headline + row("0A") + row("01"), false],
    ["one that has ended", headline + row("06"), false],
    ["half a headline", "  sl  local", false],
  ])("the table goes on after %s: %#", (_, text, goesOn) => {
    expect(endsWithListener(text)).toBe(goesOn);
  });

  it("finds each of many, beside connections, with its process", async () => {
    await using servers = await listenOften(40);
    const [first = 0] = servers.ports;
    const connection = connect(first, "127.0.0.1");
    await once(connection, "connect");
    const found = new Map(new SocketReader().read().map((item) => [item.port, item]));
    expect(servers.ports.filter((port) => !found.has(port))).toEqual([]);
    expect(found.get(first)).toMatchObject({
      protocol: "tcp",
      address: "127.0.0.1",
      pid: process.pid,
    });
    connection.destroy();
  });
});

/** Half of them on IPv6, whose lines have another length. */
async function listenOften(count: number) {
  const servers: Server[] = [];
  const hasIpv6 = networkInterfaces()["lo"]?.some(({ family }) => family === "IPv6");
  for (let i = 0; i < count; i++) {
    const server = createServer((socket) => socket.on("error", () => undefined));
    server.listen(0, hasIpv6 && i % 2 === 1 ? "::1" : "127.0.0.1");
    await once(server, "listening");
    servers.push(server);
  }
  return {
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.close();
    },
  };
}
