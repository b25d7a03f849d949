import { rmSync } from "node:fs";
import { Journal } from "../journal/index.ts";
import { enrol } from "../link/index.ts";
import { AlreadyRunning, findRunning } from "../run/lock.ts";
import { findIdentity, type StateFolder } from "../state/index.ts";
import { BadUsage, EXIT } from "./exit-codes.ts";
import type { Values } from "./options.ts";

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** `enrol`: once for a machine; `--again` starts over with a new key. */
export async function enrolMachine(folder: StateFolder, values: Values): Promise<number> {
  const options = readOptions(values);
  const known = findIdentity(folder);
  if (known && !values.again) {
    process.stderr.write(
      `driftvakt-agent: enrolled already, as server ${known.serverId}; --again starts over\n`,
    );
    return EXIT.alreadyEnrolled;
  }
  if (known) forgetEnrolment(folder);
  const { serverId, epoch } = await enrol(folder, options);
  const journal = new Journal(folder.journal);
  // Sequence numbers of an earlier enrolment mean nothing under this one.
  journal.forgetMandates();
  journal.append({ kind: "enrolled", serverId, epoch, server: options.server }, Date.now());
  journal.close();
  process.stdout.write(`enrolled as server ${serverId}\n`);
  return EXIT.done;
}

function readOptions(values: Values) {
  const { server, "server-key": serverKey, "tls-pin": tlsPin } = values;
  const token = values.token ?? process.env["DRIFTVAKT_JOIN_TOKEN"];
  if (!server) throw new BadUsage("enrol needs --server, e.g. https://watch.example.com");
  if (!token) throw new BadUsage("enrol needs a join token: DRIFTVAKT_JOIN_TOKEN or --token");
  if (!serverKey || !FINGERPRINT.test(serverKey))
    throw new BadUsage(
      "enrol needs --server-key, the control plane's fingerprint of 64 hex digits",
    );
  if (tlsPin !== undefined && !FINGERPRINT.test(tlsPin))
    throw new BadUsage("--tls-pin is a SHA-256 of 64 hex digits");
  return { server, token, serverKey, tlsPin };
}

/** What belongs to one enrolment. The journal stays: it is the machine's own memory. */
function forgetEnrolment(folder: StateFolder): void {
  const running = findRunning(folder);
  if (running !== undefined) throw new AlreadyRunning(`stop the agent first (process ${running})`);
  const { identity, key, target, charter, pendingCharter, spool } = folder;
  for (const path of [
    identity,
    key,
    target,
    charter,
    pendingCharter,
    spool,
    `${spool}-wal`,
    `${spool}-shm`,
  ])
    rmSync(path, { force: true });
}
