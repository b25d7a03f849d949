import { spawn, execFile, type ChildProcess } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { App } from "../app.ts";
import { addCustomer } from "../features/customers/index.ts";
import { SYSTEM_ACTOR, type Installation } from "../features/provider/index.ts";
import { inScope } from "../platform/database/index.ts";
import type { Platform } from "../platform/index.ts";
import { richestPlan } from "./first-run.ts";

const run = promisify(execFile);
const AGENT = fileURLToPath(new URL("../../../agent/", import.meta.url));
const RESTART_MS = { first: 1000, most: 30_000 } as const;
const STOP_WITHIN_MS = 8000;

export type OwnMachine = {
  readonly folder: string;
  readonly logFile: string;
  /** Where the agent reaches the control plane, from this machine. */
  readonly url: string;
  /** Of the certificate that the control plane shows now; undefined without TLS. */
  readonly tlsPin: () => string | undefined;
};

/**
 * Brings the machine that the control plane runs on under contract: a customer for the provider itself, a contract on the
 * plan that says most, and a join token that its agent uses at once. Run at every start; what is there stays.
 */
export async function enrolOwnMachine(
  app: App,
  platform: Platform,
  installation: Installation,
  machine: OwnMachine,
  ownerEmail: string,
): Promise<void> {
  if (existsSync(join(machine.folder, "identity.json"))) return;
  const { token, serverKey } = await inScope(platform.db, "provider", async (tx) => {
    const nowMs = platform.clock.nowMs();
    const customerId =
      (await findOwnCustomer(tx, installation)) ??
      (await addCustomer(
        tx,
        {
          name: installation.providerName,
          locale: installation.locale,
          timeZone: installation.timeZone,
        },
        SYSTEM_ACTOR,
        nowMs,
      ));
    const contract = await tx
      .selectFrom("contract")
      .select("id")
      .where("customer_id", "=", customerId)
      .where("state", "=", "active")
      .executeTakeFirst();
    const contractId =
      contract?.id ??
      (await app.contracts.make(tx, {
        customerId,
        planId: await richestPlan(tx),
        serverIds: [],
        recipients: [{ name: "Owner", email: ownerEmail, locale: installation.locale as "en" }],
        choices: {},
        actor: SYSTEM_ACTOR,
      }));
    return app.servers.enrol(tx, { hostname: ownName(), customerId, contractId }, SYSTEM_ACTOR);
  });
  const tlsPin = machine.tlsPin();
  const pin = tlsPin === undefined ? [] : ["--tls-pin", tlsPin];
  const [program, ...args] = agentCommand(machine.folder, [
    "enrol",
    "--server",
    machine.url,
    "--server-key",
    serverKey,
    ...pin,
  ]);
  // By the environment: arguments can be read by everybody on the machine.
  await run(program!, args, {
    timeout: 30_000,
    env: { ...process.env, DRIFTVAKT_JOIN_TOKEN: token },
  });
}

async function findOwnCustomer(
  tx: Parameters<typeof addCustomer>[0],
  installation: Installation,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom("customer")
    .select("id")
    .where("name", "=", installation.providerName)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

function ownName(): string {
  const name = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return name === "" ? "this-machine" : name;
}

/** The agent's executable where it has been built, otherwise its source under the same run-time. */
function agentCommand(stateFolder: string, args: readonly string[]): string[] {
  const state = ["--state", stateFolder];
  const executable = join(AGENT, "dist", `driftvakt-agent-linux-${process.arch}`);
  if (existsSync(executable)) return [executable, ...args, ...state];
  return [findBun() ?? process.execPath, join(AGENT, "src", "main.ts"), ...args, ...state];
}

function findBun(): string | undefined {
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch;
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`@oven/bun-${process.platform}-${architecture}/package.json`);
    const bun = join(dirname(manifest), "bin", "bun");
    return existsSync(bun) ? bun : undefined;
  } catch {
    // An optional dependency that this machine does not have; Node runs the source too.
    return undefined;
  }
}

/** Runs this machine's agent, and again when it ends. It gets SIGTERM from the kernel when we die. */
export function keepAgentRunning(
  machine: OwnMachine,
  platform: Platform,
): { stop(): Promise<void>; onCertificate(): void } {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let waitMs: number = RESTART_MS.first;

  const start = (): void => {
    const startedAt = performance.now();
    repin(machine);
    child = spawnAgent(machine);
    child.once("error", (error) =>
      platform.log.error("this machine's agent does not start", { error }),
    );
    child.once("exit", (code, signal) => {
      if (stopping) return;
      if (performance.now() - startedAt > 60_000) waitMs = RESTART_MS.first;
      platform.log.warn("this machine's agent ended, starting it again", { code, signal, waitMs });
      timer = setTimeout(start, waitMs);
      waitMs = Math.min(waitMs * 2, RESTART_MS.most);
    });
  };
  start();
  return {
    // It ends in good order and is started again, with the new pin.
    onCertificate: () => void (repin(machine) && child?.kill("SIGTERM")),
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child!.once("exit", resolve));
      child.kill("SIGTERM");
      const force = setTimeout(() => child!.kill("SIGKILL"), STOP_WITHIN_MS);
      await exited;
      clearTimeout(force);
    },
  };
}

const identitySchema = z.looseObject({ serverUrl: z.string(), tlsPin: z.string().optional() });

/**
 * Tells this machine's agent where we are now, and which key we show. It was told at its enrolment; since then the port
 * may have been moved, TLS set up, or the certificate renewed. Whoever issued it: we know our own. @returns whether it changed.
 */
function repin({ folder, url, tlsPin }: OwnMachine): boolean {
  const file = join(folder, "identity.json");
  const { tlsPin: before, ...known } = identitySchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const pin = tlsPin();
  if (known.serverUrl === url && before === pin) return false;
  const identity = { ...known, serverUrl: url, ...(pin !== undefined && { tlsPin: pin }) };
  const { uid, gid } = statSync(file);
  writeFileSync(`${file}.new`, `${JSON.stringify(identity, undefined, 2)}\n`, { mode: 0o600 });
  chownSync(`${file}.new`, uid, gid);
  renameSync(`${file}.new`, file);
  return true;
}

function spawnAgent(machine: OwnMachine): ChildProcess {
  const output = openSync(machine.logFile, "a", 0o600);
  const command = agentCommand(machine.folder, ["run"]);
  // The kernel ends the agent when this process dies, also by `kill -9`.
  const [program, ...args] = existsSync("/usr/bin/setpriv")
    ? ["/usr/bin/setpriv", "--pdeathsig", "TERM", ...command]
    : command;
  const child = spawn(program!, args, {
    stdio: ["ignore", output, output],
    // Ctrl-C in the terminal is for us; we stop it in order.
    detached: true,
  });
  closeSync(output);
  return child;
}
