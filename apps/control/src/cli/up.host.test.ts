import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { connect as connectTls } from "node:tls";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { openEmptyDatabase, openTestDatabase } from "../../../../test/control/database.ts";
import { EXIT } from "../start/exit-codes.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const READY = /is ready in ([\d.]+) s: (\S+)/;

type Up = {
  child: ChildProcess;
  url: string;
  seconds: number;
  output: () => string;
  ended: Promise<number | null>;
};

/** The real command, as somebody types it. */
describe("driftvakt up", () => {
  const folders: string[] = [];
  const running = new Set<ChildProcess>();
  afterEach(async () => {
    for (const child of running) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await new Promise((resolve) => child.once("exit", resolve));
      }
    }
    running.clear();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const makeFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "driftvakt up "));
    folders.push(folder);
    return join(folder, "data");
  };

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [MAIN, "up", "--no-agent", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let text = "";
    const { promise: ready, resolve } = Promise.withResolvers<RegExpExecArray | null>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const match = READY.exec(text);
        if (match) resolve(match);
      });
    }
    const ended = new Promise<number | null>((done) =>
      child.once("close", (code) => {
        resolve(null);
        done(code);
      }),
    );
    return { child, ready, ended, output: () => text };
  }

  async function up(folder: string, args: readonly string[] = [], env = {}): Promise<Up> {
    const started = start(["--data", folder, "--listen", "127.0.0.1:0", ...args], env);
    const match = await started.ready;
    if (!match) throw new Error(`it ended: ${started.output()}`);
    return { ...started, seconds: Number(match[1]), url: match[2]! };
  }

  /** Runs to its end: the exit code, and what it said. */
  async function fails(
    args: readonly string[],
    env = {},
  ): Promise<{ code: number | null; said: string }> {
    const started = start(args, env);
    return { code: await started.ended, said: started.output() };
  }

  const ask = (folder: string, ...args: string[]) =>
    spawnSync(process.execPath, [MAIN, ...args, "--data", folder], { encoding: "utf8" });

  it("starts, answers, prints one link, stops cleanly, and starts again", async () => {
    const folder = makeFolder();
    const first = await up(folder);
    expect(first.output()).toMatch(/\/sign-in\/link\/dvl_/);
    expect((await fetch(`${first.url.replace("localhost", "127.0.0.1")}/readyz`)).status).toBe(200);
    const status = ask(folder, "status", "--json");
    expect([status.status, JSON.parse(status.stdout).ready]).toEqual([EXIT.done, true]);
    expect(JSON.parse(ask(folder, "servers", "--json").stdout)).toEqual([]);
    expect(JSON.parse(ask(folder, "audit", "verify", "--json").stdout).holds).toBe(true);
    for (const name of ["running.json", "keys/signing-key.pem", "keys/root-key"]) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    }
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(EXIT.done);
    expect(existsSync(join(folder, "running.json"))).toBe(false);
    expect(ask(folder, "status").status).toBe(EXIT.unreachable);
    const again = await up(folder);
    // The owner has never signed in, so there is a new link.
    expect(again.output()).toMatch(/\/sign-in\/link\/dvl_/);
    const link = (text: string) => /dvl_\S+/.exec(text)![0];
    expect(link(again.output())).not.toBe(link(first.output()));
  });

  it("refuses a second start on the same data, and goes on after kill -9", async () => {
    const folder = makeFolder();
    const first = await up(folder);
    const second = await fails(["--data", folder, "--listen", "127.0.0.1:0"]);
    expect([second.code, second.said]).toEqual([
      EXIT.alreadyRunning,
      expect.stringContaining("already running on this data folder, at http://localhost"),
    ]);
    first.child.kill("SIGKILL");
    await first.ended;
    const again = await up(folder);
    expect(JSON.parse(ask(folder, "audit", "verify", "--json").stdout).holds).toBe(true);
    expect(again.output()).not.toContain("already running");
  });

  type Case = { args: readonly string[]; env?: Record<string, string>; code: number; said: RegExp };
  const anyPort = ["--listen", "127.0.0.1:0"];
  const inFolder = () => ["--data", makeFolder()];
  const cases: Readonly<Record<string, () => Case | Promise<Case>>> = {
    "a busy port": async () => {
      const busy = createServer();
      await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
      busy.unref();
      const { port } = busy.address() as AddressInfo;
      const args = [...inFolder(), "--listen", `127.0.0.1:${port}`];
      return { args, code: EXIT.portBusy, said: /port \d+ on 127.0.0.1 is taken/ };
    },
    "an address that is none": () => ({
      args: [...inFolder(), "--listen", "nonsense"],
      code: EXIT.badConfig,
      said: /DRIFTVAKT_LISTEN: expected HOST:PORT/,
    }),
    "the network without TLS": () => ({
      args: [...inFolder(), "--listen", "0.0.0.0:0"],
      code: EXIT.badConfig,
      said: /a loopback address, because without TLS/,
    }),
    "an address of another machine": () => ({
      args: [...inFolder(), "--listen", "192.0.2.1:0", "--public-url", "https://x.example"],
      code: EXIT.badConfig,
      said: /no address of this machine/,
    }),
    "a folder that is a file": () => {
      const file = join(makeFolder(), "..", "file");
      writeFileSync(file, "");
      const args = ["--data", join(file, "below"), ...anyPort];
      return { args, code: EXIT.cannotCreate, said: /is not a folder/ };
    },
    "keys that lie open": () => {
      const folder = makeFolder();
      mkdirSync(join(folder, "keys"), { recursive: true });
      writeFileSync(join(folder, "keys", "root-key"), "00".repeat(32));
      chmodSync(join(folder, "keys", "root-key"), 0o644);
      const args = ["--data", folder, ...anyPort];
      return { args, code: EXIT.badConfig, said: /can be read by others/ };
    },
    "a database that is away": () => ({
      args: [...inFolder(), ...anyPort],
      env: { DATABASE_URL: "postgres://a:b@127.0.0.1:1/x" },
      code: EXIT.unreachable,
      said: /database does not let us in/,
    }),
    "an option that is none": () => ({
      args: [...inFolder(), "--nonsense"],
      code: EXIT.usage,
      said: /nonsense/,
    }),
    "a certificate that is not there": () => ({
      args: [...inFolder(), ...anyPort, "--tls-cert", "/none.crt", "--tls-key", "/none.key"],
      code: EXIT.badConfig,
      said: /none\.crt/,
    }),
    "a catalogue that is not there": () => ({
      args: [...inFolder(), ...anyPort, "--catalogue", "none"],
      code: EXIT.badData,
      said: /there is no catalogue none/,
    }),
  };
  it.each(Object.keys(cases))("%s: one line, a way out, a code of its own", async (name) => {
    const { args, env, code, said } = await cases[name]!();
    const outcome = await fails(args, env);
    expect([outcome.code, outcome.said]).toEqual([code, expect.stringMatching(said)]);
    expect(outcome.said).toContain("  -> ");
    expect(outcome.said).not.toMatch(/\n\s+at /);
  });

  it("refuses a catalogue that does not hold", async () => {
    const folder = makeFolder();
    const bad = join(folder, "..", "bad.yaml");
    writeFileSync(bad, "catalogue: {id: x\n");
    const outcome = await fails(["--data", folder, "--listen", "127.0.0.1:0", "--catalogue", bad]);
    expect([outcome.code, outcome.said]).toEqual([
      EXIT.badData,
      expect.stringMatching(/bad\.yaml:\d+:\d+: /),
    ]);
    expect(ask(folder, "catalogue", "check", bad).status).not.toBe(EXIT.done);
    expect(
      (await fails(["--data", makeFolder(), "--listen", "127.0.0.1:0", "--catalogue", "none"]))
        .code,
    ).toBe(EXIT.badData);
  });

  it("refuses a database role that goes round row-level security", async () => {
    const database = await openEmptyDatabase();
    const outcome = await fails(["--data", makeFolder(), "--listen", "127.0.0.1:0"], {
      DATABASE_URL: database.adminUrl,
    });
    expect([outcome.code, outcome.said]).toEqual([
      EXIT.separation,
      expect.stringContaining("goes round row-level security"),
    ]);
    expect(outcome.said).not.toContain(new URL(database.adminUrl).password);
    await database.close();
  });

  it("two control planes share one PostgreSQL when they have the same keys, and not otherwise", async () => {
    const database = await openTestDatabase();
    const env = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
    const [one, two] = [makeFolder(), makeFolder()];
    await up(one, [], env);
    const stranger = await fails(["--data", two, "--listen", "127.0.0.1:0"], env);
    expect([stranger.code, stranger.said]).toEqual([
      EXIT.badConfig,
      expect.stringContaining("keys in this data folder are not those"),
    ]);
    for (const name of ["signing-key.pem", "root-key"]) {
      writeFileSync(join(two, "keys", name), readFileSync(join(one, "keys", name)), {
        mode: 0o600,
      });
    }
    const second = await up(two, [], env);
    expect(second.url).toContain("http://localhost");
    for (const child of running) child.kill("SIGTERM");
    for (const child of running)
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
    await database.close();
  });

  it("serves TLS, and takes a new certificate without a restart", async () => {
    const folder = makeFolder();
    const [cert, key] = [join(folder, "..", "tls.crt"), join(folder, "..", "tls.key")];
    const makePair = () =>
      spawnSync("openssl", [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        key,
        "-out",
        cert,
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
      ]);
    makePair();
    const started = await up(folder, ["--tls-cert", cert, "--tls-key", key]);
    expect(started.url).toMatch(/^https:/);
    const port = Number(new URL(started.url).port);
    const first = await shownCertificate(port);
    const status = ask(folder, "status", "--json");
    expect([status.status, status.stderr]).toEqual([EXIT.done, ""]);
    writeFileSync(cert, "half a certificate");
    makePair();
    await expect.poll(() => shownCertificate(port), { timeout: 30_000 }).not.toBe(first);
  });

  function shownCertificate(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.end();
      });
      socket.on("error", reject);
    });
  }

  it.skipIf(process.getuid?.() !== 0)(
    "R4: says that the disk is full, and starts once there is room",
    async () => {
      const folder = makeFolder();
      mkdirSync(folder, { recursive: true });
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]);
      expect(mounted.status).toBe(0);
      try {
        const full = await fails(["--data", folder, "--listen", "127.0.0.1:0"]);
        expect([full.code, full.said]).toEqual([
          EXIT.diskFull,
          expect.stringMatching(/MiB left, 300 MiB are needed/),
        ]);
        spawnSync("mount", ["-o", "remount,size=600m", folder]);
        const started = await up(folder);
        started.child.kill("SIGTERM");
        await started.ended;
      } finally {
        spawnSync("umount", ["-l", folder]);
      }
    },
  );

  it.skipIf(process.getuid?.() !== 0)(
    "as an ordinary user: without right to the folder it says so",
    async () => {
      const folder = makeFolder();
      mkdirSync(folder, { recursive: true });
      const outcome = spawnSync(
        "setpriv",
        [
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          process.execPath,
          MAIN,
          "up",
          "--no-agent",
          "--listen",
          "127.0.0.1:0",
          "--data",
          "/root/none",
        ],
        { encoding: "utf8" },
      );
      expect([outcome.status, outcome.stderr]).toEqual([
        EXIT.missingRight,
        expect.stringContaining("cannot be written"),
      ]);
    },
  );
});
