import { dropCommandGroup, killGroup, makeCommandGroup } from "./control-groups.ts";
import { runProcess, type ProcessOptions, type ProcessResult } from "./run-process.ts";

/** What a command in a machine is given besides its argv. */
export type RunOptions = Pick<ProcessOptions, "input" | "timeoutSeconds" | "onLine"> & {
  /** Added to a root shell's plain environment. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Into the command's control group, then into all of the machine's namespaces, then the command with a clean environment. */
const enter = 'while [ "$1" != -- ]; do echo 0 > "$1"; shift; done; shift; exec nsenter "$@"';

const plainEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  USER: "root",
  LC_ALL: "C.UTF-8",
  TERM: "dumb",
};

let commandCount = 0;

/**
 * Runs a command as root in the machine whose first process is `leader`.
 * At the time limit (default 30 s) it is killed with everything it started.
 * @throws at the time limit, or when the machine goes away before the command could start.
 */
export async function runInMachine(
  machine: { readonly leader: number; readonly group: string },
  argv: readonly string[],
  options: RunOptions = {},
): Promise<ProcessResult> {
  commandCount += 1;
  const command = makeCommandGroup(machine.group, `command-${process.pid}-${commandCount}`);
  const environment = Object.entries({ ...plainEnvironment, ...options.env });
  const words = [
    `--target=${machine.leader}`,
    "--all",
    "--root",
    "--wd",
    "--",
    "env",
    "-i",
    ...environment.map(([name, value]) => `${name}=${value}`),
    ...argv,
  ];
  const stop = () => killGroup(command.group);
  try {
    return await runProcess(["sh", "-euc", enter, "enter", ...command.files, "--", ...words], {
      input: options.input,
      timeoutSeconds: options.timeoutSeconds ?? 30,
      onTimeout: stop,
      onLine: options.onLine && ((line) => options.onLine?.(line) === true && (stop(), true)),
    });
  } finally {
    dropCommandGroup(command.group);
  }
}
