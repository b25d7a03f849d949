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
    return readWhole(file);
  } catch {
    // A process that ended while it was read: as if it had never been there.
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** Asked for at once where a table may be left before its end; with a line on top it must fit into the kernel's own page. */
const PIECE_BYTES = 600;

/**
 * A table of the kernel's as text, a few lines at a time, for as long as `goesOn` says so of what was read so far. What comes
 * short is the end: asking on would make the kernel search it all again.
 */
export function readProcWhile(path: string, goesOn: (text: string) => boolean): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    let text = "";
    for (;;) {
      const bytes = readSync(file, buffer, 0, PIECE_BYTES, null);
      text += buffer.toString("latin1", 0, bytes);
      if (bytes < PIECE_BYTES || !goesOn(text)) return text;
    }
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

const kept = new Map<string, number>();

/**
 * Like `readProc`, for a file that lasts as long as the machine runs and is read on every beat: it stays open, which halves
 * the work.
 */
export function readKeptProc(path: string): string | undefined {
  let file = kept.get(path);
  try {
    file ??= openSync(path, "r");
    kept.set(path, file);
    return readWhole(file);
  } catch {
    if (file !== undefined) closeSync(file);
    kept.delete(path);
    return undefined;
  }
}

function readWhole(file: number): string {
  let length = 0;
  for (;;) {
    const bytes = readSync(file, buffer, length, buffer.length - length, length);
    length += bytes;
    if (bytes === 0) return buffer.toString("latin1", 0, length);
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
  }
}

/**
 * The machine's mounts. Ours would lie: under the service's protection every file system is read-only to us and some are hidden.
 */
export function readMounts(): string {
  return readKeptProc("/proc/1/mountinfo") ?? readProc("/proc/self/mountinfo") ?? "";
}
