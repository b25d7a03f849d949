import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whom PostgreSQL runs as; it refuses to run as root. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

const OWN_NAME = "driftvakt";

/**
 * The unprivileged user for PostgreSQL when we are root, undefined otherwise (it then runs as ourselves): a system user of
 * its own, made if it is missing; where users cannot be made, one that is there.
 */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return readUser(OWN_NAME) ?? makeUser() ?? readUser("postgres") ?? readUser("nobody");
}

function readUser(name: string): ServerUser | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

function makeUser(): ServerUser | undefined {
  try {
    execFileSync(
      "/usr/sbin/useradd",
      ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN_NAME],
      { stdio: "ignore" },
    );
  } catch {
    // No useradd here, or a read-only /etc: another unprivileged user will do.
    return undefined;
  }
  return readUser(OWN_NAME);
}
