import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";

const KEEP_BYTES = 20 * 1024 * 1024;

/** Writes log lines to a file; one older file is kept. */
export function openLogFile(file: string): { write(line: string): void; close(): Promise<void> } {
  let stream = open(file);
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return {
    write: (line) => {
      bytes += line.length;
      if (bytes > KEEP_BYTES) {
        stream.end();
        renameSync(file, `${file}.1`);
        stream = open(file);
        bytes = line.length;
      }
      stream.write(line);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function open(file: string): WriteStream {
  const stream = createWriteStream(file, { flags: "a", mode: 0o600 });
  // A full disk must not end the control plane; it says so by itself when it cannot store.
  stream.on("error", () => {});
  return stream;
}
