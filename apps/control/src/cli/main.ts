import { EXIT } from "../start/exit-codes.ts";
import { StartError } from "../start/start-error.ts";
import type { Command } from "./command.ts";
import { complain, UsageError } from "./command.ts";

/** Loaded when asked for: `status` need not wait for all that `up` brings with it. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import("./up.ts")).upCommand,
  status: async () => (await import("./status.ts")).statusCommand,
  servers: async () => (await import("./servers.ts")).serversCommand,
  alerts: async () => (await import("./alerts.ts")).alertsCommand,
  promises: async () => (await import("./promises.ts")).promisesCommand,
  catalogue: async () => (await import("./catalogue.ts")).catalogueCommand,
  simulate: async () => (await import("./simulate.ts")).simulateCommand,
  enrol: async () => (await import("./enrol.ts")).enrolCommand,
  release: async () => (await import("./release.ts")).releaseCommand,
  audit: async () => (await import("./audit.ts")).auditCommand,
  link: async () => (await import("./link.ts")).linkCommand,
};

/** Runs one command. @returns its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...args] = argv;
  const load = COMMANDS[name];
  if (!load) {
    complain(`there is no command '${name}'`, `there are: ${Object.keys(COMMANDS).join(", ")}`);
    return EXIT.usage;
  }
  const command = await load();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${command.help.trim()}\n`);
    return EXIT.done;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return fail(error, name);
  }
}

async function fail(error: unknown, name: string): Promise<number> {
  if (error instanceof UsageError) {
    complain(error.message, `driftvakt ${name} --help says how`);
    return EXIT.usage;
  }
  const { explain } = await import("../start/explain.ts");
  const known = error instanceof StartError ? error : explain(error);
  if (known) {
    complain(known.message, known.wayOut);
    return known.exitCode;
  }
  process.stderr.write(
    `driftvakt: this is a mistake of ours, please report it:\n${String((error as Error).stack ?? error)}\n`,
  );
  return EXIT.bug;
}

process.exitCode = await main(process.argv.slice(2));
