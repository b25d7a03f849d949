import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { readCharter, readPendingCharter, readTarget } from "../converge/index.ts";
import { findRunning } from "../run/lock.ts";
import { findIdentity, isOnHold, type Identity, type StateFolder } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { EXIT, NotEnrolled } from "./exit-codes.ts";

/** `status`: what a person at the machine wants to know first. */
export function showStatus(folder: StateFolder, json: boolean): number {
  const identity = findIdentity(folder);
  if (!identity) throw new NotEnrolled();
  const status = readStatus(folder, identity);
  process.stdout.write(json ? `${JSON.stringify(status)}\n` : `${lines(status).join("\n")}\n`);
  return EXIT.done;
}

type Status = ReturnType<typeof readStatus>;

function readStatus(folder: StateFolder, identity: Identity) {
  const target = readTarget(folder, identity);
  return {
    version: AGENT_VERSION,
    server: identity.serverUrl,
    serverId: identity.serverId,
    epoch: identity.epoch,
    enrolledAtMs: identity.enrolledAtMs,
    processId: findRunning(folder) ?? null,
    onHold: isOnHold(folder),
    targetVersion: target?.version ?? null,
    checks: target?.checks.length ?? 0,
    charterVersion: readCharter(folder, identity)?.version ?? null,
    pendingCharterVersion: readPendingCharter(folder, identity)?.version ?? null,
    ...readSpool(folder),
  };
}

function readSpool(folder: StateFolder) {
  const nothing = { waiting: 0, oldestWaitingMs: null, deliveredAtMs: null };
  if (!existsSync(folder.spool)) return nothing;
  const database = new DatabaseSync(folder.spool, { readOnly: true });
  try {
    const record = database
      .prepare("SELECT count(*) AS waiting, min(at_ms) AS oldest FROM record")
      .get();
    const meta = database.prepare("SELECT value FROM meta WHERE name = 'acknowledgedAtMs'").get();
    return {
      waiting: Number(record?.["waiting"] ?? 0),
      oldestWaitingMs: record?.["oldest"] == null ? null : Number(record["oldest"]),
      deliveredAtMs: meta ? Number(meta["value"]) : null,
    };
  } finally {
    database.close();
  }
}

function lines(status: Status): string[] {
  const when = (ms: number | null) => (ms === null ? "never" : new Date(ms).toISOString());
  const pending =
    status.pendingCharterVersion === null
      ? ""
      : `; version ${status.pendingCharterVersion} waits for "charter approve"`;
  return [
    `agent      ${status.version}, ${status.processId === null ? "not running" : `running as process ${status.processId}`}`,
    `server     ${status.server}, as ${status.serverId}`,
    `enrolled   ${when(status.enrolledAtMs)}`,
    `delivered  ${when(status.deliveredAtMs)}; ${status.waiting} waiting`,
    `target     version ${status.targetVersion ?? "none"}, ${status.checks} checks`,
    `charter    version ${status.charterVersion ?? "none"}${pending}`,
    ...(status.onHold ? ["ON HOLD    nothing is carried out until driftvakt-agent resume"] : []),
  ];
}
