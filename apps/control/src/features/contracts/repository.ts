import type { Envelope } from "@driftvakt/protocol/envelope";
import type { Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** What is needed of a machine to compile for it. */
export type BoundServer = { id: string; customerId: string; epoch: number; hostname: string };

/** The contract that a machine is under at this moment. */
export function findContractOfServer(tx: Tx, serverId: string) {
  return tx
    .selectFrom("contract_server")
    .innerJoin("contract", "contract.id", "contract_server.contract_id")
    .selectAll("contract")
    .where("contract_server.server_id", "=", serverId)
    .where("contract_server.freed_at", "is", null)
    .where("contract.state", "=", "active")
    .executeTakeFirst();
}

export function findContract(tx: Tx, contractId: string) {
  return tx.selectFrom("contract").selectAll().where("id", "=", contractId).executeTakeFirst();
}

/** Takes the row lock, so that two changes of one contract follow each other. */
export function lockContract(tx: Tx, contractId: string) {
  return tx
    .selectFrom("contract")
    .selectAll()
    .where("id", "=", contractId)
    .forUpdate()
    .executeTakeFirst();
}

export async function listServerIds(tx: Tx, contractId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("contract_server")
    .select("server_id")
    .where("contract_id", "=", contractId)
    .where("freed_at", "is", null)
    .orderBy("server_id")
    .execute();
  return rows.map((row) => row.server_id);
}

export async function findBoundServer(tx: Tx, serverId: string): Promise<BoundServer | undefined> {
  const row = await tx
    .selectFrom("server")
    .select(["id", "customer_id", "epoch", "hostname"])
    .where("id", "=", serverId)
    .executeTakeFirst();
  return (
    row && { id: row.id, customerId: row.customer_id, epoch: row.epoch, hostname: row.hostname }
  );
}

/** The newest compiled state of a kind in the machine's epoch. */
export function findCompiledState(tx: Tx, server: BoundServer, kind: "target" | "charter") {
  return tx
    .selectFrom("compiled_state")
    .selectAll()
    .where("server_id", "=", server.id)
    .where("kind", "=", kind)
    .where("epoch", "=", server.epoch)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function insertCompiledState(
  tx: Tx,
  server: BoundServer,
  row: {
    kind: "target" | "charter";
    version: number;
    contractId: string | null;
    contentHash: string;
    envelope: Envelope;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto("compiled_state")
    .values({
      customer_id: server.customerId,
      server_id: server.id,
      kind: row.kind,
      epoch: server.epoch,
      version: row.version,
      contract_id: row.contractId,
      content_hash: row.contentHash,
      envelope: JSON.stringify(row.envelope),
      compiled_at: row.at,
    })
    .execute();
}
