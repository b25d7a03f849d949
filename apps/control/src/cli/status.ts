import { EXIT } from "../start/exit-codes.ts";
import { findRunning } from "./ask-running.ts";
import { COMMON_HELP, COMMON_OPTIONS, printJson, readArgs, type Command } from "./command.ts";

/** Is it running, is it well, what is wrong. Exit code 1 when something is. */
export const statusCommand: Command = {
  help: `
driftvakt status: is it running, is it well, what is wrong

${COMMON_HELP}

Exit codes: 0 running and nothing wrong, 1 running and something wrong, 69 not running or not reachable.`,
  run: async (args) => {
    const { values } = readArgs(args, COMMON_OPTIONS);
    const plane = findRunning(values.data);
    const [me, ready, servers, alerts] = [
      await plane.ask("me.get"),
      await plane.isReady(),
      await plane.askAll("servers.list"),
      await plane.askAll("alerts.list", { open: "yes" }),
    ];
    const down = servers.filter(({ state }) => state === "down" || state === "unreachable");
    const status = {
      running: true,
      ready,
      version: me.version,
      address: plane.running.publicUrl,
      provider: me.provider.name,
      startedAtMs: plane.running.startedAtMs,
      mailIsSent: me.mailIsSent,
      servers: servers.length,
      serversDown: down.length,
      openAlerts: alerts.length,
    };
    if (values.json) printJson(status);
    else {
      process.stdout.write(
        [
          `Driftvakt ${status.version} of ${status.provider} at ${status.address}: ${ready ? "ready" : "not ready"}`,
          `${status.servers} servers, ${status.serversDown} down or unreachable, ${status.openAlerts} open alerts`,
          status.mailIsSent ? "mail is sent" : "mail is kept: no mail server is set",
        ].join("\n") + "\n",
      );
    }
    return ready && alerts.length === 0 && down.length === 0 ? EXIT.done : EXIT.found;
  },
};
