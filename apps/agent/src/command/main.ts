import { parseArgs } from "node:util";
import { reasonOf } from "../log.ts";
import { OPTIONS, type Values } from "./options.ts";
import { DEFAULT_STATE_FOLDER, stateFolder, type StateFolder } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { approveCharter, showCharter } from "./charter.ts";
import { enrolMachine } from "./enrol.ts";
import { BadUsage, EXIT, exitCodeOf } from "./exit-codes.ts";
import { hold, resume } from "./hold.ts";
import { verifyJournal } from "./journal.ts";
import { watchMachine } from "./run.ts";
import { showStatus } from "./status.ts";

const HELP = `driftvakt-agent ${AGENT_VERSION}: watches this machine for its hosting provider

  enrol            bring this machine under watch (see below)
  run              watch this machine; what the service does
  status           is it enrolled, does it run, what waits to be delivered
  journal verify   check the record of everything that was asked of this machine and done
  charter show     what the provider may do on this machine, and what waits for your approval
  charter approve  let a wider charter hold from now on (root)
  hold             kill switch: carry out nothing, whoever asks; watching goes on
  resume           take the kill switch off
  version

  --state DIR      where the agent keeps its state (default ${DEFAULT_STATE_FOLDER})
  --json           status, journal verify, charter show: for programs

  enrol --server URL --server-key FINGERPRINT [--token dvj_…] [--tls-pin SHA256] [--again]
    --server-key   SHA-256 of the control plane's key, 64 hex digits; nobody else is believed
    --token        the join token; better in DRIFTVAKT_JOIN_TOKEN, where no other user sees it
    --tls-pin      SHA-256 of the server's TLS key (SPKI), for a certificate without a public issuer
    --again        forget the old enrolment and all that was not delivered
`;

type Command = (folder: StateFolder, values: Values) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  enrol: enrolMachine,
  run: watchMachine,
  status: (folder, { json }) => showStatus(folder, json),
  "journal verify": (folder, { json }) => verifyJournal(folder, json),
  "charter show": (folder, { json }) => showCharter(folder, json),
  "charter approve": approveCharter,
  hold,
  resume,
  version: () => print(`${AGENT_VERSION}\n`),
};

/** Runs one command. @returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: OPTIONS,
      allowPositionals: true,
    });
    if (values.help) return print(HELP);
    const name = positionals.join(" ");
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command)
      throw new BadUsage(
        name === "" ? "no command; see --help" : `no command "${name}"; see --help`,
      );
    return await command(stateFolder(values.state), values);
  } catch (error) {
    process.stderr.write(`driftvakt-agent: ${reasonOf(error)}\n`);
    return exitCodeOf(error);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
