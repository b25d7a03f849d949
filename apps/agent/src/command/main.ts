import { parseArgs } from "node:util";
import { BadAddress, enrol, HttpFault, NotTheServer } from "../link/index.ts";
import { log, reasonOf } from "../log.ts";
import { AlreadyRunning } from "../run/lock.ts";
import { runAgent } from "../run/run-agent.ts";
import {
  DEFAULT_STATE_FOLDER,
  findIdentity,
  stateFolder,
  type StateFolder,
} from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";

/** Stable exit codes. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  alreadyEnrolled: 3,
  notEnrolled: 4,
  untrusted: 5,
  unreachable: 6,
  damaged: 7,
  busy: 8,
} as const;

const HELP = `driftvakt-agent ${AGENT_VERSION}: watches this machine for its control plane

  enrol --server URL --token dvj_… --server-key FINGERPRINT [--tls-pin SHA256]
  run                    watch this machine
  version

  --state DIR            where the agent keeps its state (default ${DEFAULT_STATE_FOLDER})
`;

const OPTIONS = {
  state: { type: "string", default: DEFAULT_STATE_FOLDER },
  server: { type: "string" },
  token: { type: "string" },
  "server-key": { type: "string" },
  "tls-pin": { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Runs one command. @returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: OPTIONS,
      allowPositionals: true,
    });
    if (values.help) return print(HELP);
    return await command(positionals.join(" "), values);
  } catch (error) {
    process.stderr.write(`driftvakt-agent: ${reasonOf(error)}\n`);
    return exitCodeOf(error);
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function command(name: string, values: Values): Promise<number> | number {
  const folder = stateFolder(values.state);
  switch (name) {
    case "enrol":
      return enrolCommand(folder, values);
    case "run":
      return runCommand(folder);
    case "version":
      return print(`${AGENT_VERSION}\n`);
    default:
      process.stderr.write(
        name === "" ? HELP : `driftvakt-agent: no command "${name}"; see --help\n`,
      );
      return EXIT.usage;
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}

async function enrolCommand(folder: StateFolder, values: Values): Promise<number> {
  const { server, token, "server-key": serverKey, "tls-pin": tlsPin } = values;
  if (!server || !token || !serverKey || !/^[0-9a-f]{64}$/.test(serverKey)) {
    process.stderr.write(
      "driftvakt-agent: enrol needs --server URL, --token dvj_… and --server-key (64 hex digits)\n",
    );
    return EXIT.usage;
  }
  const known = findIdentity(folder);
  if (known) {
    process.stderr.write(
      `driftvakt-agent: this machine is enrolled already, as server ${known.serverId}\n`,
    );
    return EXIT.alreadyEnrolled;
  }
  const welcome = await enrol(folder, { server, token, serverKey, tlsPin });
  return print(`enrolled as server ${welcome.serverId}\n`);
}

async function runCommand(folder: StateFolder): Promise<number> {
  const identity = findIdentity(folder);
  if (!identity) {
    process.stderr.write(
      "driftvakt-agent: this machine is not enrolled; see driftvakt-agent enrol\n",
    );
    return EXIT.notEnrolled;
  }
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  log("info", "watching", {
    serverId: identity.serverId,
    server: identity.serverUrl,
    version: AGENT_VERSION,
  });
  await runAgent(folder, identity, stop.signal);
  log("info", "stopped");
  return EXIT.done;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof BadAddress) return EXIT.usage;
  if (error instanceof NotTheServer) return EXIT.untrusted;
  if (error instanceof AlreadyRunning) return EXIT.busy;
  if (error instanceof HttpFault) return EXIT.failed;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS")) return EXIT.usage;
  return typeof code === "string" && /^E(CONN|HOST|NET|TIMEDOUT|AI_|PIPE)/.test(code)
    ? EXIT.unreachable
    : EXIT.failed;
}
