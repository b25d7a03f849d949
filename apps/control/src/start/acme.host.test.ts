import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TlsConfig } from "../platform/config/index.ts";
import { openLog } from "../platform/log/index.ts";
import type { ChallengeAnswers } from "./acme-answers.ts";
import { openAcme, renewalAtMs } from "./acme.ts";

const PEBBLE = "/usr/bin/pebble";

/** Debian's own small authority, with its own name server: the whole protocol, nothing left out. */
describe.skipIf(!existsSync(PEBBLE))("certificates by ACME", () => {
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-acme-"));
  const started: ChildProcess[] = [];
  let config: Extract<TlsConfig, { kind: "acme" }>;
  const log = openLog(() => {});

  beforeAll(async () => {
    const [api, management, http, dns, names] = await freePorts(5);
    spawnSync("openssl", [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      join(folder, "key.pem"),
      "-out",
      join(folder, "cert.pem"),
      "-days",
      "1",
      "-subj",
      "/CN=localhost",
      "-addext",
      "subjectAltName=DNS:localhost,IP:127.0.0.1",
    ]);
    writeFileSync(
      join(folder, "pebble.json"),
      JSON.stringify({
        pebble: {
          listenAddress: `127.0.0.1:${api}`,
          managementListenAddress: `127.0.0.1:${management}`,
          certificate: join(folder, "cert.pem"),
          privateKey: join(folder, "key.pem"),
          httpPort: http,
          tlsPort: 1,
          ocspResponderURL: "",
          externalAccountBindingRequired: false,
        },
      }),
    );
    const env = { ...process.env, PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "20" };
    started.push(
      spawn(
        "/usr/bin/pebble-challtestsrv",
        [
          "-management",
          `127.0.0.1:${names}`,
          "-defaultIPv6",
          "",
          "-defaultIPv4",
          "127.0.0.1",
          "-dns01",
          `127.0.0.1:${dns}`,
          "-http01",
          "",
          "-https01",
          "",
          "-tlsalpn01",
          "",
        ],
        { stdio: "ignore" },
      ),
      spawn(PEBBLE, ["-config", join(folder, "pebble.json"), "-dnsserver", `127.0.0.1:${dns}`], {
        stdio: "ignore",
        env,
      }),
    );
    config = {
      kind: "acme",
      domains: ["watch.example.com", "other.example.com"],
      email: "ops@example.com",
      directoryUrl: `https://localhost:${api}/dir`,
      httpPort: http!,
      caFile: join(folder, "cert.pem"),
    };
    await vi.waitFor(() => answers(api!), { timeout: 20_000 });
  });
  afterAll(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  it("are asked for once, kept closed, and used again at the next start", async () => {
    const store = join(folder, "store");
    const first = await openAcme(
      config,
      "https://watch.example.com",
      store,
      log,
      answersInMemory(),
    );
    const certificate = new X509Certificate(first.current()!.cert as string);
    expect(certificate.subjectAltName).toContain("DNS:watch.example.com");
    expect(certificate.subjectAltName).toContain("DNS:other.example.com");
    expect(statSync(join(store, "watch.example.com.json")).mode & 0o077).toBe(0);
    const elsewhere = await fetch(`http://127.0.0.1:${config.httpPort}/x?y`, {
      redirect: "manual",
    });
    expect([elsewhere.status, elsewhere.headers.get("location")]).toEqual([
      308,
      "https://watch.example.com/",
    ]);
    await first.stop();
    const again = await openAcme(
      config,
      "https://watch.example.com",
      store,
      log,
      answersInMemory(),
    );
    expect(again.fingerprint()).toBe(first.fingerprint());
    await again.stop();
  });

  it("are asked for anew for other names", async () => {
    const store = join(folder, "store2");
    const first = await openAcme(
      { ...config, domains: ["watch.example.com"] },
      "https://x",
      store,
      log,
      answersInMemory(),
    );
    await first.stop();
    const other = await openAcme(config, "https://x", store, log, answersInMemory());
    expect(other.fingerprint()).not.toBe(first.fingerprint());
    await other.stop();
  });

  it("are renewed in time, without a restart", async () => {
    const store = join(folder, "store3");
    const source = await openAcme(config, "https://x", store, log, answersInMemory());
    const before = source.fingerprint();
    const dueMs = renewalAtMs(source.current()!.cert as string);
    expect(dueMs).toBeGreaterThan(Date.now());
    await source.stop();
    vi.useFakeTimers({ now: dueMs + 1000, toFake: ["Date"] });
    try {
      const late = await openAcme(config, "https://x", store, log, answersInMemory());
      const renewed = Promise.withResolvers<unknown>();
      late.onRenewal(renewed.resolve);
      await renewed.promise;
      expect(late.fingerprint()).not.toBe(before);
      await late.stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it("that cannot be had stop the start, with a way out", async () => {
    const unreachable = { ...config, directoryUrl: "https://127.0.0.1:1/dir" };
    await expect(
      openAcme(unreachable, "https://x", join(folder, "store4"), log, answersInMemory()),
    ).rejects.toThrow(/gave no certificate/);
  });

  function answers(port: number): Promise<void> {
    const asked = spawnSync("curl", ["-fsk", `https://127.0.0.1:${port}/dir`]);
    return asked.status === 0 ? Promise.resolve() : Promise.reject(new Error("not yet"));
  }
});

/** One process alone; that several share them is tested on a database. */
function answersInMemory(): ChallengeAnswers {
  const answers = new Map<string, string>();
  return {
    put: async (token, answer) => void answers.set(token, answer),
    find: async (token) => answers.get(token),
    remove: async (token) => void answers.delete(token),
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}
