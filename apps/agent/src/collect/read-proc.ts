import { closeSync, openSync, readSync } from "node:fs";

let buffer = Buffer.allocUnsafe(64 * 1024);

/** A small kernel file as text, a character a byte, through one buffer for all: the beat makes no garbage. Undefined where it is not there. */
export function readProc(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    let length = 0;
    for (;;) {
      const bytes = readSync(file, buffer, length, buffer.length - length, null);
      length += bytes;
      if (bytes === 0) break;
      if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    }
    return buffer.toString("latin1", 0, length);
  } catch {
    // A process that ended while it was read: as if it had never been there.
    return undefined;
  } finally {
    closeSync(file);
  }
}

/**
 * The machine's mounts. Ours would lie: under the service's protection every file system is read-only to us and some are hidden.
 */
export function readMounts(): string {
  return readProc("/proc/1/mountinfo") ?? readProc("/proc/self/mountinfo") ?? "";
}
