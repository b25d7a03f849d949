import { availableParallelism, totalmem } from "node:os";

const MIB = 1024 * 1024;

export type ServerSettings = {
  readonly socketFolder: string;
  /** Off only in tests that throw the cluster away. */
  readonly durable: boolean;
};

/**
 * Settings as command line arguments, so that an upgrade changes them without editing a file. It listens on a socket in a
 * folder that only its user can enter, and on no port. What was acknowledged is on the disk: fsync and synchronous_commit stay on.
 */
export function serverArguments(settings: ServerSettings): string[] {
  const memoryMib = Math.floor(totalmem() / MIB);
  const buffersMib = Math.max(64, Math.min(512, Math.floor(memoryMib / 8)));
  const values: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: settings.socketFolder,
    unix_socket_permissions: "0700",
    max_connections: "100",
    shared_buffers: `${buffersMib}MB`,
    effective_cache_size: `${Math.floor(memoryMib / 2)}MB`,
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    max_worker_processes: String(Math.max(4, availableParallelism())),
    wal_compression: "on",
    min_wal_size: "128MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    wal_level: "replica",
    random_page_cost: "1.1",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_duration_statement: "2000",
    log_checkpoints: "off",
    // After a crash only what changed is written out again, not every file: the start stays quick.
    recovery_init_sync_method: "syncfs",
    deadlock_timeout: "500ms",
  };
  if (!settings.durable) {
    Object.assign(values, { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
  }
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
