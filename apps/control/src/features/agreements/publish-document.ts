import { createHash } from "node:crypto";
import { recordAudit, type AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import "./tables.ts";

export type DocumentDraft = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly text: string;
};

/**
 * Publishes a version of terms; it is the current one from now on (srv-39). A version that is out is never changed.
 * @throws AppError `conflict` for a version that is out with another text.
 */
export async function publishDocument(
  tx: Tx,
  draft: DocumentDraft,
  actor: AuditActor,
  nowMs: number,
): Promise<void> {
  const hash = createHash("sha256").update(draft.text).digest("hex");
  const known = await findDocument(tx, draft.id, draft.version);
  if (known?.hash === hash) return;
  if (known)
    throw new AppError(
      "conflict",
      `version ${draft.version} of ${draft.id} is out already; give the new text a new version`,
    );
  const now = new Date(nowMs);
  await tx
    .insertInto("terms_document")
    .values({
      id: draft.id,
      version: draft.version,
      title: draft.title,
      body: draft.text,
      hash,
      published_at: now,
    })
    .execute();
  await recordAudit(
    tx,
    {
      actor,
      customerId: null,
      action: "document.publish",
      object: `document:${draft.id}`,
      detail: { version: draft.version, hash },
    },
    now,
  );
}

export function findDocument(tx: Tx, id: string, version: string) {
  return tx
    .selectFrom("terms_document")
    .selectAll()
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
}

/** The versions that are current: of each document the one published last. */
export function listCurrentDocuments(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom("terms_document")
    .distinctOn("id")
    .select(["id", "version", "title"])
    .where("id", "in", ids)
    .orderBy("id")
    .orderBy("published_at", "desc")
    .execute();
}
