import { createHash, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { releaseSchema, type Release, type ReleaseFile } from "@driftvakt/protocol/agent";
import { keyId, open, publicKeyFromRaw, type Envelope } from "@driftvakt/protocol/envelope";
import { AppError } from "../../platform/errors/index.ts";

const SHA256 = /^[0-9a-f]{64}$/;

/** Where a released executable lies: under its own sum, so that nothing else can ever be served in its place. */
export function releaseFilePath(dataFolder: string, sha256: string): string {
  if (!SHA256.test(sha256)) throw new AppError("not-found", "no such executable");
  return join(dataFolder, "releases", sha256);
}

/** The public halves of the release keys that new machines pin: one a line, 32 raw bytes in hex. The private ones are elsewhere. */
export function releaseKeysPath(dataFolder: string): string {
  return join(dataFolder, "release-keys");
}

/** The release keys of this installation, as hex; empty where the provider made none: agents are then never updated. */
export async function readReleaseKeys(dataFolder: string): Promise<readonly string[]> {
  const text = await readFile(releaseKeysPath(dataFolder), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  });
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => SHA256.test(line));
}

/** Reads a release as agents will. @throws AppError `refused` where they would not believe it. */
export function openRelease(envelope: Envelope, keys: readonly string[], nowMs: number): Release {
  const trusted = new Map<string, KeyObject>(
    keys.map((hex) => {
      const key = publicKeyFromRaw(Buffer.from(hex, "hex").toString("base64"));
      return [keyId(key), key];
    }),
  );
  const opened = open("release", envelope, trusted);
  if (!opened.ok)
    throw new AppError("refused", "no release key of this installation signed this", {
      reason: opened.refusal,
    });
  const parsed = releaseSchema.safeParse(opened.value);
  if (!parsed.success) throw new AppError("refused", "this is not a release of the agent");
  if (parsed.data.expiresMs <= nowMs)
    throw new AppError("refused", "the signature on this release has run out", {
      reason: "expired",
    });
  return parsed.data;
}

/** @throws AppError `refused` where an executable is not there or not what was signed. */
export async function checkReleaseFile(dataFolder: string, file: ReleaseFile): Promise<void> {
  const path = releaseFilePath(dataFolder, file.sha256);
  const found = await stat(path).catch(() => undefined);
  if (found?.size === file.sizeBytes && (await sumOf(path)) === file.sha256) return;
  throw new AppError("refused", `the executable for ${file.platform} does not lie in ${path}`, {
    reason: "file-missing",
  });
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest("hex");
}
