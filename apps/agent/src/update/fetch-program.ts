import { createHash } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import type { ReleaseFile } from "@driftvakt/protocol/agent";
import type { HttpClient, Session } from "../link/index.ts";

/** What came is not what the release key signed. */
export class TamperedFile extends Error {
  override readonly name = "TamperedFile";
}

export type Source = Readonly<{ client: HttpClient; session: Session; signal: AbortSignal }>;

/** For 110 MB at one megabit a second, which is the worst line that is worth trying on. */
const FETCH_MAX_MS = 20 * 60 * 1000;

/**
 * Fetches an executable to a path, on disk for good and executable once its length and sum are what was signed.
 * @throws TamperedFile; or any fault on the way. Nothing is left behind then.
 */
export async function fetchProgram(file: ReleaseFile, path: string, source: Source): Promise<void> {
  rmSync(path, { force: true });
  try {
    await receive(file, path, source);
    chmodSync(path, 0o755);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

async function receive(file: ReleaseFile, path: string, source: Source): Promise<void> {
  const { client, session } = source;
  const signal = AbortSignal.any([source.signal, AbortSignal.timeout(FETCH_MAX_MS)]);
  const token = await session.token();
  const stream = await client.stream(`/agent/v1/releases/${file.sha256}`, token, signal);
  const abort = () => stream.destroy(new Error("fetching the release took too long"));
  signal.addEventListener("abort", abort, { once: true });
  const hash = createHash("sha256");
  const target = openSync(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > file.sizeBytes) throw new TamperedFile("more bytes came than were signed for");
      hash.update(chunk);
      for (let done = 0; done < chunk.length;) done += writeSync(target, chunk, done);
    }
    if (signal.aborted) throw new Error("fetching the release was given up");
    if (size !== file.sizeBytes) throw new Error(`the release ended after ${size} bytes`);
    if (hash.digest("hex") !== file.sha256)
      throw new TamperedFile("the file's sum is not the one that was signed");
    fsyncSync(target);
  } finally {
    signal.removeEventListener("abort", abort);
    stream.destroy();
    closeSync(target);
  }
}
