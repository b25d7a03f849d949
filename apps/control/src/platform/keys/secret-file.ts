import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";

/** A secret lies open to others on this machine. */
export class SecretFileError extends Error {
  override readonly name = "SecretFileError";
}

/**
 * Reads a secret from a file that only its owner may read, or makes it. It is on the disk before this returns, and two
 * processes that start at once end with the same one.
 * @throws SecretFileError when others may read the file.
 */
export function readOrMakeSecret(file: string, make: () => string): string {
  return readSecret(file) ?? writeSecret(file, make());
}

function readSecret(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    if ((fstatSync(descriptor).mode & 0o077) !== 0) {
      throw new SecretFileError(`${file} can be read by others: chmod 600 it`);
    }
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

function writeSecret(file: string, secret: string): string {
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(draft, "wx", 0o600);
  try {
    writeSync(descriptor, secret);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    // A link, not a rename: it never replaces what another process has just made.
    linkSync(draft, file);
    syncFolder(dirname(file));
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(file, "utf8");
  } finally {
    unlinkSync(draft);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
