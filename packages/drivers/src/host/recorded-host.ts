import { ProgramMissing, type Argv, type CommandResult, type Host } from "./host.ts";

/** What a real machine answered, once: by the argument list joined with spaces. */
export type Recording = Readonly<{
  commands: Readonly<Record<string, Partial<CommandResult>>>;
  files: Readonly<Record<string, string>>;
}>;

export type RecordedHost = Host & Readonly<{ ran: readonly string[] }>;

/** A machine made of recorded answers of real tool versions; remembers what was run on it. */
export function recordedHost(recording: Recording): RecordedHost {
  const ran: string[] = [];
  return {
    ran,
    run(argv: Argv) {
      const line = argv.join(" ");
      ran.push(line);
      const answer = recording.commands[line];
      if (!answer) return Promise.reject(new ProgramMissing(argv[0]));
      return Promise.resolve({ ...SILENT_SUCCESS, ...answer });
    },
    readText: (path) => recording.files[path],
    exists: (path) => Object.hasOwn(recording.files, path),
  };
}

const SILENT_SUCCESS: CommandResult = {
  code: 0,
  signal: null,
  stdout: "",
  stderr: "",
  truncated: false,
  timedOut: false,
};
