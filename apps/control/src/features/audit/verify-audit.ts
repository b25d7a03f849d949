import { AUDIT_GENESIS, auditHash } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";

export type AuditVerdict = {
  readonly holds: boolean;
  readonly entries: number;
  readonly firstBadNumber: number | null;
};

const AT_ONCE = 5000;

/**
 * Walks the whole chain: every entry continues the one before, its hash is its own text's, and its columns say the same as
 * the text that was hashed. Checkpoints show an end that was cut off.
 */
export async function verifyAudit(tx: Tx): Promise<AuditVerdict> {
  let prevHash = AUDIT_GENESIS;
  let number = 0;
  for (;;) {
    const rows = await tx
      .selectFrom("audit_entry")
      .selectAll()
      .where("number", ">", number)
      .orderBy("number")
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) {
      const isNext = row.number === number + 1;
      const isWhole = row.prev_hash === prevHash && row.hash === auditHash(prevHash, row.body);
      if (!isNext || !isWhole || !columnsFit(row)) {
        return { holds: false, entries: number, firstBadNumber: number + 1 };
      }
      number = row.number;
      prevHash = row.hash;
    }
    if (rows.length < AT_ONCE) break;
  }
  const cut = await findCheckpointBeyond(tx, number);
  return { holds: cut === null, entries: number, firstBadNumber: cut };
}

type Row = {
  number: number;
  at: Date;
  customer_id: string | null;
  action: string;
  object: string;
  body: string;
};

function columnsFit(row: Row): boolean {
  const body = JSON.parse(row.body) as Record<string, unknown>;
  return (
    body["number"] === row.number &&
    body["atMs"] === row.at.getTime() &&
    body["customerId"] === row.customer_id &&
    body["action"] === row.action &&
    body["object"] === row.object
  );
}

/** Entries that a checkpoint has seen must still be there, with the hash it saw. */
async function findCheckpointBeyond(tx: Tx, number: number): Promise<number | null> {
  const bad = await tx
    .selectFrom("audit_checkpoint as c")
    .leftJoin("audit_entry as e", "e.number", "c.number")
    .select("c.number")
    .where((eb) => eb.or([eb("e.hash", "is", null), eb("e.hash", "<>", eb.ref("c.hash"))]))
    .orderBy("c.number")
    .limit(1)
    .executeTakeFirst();
  return bad ? Math.min(bad.number, number + 1) : null;
}
