import { EXIT } from "../start/exit-codes.ts";
import { explain } from "../start/start-error.ts";
import { alertsCommand } from "./alerts.ts";
import { auditCommand } from "./audit.ts";
import { catalogueCommand } from "./catalogue.ts";
import type { Command } from "./command.ts";
import { complain, UsageError } from "./command.ts";
import { enrolCommand } from "./enrol.ts";
import { linkCommand } from "./link.ts";
import { promisesCommand } from "./promises.ts";
import { serversCommand } from "./servers.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { upCommand } from "./up.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  up: upCommand,
  status: statusCommand,
  servers: serversCommand,
  alerts: alertsCommand,
  promises: promisesCommand,
  catalogue: catalogueCommand,
  simulate: simulateCommand,
  enrol: enrolCommand,
  audit: auditCommand,
  link: linkCommand,
};

/** Runs one command. @returns its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...args] = argv;
  const command = COMMANDS[name];
  if (!command) {
    complain(`there is no command '${name}'`, `there are: ${Object.keys(COMMANDS).join(", ")}`);
    return EXIT.usage;
  }
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

function fail(error: unknown, name: string): number {
  if (error instanceof UsageError) {
    complain(error.message, `driftvakt ${name} --help says how`);
    return EXIT.usage;
  }
  const known = explain(error);
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
