import { EXIT } from "../start/exit-codes.ts";
import { findRunning } from "./ask-running.ts";
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  printJson,
  printTable,
  readArgs,
  type Command,
} from "./command.ts";

export const promisesCommand: Command = {
  help: `
driftvakt promises: which promises are kept, at risk or broken, with evidence

${COMMON_HELP}

Exit codes: 0 none broken, 1 some broken, 69 not running or not reachable.`,
  run: async (args) => {
    const { values } = readArgs(args, COMMON_OPTIONS);
    const promises = await findRunning(values.data).askAll("promises.list");
    if (values.json) printJson(promises);
    else {
      printTable(
        ["CLAUSE", "CUSTOMER", "HOST", "PERIOD", "STATE"],
        promises.map((promise) => [
          promise.clause,
          promise.customerName,
          promise.hostname ?? "-",
          promise.period,
          promise.state,
        ]),
      );
    }
    return promises.some(({ state }) => state === "broken") ? EXIT.found : EXIT.done;
  },
};
