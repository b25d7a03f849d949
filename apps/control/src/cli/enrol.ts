import { EXIT } from "../start/exit-codes.ts";
import { findRunning, type RunningPlane } from "./ask-running.ts";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  printJson,
  readArgs,
  UsageError,
  type Command,
} from "./command.ts";

export const enrolCommand: Command = {
  help: `
driftvakt enrol --host NAME [--customer NAME|ID] [--contract NUMBER|ID]: makes a join token and the one-line installer

  --host NAME      the machine's host name; the token works on no other
  --customer X     name or id; may be left out when there is one customer only
  --contract X     number or id; may be left out when the customer has one active contract only
${COMMON_HELP}

Exit codes: 0 made, 1 refused, 64 wrong usage, 69 not running or not reachable.`,
  run: async (args) => {
    const { values } = readArgs(args, {
      ...COMMON_OPTIONS,
      host: { type: "string" },
      customer: { type: "string" },
      contract: { type: "string" },
    });
    if (!values.host) throw new UsageError("--host is missing");
    const plane = findRunning(values.data);
    const customerId = await findCustomer(plane, values.customer);
    const contractId = await findContract(plane, customerId, values.contract);
    const made = await plane.ask("enrolments.create", {
      body: { hostname: values.host, customerId, contractId },
    });
    if (values.json) printJson(made);
    else {
      process.stdout.write(
        `Run this on ${made.enrolment.hostname} as root, within ten minutes:\n\n  ${made.installCommand}\n`,
      );
    }
    return EXIT.done;
  },
};

async function findCustomer(plane: RunningPlane, wanted: string | undefined): Promise<string> {
  const customers = await plane.askAll("customers.list");
  const fitting = customers.filter(
    ({ id, name }) =>
      wanted === undefined || id === wanted || name.toLowerCase() === wanted.toLowerCase(),
  );
  if (fitting.length === 1) return fitting[0]!.id;
  const names = customers.map(({ name }) => name).join(", ");
  throw new UsageError(
    fitting.length === 0
      ? `no such customer; there are: ${names}`
      : `say which with --customer: ${names}`,
  );
}

async function findContract(
  plane: RunningPlane,
  customerId: string,
  wanted: string | undefined,
): Promise<string | null> {
  const contracts = (await plane.askAll("contracts.list", { customerId })).filter(
    ({ state }) => state === "active",
  );
  const fitting = contracts.filter(
    ({ id, number }) => wanted === undefined || id === wanted || number === wanted,
  );
  if (fitting.length === 1) return fitting[0]!.id;
  if (wanted === undefined && contracts.length === 0) return null;
  const numbers = contracts.map(({ number }) => number).join(", ");
  throw new UsageError(
    fitting.length === 0
      ? `no such contract; there are: ${numbers}`
      : `say which with --contract: ${numbers}`,
  );
}
