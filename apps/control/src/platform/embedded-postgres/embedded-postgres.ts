import { createHash, randomBytes } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrMakeSecret } from "../keys/index.ts";
import type { Log } from "../log/index.ts";
import { findServerUser, type ServerUser } from "./find-user.ts";
import { installProgram } from "./install-program.ts";
import { ADMIN_ROLE, makeCluster, ownFolder } from "./make-cluster.ts";
import { APP_ROLE, DATABASE, makeRoles, OWNER_ROLE, type RolePasswords } from "./make-roles.ts";
import { requireReach } from "./run-program.ts";
import { startServer, type Cluster, type RunningServer } from "./start-server.ts";

export type EmbeddedPostgres = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly adminUrl: string;
  readonly appRole: string;
  /** Process id of the postmaster running now. */
  pid(): number;
  /** Ends all sessions and stops in good order. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Everything lies in this folder. */
  readonly folder: string;
  readonly log: Log;
  /** Off only in tests that throw the cluster away; on by default. */
  readonly durable?: boolean;
};

/** Longest path of a Unix socket that Linux takes is 107 bytes; PostgreSQL adds `/.s.PGSQL.5432`. */
const SOCKET_FOLDER_MAX_BYTES = 90;
const RESTART_WAIT_MS = 200;

/**
 * Runs a real PostgreSQL of our own: programs from npm, data in the folder, a socket and no port. Recovers by itself from
 * every `kill -9`: an orphan of a killed control plane is ended before the start, and a killed postmaster is started again.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  await mkdir(options.folder, { recursive: true, mode: 0o711 });
  const folder = realpathSync(options.folder);
  const user = findServerUser();
  const passwords = readPasswords(join(folder, "roles.json"));
  const program = await installProgram(join(folder, "program"));
  if (user) {
    await openForTraversal(folder);
    requireReach(user, join(program, "bin", "initdb"));
  }
  const home = join(folder, "server");
  const clusterFolder = await makeCluster({ program, home, user }, passwords.admin);
  const socketFolder = await makeSocketFolder(home, user);
  const cluster: Cluster = {
    program,
    folder: clusterFolder,
    socketFolder,
    logFile: join(folder, "postgres.log"),
    user,
    durable: options.durable ?? true,
  };
  const supervised = await supervise(cluster, log);
  const url = (role: string, password: string, database: string): string =>
    urlOf(socketFolder, role, password, database);
  const adminUrl = url(ADMIN_ROLE, passwords.admin, "postgres");
  await makeRoles(adminUrl, passwords);
  return {
    adminUrl,
    ownerUrl: url(OWNER_ROLE, passwords.owner, DATABASE),
    appUrl: url(APP_ROLE, passwords.app, DATABASE),
    appRole: APP_ROLE,
    ...supervised,
  };
}

/** Address of a cluster's database as the control plane's role, whether it runs or not; undefined where there is none. */
export function findEmbeddedUrl(folder: string): string | undefined {
  const home = join(folder, "server");
  if (!existsSync(join(home, "cluster", "PG_VERSION"))) return undefined;
  const { app } = readPasswords(join(folder, "roles.json"));
  return urlOf(socketFolderOf(realpathSync(home)), APP_ROLE, app, DATABASE);
}

function urlOf(socketFolder: string, role: string, password: string, database: string): string {
  return `postgres://${role}:${password}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

function readPasswords(file: string): RolePasswords {
  const make = (): string => randomBytes(24).toString("base64url");
  return JSON.parse(
    readOrMakeSecret(file, () => JSON.stringify({ admin: make(), owner: make(), app: make() })),
  );
}

/** The unprivileged user passes through our own folder; what lies in it is closed one by one. */
async function openForTraversal(folder: string): Promise<void> {
  await chmod(folder, 0o711);
}

async function makeSocketFolder(home: string, user: ServerUser | undefined): Promise<string> {
  const folder = socketFolderOf(home);
  await ownFolder(folder, user);
  return folder;
}

/** Beside the cluster, or where the path is too long for a socket, in the folder for temporary files. */
function socketFolderOf(home: string): string {
  const beside = join(home, "socket");
  if (Buffer.byteLength(beside) <= SOCKET_FOLDER_MAX_BYTES) return beside;
  const name = createHash("sha256").update(home).digest("hex").slice(0, 16);
  return join(tmpdir(), `driftvakt-${name}-${process.getuid?.()}`);
}

/** Keeps the server running until it is stopped on purpose. */
async function supervise(
  cluster: Cluster,
  log: Log,
): Promise<Pick<EmbeddedPostgres, "pid" | "stop">> {
  let server: RunningServer = await startServer(cluster);
  let stopping = false;
  let restarting: Promise<void> | undefined;

  const watch = (): void => {
    void server.exited.then(() => {
      if (stopping) return;
      log.warn("PostgreSQL ended unasked, starting it again", { pid: server.pid });
      restarting = restart();
    });
  };
  const restart = async (): Promise<void> => {
    while (!stopping) {
      try {
        server = await startServer(cluster);
        watch();
        return;
      } catch (error) {
        log.error("PostgreSQL does not start", { error });
        await new Promise((resolve) => setTimeout(resolve, RESTART_WAIT_MS * 10));
      }
    }
  };
  watch();
  return {
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      await restarting;
      if (isAlive(server.pid)) process.kill(server.pid, "SIGINT");
      await server.exited;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
