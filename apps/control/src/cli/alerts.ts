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

export const alertsCommand: Command = {
  help: `
driftvakt alerts: what is wrong right now, and who was told

  --all        closed ones too
${COMMON_HELP}

Exit codes: 0 nothing open, 1 open alerts, 69 not running or not reachable.`,
  run: async (args) => {
    const { values } = readArgs(args, {
      ...COMMON_OPTIONS,
      all: { type: "boolean", default: false },
    });
    const alerts = await findRunning(values.data).askAll("alerts.list", {
      open: values.all ? "all" : "yes",
    });
    if (values.json) printJson(alerts);
    else {
      printTable(
        ["SINCE", "HOST", "CHECK", "STATE", "ACKNOWLEDGED", "WHAT"],
        alerts.map((alert) => [
          new Date(alert.openedAtMs).toISOString(),
          alert.hostname,
          alert.check,
          alert.closedAtMs === null ? alert.state : "closed",
          alert.acknowledgement?.byName ?? "-",
          alert.output,
        ]),
      );
    }
    return alerts.some(({ closedAtMs }) => closedAtMs === null) ? EXIT.found : EXIT.done;
  },
};
