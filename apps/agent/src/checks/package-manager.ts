import { statSync } from "node:fs";
import { readIfThere } from "../state/index.ts";

const LOCK = "/var/lib/dpkg/lock-frontend";

/** Is apt or dpkg at work right now? The kernel's list of locks tells, without touching the lock. */
export function isPackageManagerBusy(): boolean {
  const lock = statSync(LOCK, { throwIfNoEntry: false });
  const locks = lock && readIfThere("/proc/locks");
  return locks ? new RegExp(`:${lock.ino} `).test(locks) : false;
}
