import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

/** The real command with its agent. */
describe("this machine's own agent", () => {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt own "));
  const data = join(folder, "data");
  const file = (name: string) => join(folder, name);
  let running: ChildProcess | undefined;
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const openssl = (...args: string[]) => {
    const done = spawnSync("openssl", args, { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

  function makeAuthority(): void {
    openssl(
      "req",
      "-x509",
      ...EC,
      "-keyout",
      file("ca.key"),
      "-out",
      file("ca.crt"),
      "-days",
      "2",
      "-subj",
      "/CN=House authority",
    );
  }

  /** A certificate for a name that this machine does not even resolve. */
  function issue(): void {
    openssl(
      "req",
      ...EC,
      "-keyout",
      file("new.key"),
      "-out",
      file("new.csr"),
      "-subj",
      "/CN=watch.internal.example",
    );
    openssl(
      "x509",
      "-req",
      "-in",
      file("new.csr"),
      "-CA",
      file("ca.crt"),
      "-CAkey",
      file("ca.key"),
      "-CAcreateserial",
      "-out",
      file("new.crt"),
      "-days",
      "2",
    );
    writeFileSync(file("tls.key"), readFileSync(file("new.key")));
    writeFileSync(file("tls.crt"), readFileSync(file("new.crt")));
  }

  async function up(...args: string[]): Promise<void> {
    const child = spawn(
      process.execPath,
      [MAIN, "up", "--data", data, "--listen", "127.0.0.1:0", ...args],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    running = child;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (/is ready in/.test(said)) resolve();
        });
      child.once("exit", () => reject(new Error(said)));
    });
  }

  async function stop(): Promise<void> {
    if (!running || running.exitCode !== null) return;
    running.kill("SIGTERM");
    await new Promise((resolve) => running!.once("exit", resolve));
  }

  const lastSeenMs = (): number => {
    const { stdout } = spawnSync(process.execPath, [MAIN, "servers", "--json", "--data", data], {
      encoding: "utf8",
    });
    return (JSON.parse(stdout || "[]") as { lastSeenAtMs: number | null }[])[0]?.lastSeenAtMs ?? 0;
  };
  const speaksAfter = (sinceMs: number) =>
    expect.poll(lastSeenMs, { timeout: 60_000, interval: 1000 }).toBeGreaterThan(sinceMs);

  it("trusts the control plane's own certificate, whoever issued it, also once it is renewed and after TLS was set up", async () => {
    await up();
    await speaksAfter(0);
    await stop();
    makeAuthority();
    issue();
    const tls = ["--tls-cert", file("tls.crt"), "--tls-key", file("tls.key")];
    await up(...tls);
    await speaksAfter(Date.now());
    const before = await shownKey(portOf(data));
    issue();
    await expect.poll(() => shownKey(portOf(data)), { timeout: 30_000 }).not.toBe(before);
    await speaksAfter(Date.now());
  });
});

function portOf(data: string): number {
  const running = JSON.parse(readFileSync(join(data, "running.json"), "utf8")) as {
    localUrl: string;
  };
  return Number(new URL(running.localUrl).port);
}

function shownKey(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.end();
    });
    socket.on("error", reject);
  });
}
