import { AppError } from "../../platform/errors/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { listServerIds } from "./repository.ts";

/**
 * Makes a contract bind exactly these machines of its customer; freed ones and new ones are both answered, because both
 * need compiling anew.
 * @throws AppError `not-found` for a machine that is not this customer's, `conflict` for one under another contract.
 */
export async function bindServers(
  tx: Tx,
  contract: { id: string; customer_id: string },
  serverIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const wanted = [...new Set(serverIds)];
  await assertBindable(tx, contract, wanted);
  const bound = await listServerIds(tx, contract.id);
  const freed = bound.filter((id) => !wanted.includes(id));
  const added = wanted.filter((id) => !bound.includes(id));
  if (freed.length > 0) {
    await tx
      .updateTable("contract_server")
      .set({ freed_at: at })
      .where("contract_id", "=", contract.id)
      .where("server_id", "in", freed)
      .where("freed_at", "is", null)
      .execute();
  }
  if (added.length > 0) {
    await tx
      .insertInto("contract_server")
      .values(
        added.map((serverId) => ({
          customer_id: contract.customer_id,
          contract_id: contract.id,
          server_id: serverId,
          bound_at: at,
          freed_at: null,
        })),
      )
      .execute();
  }
  return [...freed, ...added];
}

async function assertBindable(
  tx: Tx,
  contract: { id: string; customer_id: string },
  wanted: readonly string[],
): Promise<void> {
  if (wanted.length === 0) return;
  const own = await tx
    .selectFrom("server")
    .select("id")
    .where("customer_id", "=", contract.customer_id)
    .where("id", "in", wanted)
    .forUpdate()
    .execute();
  if (own.length < wanted.length)
    throw new AppError("not-found", "a server of this list does not exist for this customer");
  const taken = await tx
    .selectFrom("contract_server")
    .innerJoin("server", "server.id", "contract_server.server_id")
    .select("server.hostname")
    .where("contract_server.server_id", "in", wanted)
    .where("contract_server.contract_id", "!=", contract.id)
    .where("contract_server.freed_at", "is", null)
    .execute();
  if (taken.length > 0)
    throw new AppError(
      "conflict",
      `${taken.map((row) => row.hostname).join(", ")}: under another contract; free it there first`,
    );
}
