import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { API_ROUTES, type ApiRoutes, type RouteName } from "@driftvakt/protocol/api";
import type { z } from "zod";

export type Answer<N extends RouteName> = z.output<ApiRoutes[N]["response"]>;
export type Ask = {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
};

export type ControlPlaneOptions = {
  /** Where it listens; machines reach it there. */
  readonly host: string;
  readonly port: number;
  readonly catalogue: "se" | "msp" | "dk" | "srv" | "ba";
  readonly smtpUrl?: string | undefined;
  /** More settings by environment variable. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Its data folder; without it one of its own, removed at the end. */
  readonly folder?: string;
  /** Another process of the same installation: same keys, same certificate, same database (by `env`). Started before. */
  readonly twin?: ControlPlane;
};

const PROGRAM = fileURLToPath(new URL("../../apps/control/src/cli/main.ts", import.meta.url));
const LOOK_EVERY_MS = 100;

/** The control plane as a process of its own, started as a provider starts it, on a data folder that outlives it. */
export class ControlPlane {
  readonly folder: string;
  readonly url: string;
  readonly #options: ControlPlaneOptions;
  readonly #certificateFolder: string;
  #process: ChildProcess | undefined;
  #key = "";
  /** Everything it said since its last start, for when a test fails. */
  output = "";

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
    this.#certificateFolder = mkdtempSync(join(tmpdir(), "driftvakt-e2e-"));
    // The database's own user passes through it.
    chmodSync(this.#certificateFolder, 0o711);
    this.folder = options.folder ?? join(this.#certificateFolder, "data");
    this.url = `https://${options.host}:${options.port}`;
    if (options.twin) this.#becomeTwinOf(options.twin);
    else makeCertificate(this.#certificateFolder, options.host);
  }

  #becomeTwinOf(twin: ControlPlane): void {
    for (const name of ["tls.crt", "tls.key"])
      copyFileSync(join(twin.#certificateFolder, name), join(this.#certificateFolder, name));
    cpSync(join(twin.folder, "keys"), join(this.folder, "keys"), { recursive: true });
  }

  /** @throws where it does not run. */
  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error("the control plane does not run");
    return pid;
  }

  /** What it shows to those who connect. */
  certificate(): { readonly cert: Buffer; readonly key: Buffer } {
    const read = (name: string) => readFileSync(join(this.#certificateFolder, name));
    return { cert: read("tls.crt"), key: read("tls.key") };
  }

  /** Starts it and waits for its word that it is ready. @throws Error with its output when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, this.#arguments(), {
      env: { ...process.env, ...this.#environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    this.output = "";
    await new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer) => {
        this.output += data.toString();
        if (this.output.includes("is ready in")) resolve();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code, signal) =>
        reject(new Error(`the control plane ended with ${code ?? signal}:\n${this.output}`)),
      );
    });
    const running = readFileSync(join(this.folder, "running.json"), "utf8");
    this.#key = (JSON.parse(running) as { key: string }).key;
  }

  #arguments(): string[] {
    const { host, port, catalogue, args = [] } = this.#options;
    const file = (name: string) => join(this.#certificateFolder, name);
    return [
      PROGRAM,
      "up",
      `--data=${this.folder}`,
      `--listen=${host}:${port}`,
      `--tls-cert=${file("tls.crt")}`,
      `--tls-key=${file("tls.key")}`,
      `--catalogue=${catalogue}`,
      "--no-agent",
      ...args,
    ];
  }

  #environment(): Readonly<Record<string, string>> {
    const { smtpUrl, env = {} } = this.#options;
    if (smtpUrl === undefined) return env;
    const from = "Driftvakt <watch@example.org>";
    return { DRIFTVAKT_SMTP_URL: smtpUrl, DRIFTVAKT_SMTP_FROM: from, ...env };
  }

  /** Runs `driftvakt COMMAND` beside it, as a person at the machine would. @returns its stdout. */
  command(...args: readonly string[]): string {
    return execFileSync(process.execPath, [PROGRAM, ...args, "--data", this.folder], {
      encoding: "utf8",
    });
  }

  /** Asks its API, with the rights of the owner at the machine or with a key. @throws Error with the problem for anything but success. */
  async ask<N extends RouteName>(name: N, ask: Ask = {}, key = this.#key): Promise<Answer<N>> {
    const { method, path } = API_ROUTES[name];
    const filled = path.replace(/:(\w+)/g, (_, part: string) => ask.params?.[part] ?? "");
    const query = new URLSearchParams(
      Object.entries(ask.query ?? {}).map(([part, value]) => [part, String(value)]),
    );
    const { status, text } = await this.send(method, `/api/v1${filled}?${query}`, {
      body: ask.body,
      headers: { authorization: `Bearer ${key}` },
    });
    if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
    return JSON.parse(text) as Answer<N>;
  }

  /** Sends any request; any status is an answer. */
  send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<{ status: number; text: string; cookies: string[] }> {
    const type = body === undefined ? {} : { "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}${path}`,
        { method, agent: false, rejectUnauthorized: false, headers: { ...type, ...headers } },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (text += chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              text,
              cookies: (response.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]!),
            }),
          );
        },
      );
      sent.setTimeout(20_000, () => sent.destroy(new Error(`${path}: no answer in 20 s`)));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /**
   * Asks until the answer is as wanted; that it cannot be asked for a while is no answer.
   * @throws Error with the last answer after the deadline.
   */
  async waitFor<N extends RouteName>(
    name: N,
    ask: Ask,
    wanted: (answer: Answer<N>) => boolean,
    deadlineSeconds = 20,
  ): Promise<Answer<N>> {
    const deadline = performance.now() + deadlineSeconds * 1000;
    for (;;) {
      const answer = await this.ask(name, ask).catch((error: unknown) => error as Error);
      if (!(answer instanceof Error) && wanted(answer)) return answer;
      if (performance.now() > deadline) {
        const last = answer instanceof Error ? String(answer) : JSON.stringify(answer);
        throw new Error(`${name}: not as wanted in ${deadlineSeconds} s: ${last.slice(0, 1000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Lets a person in and gives them an API key. @returns its secret. */
  async keyFor(role: "customer-admin" | "customer-reader", customerId: string): Promise<string> {
    const email = `${role}-${Date.now()}@example.org`;
    const body = { name: role, email, role, customerId };
    const { signInUrl } = await this.ask("people.invite", { body });
    const headers = { origin: this.url };
    const token = signInUrl.split("/").at(-1);
    const { cookies } = await this.send("POST", "/api/auth-link", { body: { token }, headers });
    const permissions =
      role === "customer-reader" ? ["servers.read"] : ["servers.read", "servers.operate"];
    const made = await this.send("POST", "/api/v1/api-keys", {
      headers: { ...headers, cookie: cookies.join("; ") },
      body: { name: "test", permissions, expiresInDays: 1 },
    });
    return (JSON.parse(made.text) as { secret: string }).secret;
  }

  /** Stops it, as Ctrl-C does unless told otherwise. @returns its exit code; null where a signal ended it. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** Ends it and forgets its data. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#certificateFolder, { recursive: true, force: true });
  }
}

function makeCertificate(folder: string, host: string): void {
  const words = `req -x509 -nodes -days 2 -subj /CN=control -newkey ec -pkeyopt ec_paramgen_curve:prime256v1
    -addext subjectAltName=IP:${host} -keyout ${join(folder, "tls.key")} -out ${join(folder, "tls.crt")}`;
  execFileSync("openssl", words.split(/\s+/), { stdio: "ignore" });
}
