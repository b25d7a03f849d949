import { EXIT } from "../start/exit-codes.ts";
import { findRunning } from "./ask-running.ts";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  printJson,
  readArgs,
  UsageError,
  type Command,
} from "./command.ts";

export const auditCommand: Command = {
  help: `
driftvakt audit verify: walks the audit log's hash chain

${COMMON_HELP}

Exit codes: 0 the chain holds, 1 it does not, 69 not running or not reachable.`,
  run: async (args) => {
    const { values, positionals } = readArgs(args, COMMON_OPTIONS, 1);
    if (positionals[0] !== "verify") throw new UsageError("audit verify is what there is");
    const verdict = await findRunning(values.data).ask("audit.verify");
    if (values.json) printJson(verdict);
    else if (verdict.holds)
      process.stdout.write(`the audit log holds: ${verdict.entries} entries\n`);
    else
      process.stdout.write(
        `the audit log was altered: entry ${verdict.firstBadNumber} is the first bad one\n`,
      );
    return verdict.holds ? EXIT.done : EXIT.found;
  },
};
