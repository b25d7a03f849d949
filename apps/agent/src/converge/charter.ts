import { rmSync } from "node:fs";
import { open, type Envelope, type EnvelopeRefusal } from "@driftvakt/protocol/envelope";
import { charterSchema, type Charter, type CharterGrant } from "@driftvakt/protocol/mandate";
import { readIfThere, writeDurably, type Identity, type StateFolder } from "../state/index.ts";

export type CharterVerdict =
  | Readonly<{ kind: "same" | "lowered"; charter: Charter }>
  | Readonly<{ kind: "pending"; charter: Charter; raised: readonly CharterGrant[] }>
  | Readonly<{ kind: "refused"; reason: EnvelopeRefusal | CharterRefusal }>;
export type CharterRefusal = "malformed" | "other-machine" | "older";

/** The charter in force, read anew each time: root may have changed it a moment ago. */
export function readCharter(folder: StateFolder, identity: Identity): Charter | undefined {
  return readFile(folder.charter, identity);
}

/** The charter that waits for root's word. */
export function readPendingCharter(folder: StateFolder, identity: Identity): Charter | undefined {
  return readFile(folder.pendingCharter, identity);
}

function readFile(path: string, identity: Identity): Charter | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const read = readEnvelope(JSON.parse(text) as Envelope, identity);
  return "grants" in read ? read : undefined;
}

function readEnvelope(
  envelope: Envelope,
  identity: Identity,
): Charter | Readonly<{ reason: EnvelopeRefusal | CharterRefusal }> {
  const opened = open("charter", envelope, identity.trusted);
  if (!opened.ok) return { reason: opened.refusal };
  const parsed = charterSchema.safeParse(opened.value);
  if (!parsed.success) return { reason: "malformed" };
  const { installationId, serverId, epoch } = parsed.data;
  const ours =
    installationId === identity.installationId &&
    serverId === identity.serverId &&
    epoch === identity.epoch;
  return ours ? parsed.data : { reason: "other-machine" };
}

/**
 * Takes a charter from the control plane. One that grants no more than the one in force holds at once;
 * one that grants more waits until root on this machine approves it.
 */
export function takeCharter(
  folder: StateFolder,
  identity: Identity,
  envelope: Envelope,
): CharterVerdict {
  const next = readEnvelope(envelope, identity);
  if ("reason" in next) return { kind: "refused", reason: next.reason };
  const current = readCharter(folder, identity);
  const newest = Math.max(
    current?.version ?? 0,
    readPendingCharter(folder, identity)?.version ?? 0,
  );
  if (next.version === newest) return { kind: "same", charter: next };
  if (next.version < newest) return { kind: "refused", reason: "older" };
  const raised = raisedGrants(current?.grants ?? [], next.grants);
  const text = JSON.stringify(envelope);
  if (raised.length > 0) {
    writeDurably(folder.pendingCharter, text);
    return { kind: "pending", charter: next, raised };
  }
  writeDurably(folder.charter, text);
  // What waited for approval was older than this one.
  rmSync(folder.pendingCharter, { force: true });
  return { kind: "lowered", charter: next };
}

/** Grants of `next` that `current` does not already cover. */
export function raisedGrants(
  current: readonly CharterGrant[],
  next: readonly CharterGrant[],
): readonly CharterGrant[] {
  return next.filter((wanted) => !current.some((held) => covers(held, wanted)));
}

function covers(held: CharterGrant, wanted: CharterGrant): boolean {
  return (
    held.operation === wanted.operation &&
    held.clause === wanted.clause &&
    wanted.askers.every((asker) => held.askers.includes(asker)) &&
    wanted.maxPerHour <= held.maxPerHour &&
    coversUnits(held.units, wanted.units)
  );
}

function coversUnits(
  held: readonly string[] | undefined,
  wanted: readonly string[] | undefined,
): boolean {
  if (held === undefined) return true;
  if (wanted === undefined) return false;
  return wanted.every((pattern) =>
    held.some(
      (known) =>
        known === pattern || (known.endsWith("*") && pattern.startsWith(known.slice(0, -1))),
    ),
  );
}
