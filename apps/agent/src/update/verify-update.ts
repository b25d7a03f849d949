import type { KeyObject } from "node:crypto";
import {
  compareVersions,
  RELEASE_LIFE_MAX_MS,
  releaseSchema,
  updateSchema,
  type AgentPlatform,
  type Release,
  type ReleaseFile,
  type Update,
  type UpdateRefusal,
} from "@driftvakt/protocol/agent";
import { open, type Envelope, type EnvelopeRefusal } from "@driftvakt/protocol/envelope";

/** All that a decision on an update rests on; nothing else is looked at. */
export type UpdateFacts = Readonly<{
  identity: Readonly<{ installationId: string; serverId: string; epoch: number }>;
  /** The control plane's keys, by key id. */
  trusted: ReadonlyMap<string, KeyObject>;
  /** The keys that root pinned for releases, by key id. The control plane's own count for nothing here. */
  releaseKeys: ReadonlyMap<string, KeyObject>;
  /** The machine's own clock and, where known, the control plane's: for both nothing may have run out. */
  nowMs: number;
  serverNowMs: number | undefined;
  running: string;
  /** The newest version that ever proved itself here. */
  newest: string;
  /** Versions that were rolled back here. */
  failed: readonly string[];
  onHold: boolean;
  platform: AgentPlatform;
}>;

export type UpdateVerdict =
  | Readonly<{ kind: "accepted"; release: Release; file: ReleaseFile; releaseKey: string }>
  | Readonly<{ kind: "running-already" }>
  | Readonly<{ kind: "refused"; refusal: UpdateRefusal; version: string | null }>;

/**
 * Judges an update (A20): the control plane's word that it is for this machine, the release key's word on what it is, and
 * that it leads forward. A validly signed version that is not newer is refused, whoever asks.
 */
export function verifyUpdate(envelope: Envelope, facts: UpdateFacts): UpdateVerdict {
  const update = openUpdate(envelope, facts);
  if (typeof update === "string") return refused(update, null);
  const release = openRelease(update.release, facts);
  if (typeof release === "string") return refused(release, null);
  const { version, files } = release;
  if (version === facts.running) return { kind: "running-already" };
  const file = files.find(({ platform }) => platform === facts.platform);
  const refusal = judgeRelease(release, facts) ?? (file ? undefined : "other-platform");
  if (refusal !== undefined || !file) return refused(refusal ?? "other-platform", version);
  return { kind: "accepted", release, file, releaseKey: update.release.keyId };
}

function refused(refusal: UpdateRefusal, version: string | null): UpdateVerdict {
  return { kind: "refused", refusal, version };
}

function openUpdate(envelope: Envelope, facts: UpdateFacts): Update | UpdateRefusal {
  const opened = open("update", envelope, facts.trusted);
  if (!opened.ok) return opened.refusal === "not-json" ? "malformed" : opened.refusal;
  const parsed = updateSchema.safeParse(opened.value);
  if (!parsed.success) return "malformed";
  const { installationId, serverId, epoch, expiresMs } = parsed.data;
  const { identity } = facts;
  const ours =
    installationId === identity.installationId &&
    serverId === identity.serverId &&
    epoch === identity.epoch;
  if (!ours) return "other-machine";
  return isOver(expiresMs, facts) ? "expired" : parsed.data;
}

const OF_RELEASE: Readonly<Record<EnvelopeRefusal, UpdateRefusal>> = {
  malformed: "release-malformed",
  "wrong-type": "release-malformed",
  "not-json": "release-malformed",
  "unknown-key": "release-unknown-key",
  "bad-signature": "release-bad-signature",
};

function openRelease(envelope: Envelope, facts: UpdateFacts): Release | UpdateRefusal {
  const opened = open("release", envelope, facts.releaseKeys);
  if (!opened.ok) return OF_RELEASE[opened.refusal];
  const parsed = releaseSchema.safeParse(opened.value);
  return parsed.success ? parsed.data : "release-malformed";
}

function judgeRelease(release: Release, facts: UpdateFacts): UpdateRefusal | undefined {
  const { version, signedAtMs, expiresMs } = release;
  if (expiresMs - signedAtMs > RELEASE_LIFE_MAX_MS || isOver(expiresMs, facts))
    return "release-expired";
  const isNewer =
    compareVersions(version, facts.running) > 0 && compareVersions(version, facts.newest) >= 0;
  if (!isNewer) return "older";
  if (facts.failed.includes(version)) return "failed-before";
  return facts.onHold ? "on-hold" : undefined;
}

function isOver(expiresMs: number, { nowMs, serverNowMs }: UpdateFacts): boolean {
  return nowMs >= expiresMs || (serverNowMs ?? nowMs) >= expiresMs;
}
