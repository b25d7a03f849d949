import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../driftvakt", import.meta.url));
const READY_SECONDS = 120;

export type PortalUnderTest = {
  readonly url: string;
  /** Its data folder; empty where it is one that ran already. */
  readonly data: string;
  /** The owner's one-time link. */
  readonly signInLink: string;
  /** Asks the API with the rights of the owner at the machine. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

/**
 * The product as a provider starts it: `driftvakt up` with everything, an agent for this machine included.
 * @param catalogue name of a shipped service description.
 * `DRIFTVAKT_TEST_URL` and `DRIFTVAKT_TEST_LINK` point the tests at one that runs already.
 */
export async function startPortal(catalogue = "se"): Promise<PortalUnderTest> {
  const { DRIFTVAKT_TEST_URL: url, DRIFTVAKT_TEST_LINK: signInLink } = process.env;
  if (url && signInLink)
    return { url, data: "", signInLink, ask: refuseToAsk, stop: () => Promise.resolve() };
  const folder = mkdtempSync(join(tmpdir(), "driftvakt-browser-"));
  const data = join(folder, "data");
  const port = await freePort();
  const child = spawn(
    PROGRAM,
    ["up", "--data", data, "--catalogue", catalogue, "--listen", `127.0.0.1:${port}`],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_ENV: "production" },
    },
  );
  const link = await readLink(child);
  const base = `http://localhost:${port}`;
  const { key } = JSON.parse(readFileSync(join(data, "running.json"), "utf8")) as { key: string };
  return {
    url: base,
    data,
    signInLink: link,
    ask: (method, path, body) => ask(`${base}/api/v1${path}`, method, key, body),
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const refuseToAsk = () =>
  Promise.reject(new Error("this test needs a control plane of its own: unset DRIFTVAKT_TEST_URL"));

async function ask(url: string, method: string, key: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return JSON.parse(text) as unknown;
}

/** Waits for the product's own word that it is ready, and takes the link from it. */
function readLink(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`not ready in ${READY_SECONDS} s:\n${said}`));
    }, READY_SECONDS * 1000);
    const hear = (data: Buffer) => {
      said += data.toString();
      const link = /https?:\S+\/sign-in\/link\/\S+/.exec(said)?.[0];
      if (!link) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code}:\n${said}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
