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

export const serversCommand: Command = {
  help: `
driftvakt servers: the machines under contract and how they are

${COMMON_HELP}

Exit codes: 0 listed, 69 not running or not reachable.`,
  run: async (args) => {
    const { values } = readArgs(args, COMMON_OPTIONS);
    const servers = await findRunning(values.data).askAll("servers.list");
    if (values.json) printJson(servers);
    else {
      printTable(
        ["HOST", "CUSTOMER", "PLAN", "STATE", "WORST", "ALERTS", "CPU", "MEMORY"],
        servers.map((server) => [
          server.hostname,
          server.customerName,
          server.planName ?? "-",
          server.state,
          server.worst,
          String(server.openAlertCount),
          percent(server.latest.cpuPercent),
          percent(server.latest.memoryPercent),
        ]),
      );
    }
    return EXIT.done;
  },
};

function percent(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(0)} %`;
}
