import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const DEFAULT_STATE_FOLDER = "/var/lib/driftvakt-agent";
/** A second place for the kill switch, where people look for configuration. */
const SYSTEM_HOLD = "/etc/driftvakt-agent/hold";

/** Where the agent keeps what must last. Only root may look inside. */
export type StateFolder = Readonly<{
  path: string;
  key: string;
  identity: string;
  target: string;
  charter: string;
  pendingCharter: string;
  spool: string;
  journal: string;
  hold: string;
  lock: string;
  /** Packages that were on the machine when it came under watch (se-06). */
  handedOver: string;
  /** Which versions of the agent proved themselves here or did not. */
  updates: string;
}>;

/** Names the files; touches nothing. */
export function stateFolder(path: string): StateFolder {
  const file = (name: string) => join(path, name);
  return {
    path,
    key: file("key.pem"),
    identity: file("identity.json"),
    target: file("target.json"),
    charter: file("charter.json"),
    pendingCharter: file("charter-pending.json"),
    spool: file("spool.db"),
    journal: file("journal.db"),
    hold: file("hold"),
    lock: file("agent.pid"),
    handedOver: file("handed-over.txt"),
    updates: file("updates.json"),
  };
}

/** Makes the folder, and closes it to others if somebody opened it. */
export function makeStateFolder(folder: StateFolder): void {
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  chmodSync(folder.path, 0o700);
}

/** Is the kill switch on? Nothing that a mandate asks for is carried out then. */
export function isOnHold(folder: StateFolder): boolean {
  return existsSync(folder.hold) || existsSync(SYSTEM_HOLD);
}

/** A file's text, or undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
