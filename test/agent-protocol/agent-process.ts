import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControlPeer } from "./control-peer.ts";

const root = join(import.meta.dirname, "..", "..");
const BUN = join(
  root,
  "node_modules",
  "@oven",
  `bun-linux-${process.arch === "arm64" ? "aarch64" : "x64"}`,
  "bin",
  "bun",
);
const MAIN = join(root, "apps", "agent", "src", "main.ts");

export type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

/** The agent from its sources under Bun, as a process of its own with a state folder of its own. */
export class AgentProcess implements AsyncDisposable {
  readonly state = mkdtempSync(join(tmpdir(), "driftvakt-agent-"));
  readonly environment: Record<string, string> = { BUN_JSC_useDFGJIT: "0" };
  #running: ChildProcess | undefined;
  stderr = "";

  /** Runs one command to its end. */
  async command(...argv: string[]): Promise<Ended> {
    const child = this.#spawn([...argv, "--state", this.state]);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr?.on("data", (chunk) => (stderr += String(chunk)));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  }

  enrol(peer: ControlPeer, ...more: string[]): Promise<Ended> {
    return this.command(
      "enrol",
      "--server",
      peer.url,
      "--token",
      peer.token,
      "--server-key",
      peer.fingerprint,
      ...more,
    );
  }

  start(): void {
    this.#running = this.#spawn(["run", "--state", this.state]);
    this.#running.stderr?.on("data", (chunk) => (this.stderr += String(chunk)));
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Ends the running agent with a signal and waits for it. @returns its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#running;
    if (!child) return null;
    this.#running = undefined;
    child.kill(signal);
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }

  #spawn(argv: readonly string[]): ChildProcess {
    return spawn(BUN, [MAIN, ...argv], { env: { ...process.env, ...this.environment } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.state, { recursive: true, force: true });
  }
}
