import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";

const runningSchema = z.object({
  pid: z.number().int(),
  /** Where it answers on this machine. */
  localUrl: z.url(),
  publicUrl: z.url(),
  startedAtMs: z.number().int(),
  /** Lets this machine's own command act with the owner's rights. */
  key: z.string(),
  /** SHA-256 of the certificate, for the command to know it again; null without TLS. */
  certificate: z.string().nullable(),
});
export type Running = z.infer<typeof runningSchema>;

/** Says to this machine's own command where the control plane answers. Only the folder's owner can read it. */
export function writeRunning(file: string, running: Running): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(running, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}

export function readRunning(file: string): Running | undefined {
  try {
    return runningSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") throw error;
    return undefined;
  }
}

export function removeRunning(file: string): void {
  rmSync(file, { force: true });
}
