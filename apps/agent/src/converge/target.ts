import { open, type Envelope, type EnvelopeRefusal } from "@driftvakt/protocol/envelope";
import { targetStateSchema, type TargetState } from "@driftvakt/protocol/target";
import { readIfThere, writeDurably, type Identity, type StateFolder } from "../state/index.ts";

export type TargetVerdict =
  | Readonly<{ kind: "adopted" | "same"; target: TargetState }>
  | Readonly<{
      kind: "refused";
      reason: EnvelopeRefusal | "malformed" | "other-machine" | "older";
    }>;

/** The target state in force, or undefined where there is none that can be believed. */
export function readTarget(folder: StateFolder, identity: Identity): TargetState | undefined {
  const text = readIfThere(folder.target);
  if (text === undefined) return undefined;
  const verdict = judge(JSON.parse(text) as Envelope, identity, 0);
  return verdict.kind === "refused" ? undefined : verdict.target;
}

/** Takes a target state from the control plane and keeps it. Never goes back to an older version. */
export function takeTarget(
  folder: StateFolder,
  identity: Identity,
  envelope: Envelope,
  currentVersion: number,
): TargetVerdict {
  const verdict = judge(envelope, identity, currentVersion);
  if (verdict.kind === "adopted") writeDurably(folder.target, JSON.stringify(envelope));
  return verdict;
}

function judge(envelope: Envelope, identity: Identity, currentVersion: number): TargetVerdict {
  const opened = open("target", envelope, identity.trusted);
  if (!opened.ok) return { kind: "refused", reason: opened.refusal };
  const parsed = targetStateSchema.safeParse(opened.value);
  if (!parsed.success) return { kind: "refused", reason: "malformed" };
  const target = parsed.data;
  if (target.serverId !== identity.serverId || target.epoch !== identity.epoch)
    return { kind: "refused", reason: "other-machine" };
  if (target.version < currentVersion) return { kind: "refused", reason: "older" };
  return { kind: target.version === currentVersion ? "same" : "adopted", target };
}
