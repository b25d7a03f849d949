import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { gatherSettings, readConfig, SETTINGS } from "../config.ts";
import { startControl, type RunningControl } from "../main.ts";
import { openLog } from "../platform/log/index.ts";
import { dataFolder } from "../start/data-folder.ts";
import { EXIT } from "../start/exit-codes.ts";
import { DEFAULT_CATALOGUE, DEFAULT_OWNER_EMAIL } from "../start/first-run.ts";
import { openLogFile } from "../start/log-file.ts";
import { folderOf } from "./ask-running.ts";
import { complain, readArgs, type Command } from "./command.ts";

const settingsHelp = Object.entries(SETTINGS)
  .map(
    ([name, { flag, about }]) =>
      `  ${(flag ? `--${flag}` : name).padEnd(22)} ${about}${flag ? ` (${name})` : ""}`,
  )
  .join("\n");

const HELP = `
driftvakt up: starts the control plane, its database and an agent for this machine

  --data DIR             data folder (default: /var/lib/driftvakt as root, else ~/.local/share/driftvakt)
  --catalogue NAME|FILE  se, msp, dk, srv, ba or a file; at the first start (default ${DEFAULT_CATALOGUE})
  --owner-email ADDRESS  the owner's address, at the first start (default ${DEFAULT_OWNER_EMAIL})
  --no-agent             do not watch this machine
  --log stderr|file      where the JSON log goes (default: file, log/control.log in the data folder)
${settingsHelp}

Settings are read from flags, then the environment, then driftvakt.env in the data folder.
Ctrl-C stops everything. Exit codes: 0 stopped on request, 65 catalogue invalid, 69 database unreachable,
73 no folder, 74 disk full, 75 already running, 76 database role goes round row-level security, 77 missing right,
78 configuration wrong, 79 port busy, 80 database version.
`;

const OPTIONS = {
  data: { type: "string" },
  catalogue: { type: "string" },
  "owner-email": { type: "string", default: DEFAULT_OWNER_EMAIL },
  "no-agent": { type: "boolean", default: false },
  log: { type: "string", default: "file" },
  ...(Object.fromEntries(
    Object.values(SETTINGS).flatMap(({ flag }) => (flag ? [[flag, { type: "string" }]] : [])),
  ) as Record<string, { type: "string" }>),
} as const;

export const upCommand: Command = {
  help: HELP,
  run: async (args) => {
    const { values } = readArgs(args, OPTIONS);
    const folder = folderOf(values.data);
    const result = readConfig(
      gatherSettings(values, process.env, folder),
      folder,
      packageJson.version,
    );
    if (!result.ok) {
      for (const { name, expected, example } of result.problems) {
        complain(`${name}: expected ${expected}`, `for example ${example}`);
      }
      return EXIT.badConfig;
    }
    const begun = performance.now();
    const say = (step: string): void => void process.stderr.write(`driftvakt: ${step}\n`);
    const sink =
      values.log === "stderr"
        ? undefined
        : lazyLogFile(join(dataFolder(folder).log, "control.log"));
    const log = openLog((line) => (sink ? sink.write(line) : void process.stderr.write(line)));
    const stopRequest = waitForStop();
    const control = await startControl({
      config: result.config,
      log,
      catalogue: values.catalogue,
      ownerEmail: values["owner-email"],
      watchOwnMachine: values["no-agent"] !== true,
      say,
    });
    announce(control, folder, performance.now() - begun);
    const signal = await stopRequest;
    say(`stopping (${signal})`);
    await control.stop();
    await sink?.close();
    say("stopped");
    return EXIT.done;
  },
};

/** The folder is made during the start, so the file is opened with the first line. */
function lazyLogFile(file: string): ReturnType<typeof openLogFile> {
  let opened: ReturnType<typeof openLogFile> | undefined;
  return {
    write: (line) => {
      opened ??= openLogFile(file);
      opened.write(line);
    },
    close: async () => opened?.close(),
  };
}

/** A second signal during the stop ends the process at once. */
function waitForStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.once(signal, () => process.exit(EXIT.bug));
      });
    }
  });
}

function announce(control: RunningControl, folder: string, tookMs: number): void {
  const { signInUrl } = control.prepared;
  const url = urlWithPort(control);
  const lines = [
    "",
    `  Driftvakt is ready in ${(tookMs / 1000).toFixed(1)} s: ${url}`,
    `  Data in ${folder}; Ctrl-C stops it.`,
    ...(signInUrl
      ? [
          "",
          "  Sign in as the owner, once and within 15 minutes:",
          `  ${url + new URL(signInUrl).pathname}`,
        ]
      : []),
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** With port 0 the system chose one. */
function urlWithPort(control: RunningControl): string {
  const url = new URL(control.publicUrl);
  if (url.port === "0") url.port = String(control.port);
  return url.origin;
}
