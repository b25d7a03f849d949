import { BadAddress, HttpFault, NotTheServer } from "../link/index.ts";
import { AlreadyRunning } from "../run/lock.ts";

/** Stable exit codes; scripts may rely on them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  alreadyEnrolled: 3,
  notEnrolled: 4,
  untrusted: 5,
  unreachable: 6,
  damaged: 7,
  busy: 8,
} as const;

/** The command was called in a way it does not know. */
export class BadUsage extends Error {
  override readonly name = "BadUsage";
}

/** There is no identity in the state folder. */
export class NotEnrolled extends Error {
  override readonly name = "NotEnrolled";
  constructor() {
    super("this machine is not enrolled; see driftvakt-agent enrol --help");
  }
}

const BY_CLASS: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [BadAddress, EXIT.usage],
  [BadUsage, EXIT.usage],
  [NotEnrolled, EXIT.notEnrolled],
  [NotTheServer, EXIT.untrusted],
  [AlreadyRunning, EXIT.busy],
  [HttpFault, EXIT.failed],
];
const UNREACHABLE = /^E(CONN|HOST|NET|TIMEDOUT|AI_|PIPE|NOTFOUND)/;

/** The exit code that tells a script what kind of failure it was. */
export function exitCodeOf(error: unknown): number {
  const known = BY_CLASS.find(([kind]) => error instanceof kind);
  if (known) return known[1];
  const code = String((error as { code?: unknown }).code ?? "");
  if (code.startsWith("ERR_PARSE_ARGS")) return EXIT.usage;
  return UNREACHABLE.test(code) ? EXIT.unreachable : EXIT.failed;
}
