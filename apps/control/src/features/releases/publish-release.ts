import { compareVersions, type Release } from "@driftvakt/protocol/agent";
import type { Envelope } from "@driftvakt/protocol/envelope";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import "./tables.ts";

export type Publication = {
  readonly envelope: Envelope;
  readonly release: Release;
  readonly soakSeconds: number;
  readonly canaryServerIds: readonly string[];
};

/**
 * Begins to roll out a release; the one that rolled before is superseded. Versions only grow (A20).
 * @throws AppError `conflict`, `not-found` for a canary that does not exist.
 */
export async function publishRelease(
  tx: Tx,
  publication: Publication,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const { envelope, release, soakSeconds, canaryServerIds } = publication;
  const { version } = release;
  const known = await tx.selectFrom("agent_release").select("version").forUpdate().execute();
  const newest = known
    .map((row) => row.version)
    .toSorted(compareVersions)
    .at(-1);
  if (newest !== undefined && compareVersions(version, newest) <= 0)
    throw new AppError("conflict", `version ${newest} was published already; versions only grow`);
  await assertServers(tx, canaryServerIds);
  await tx
    .updateTable("agent_release")
    .set({ state: "superseded" })
    .where("state", "in", ["rolling", "paused", "stopped"])
    .execute();
  await tx
    .insertInto("agent_release")
    .values({
      version,
      envelope: JSON.stringify(envelope),
      state: "rolling",
      note: "",
      ring: 1,
      soak_seconds: soakSeconds,
      canaries: JSON.stringify(canaryServerIds),
      published_at: new Date(nowMs),
      published_by: JSON.stringify({ id: actor.id, name: actor.name }),
    })
    .execute();
  const detail = { releaseKey: envelope.keyId, files: release.files, soakSeconds, canaryServerIds };
  await recordAudit(
    tx,
    { actor, customerId: null, action: "release.publish", object: `release:${version}`, detail },
    new Date(nowMs),
  );
}

async function assertServers(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await tx.selectFrom("server").select("id").where("id", "in", ids).execute();
  if (found.length < new Set(ids).size) throw new AppError("not-found", "no such server");
}

/** Holds a roll-out or lets it go on. @throws AppError `not-found`; `conflict` where it does not stand like that. */
export async function turnRelease(
  tx: Tx,
  version: string,
  to: "paused" | "rolling",
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const row = await tx
    .selectFrom("agent_release")
    .select("state")
    .where("version", "=", version)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such release");
  const from = to === "paused" ? "rolling" : "paused";
  if (row.state !== from)
    throw new AppError("conflict", `this release is ${row.state}, not ${from}`);
  const note = to === "paused" ? `paused by ${actor.name}` : "";
  await tx
    .updateTable("agent_release")
    .set({ state: to, note })
    .where("version", "=", version)
    .execute();
  const action = to === "paused" ? "release.pause" : "release.resume";
  await recordAudit(
    tx,
    { actor, customerId: null, action, object: `release:${version}`, detail: {} },
    new Date(nowMs),
  );
}
