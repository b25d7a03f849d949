import { createHash } from "node:crypto";
import { BEAT_SECONDS, compileChecks, compileGrants } from "@driftvakt/domain/contract";
import { seal, type Envelope } from "@driftvakt/protocol/envelope";
import { charterSchema, operationNames } from "@driftvakt/protocol/mandate";
import { targetStateSchema } from "@driftvakt/protocol/target";
import type { KeyObject } from "node:crypto";
import type { Tx } from "../../platform/database/index.ts";
import { getCatalogue } from "./load-catalogue.ts";
import {
  findCompiledState,
  findContractOfServer,
  insertCompiledState,
  type BoundServer,
} from "./repository.ts";
import { selectionOf } from "./selection.ts";

/** Who signs, for which installation, and when. */
export type Signing = { installationId: string; privateKey: KeyObject; nowMs: number };

export type CompiledServer = { target: Envelope; charter: Envelope; changed: boolean };

/**
 * Compiles a machine's contract into its target state and its charter. The same content is not compiled twice, so that
 * asking again is free and versions only grow when something changed.
 */
export async function compileServer(
  tx: Tx,
  server: BoundServer,
  signing: Signing,
): Promise<CompiledServer> {
  const content = await compileContent(tx, server);
  const target = await store(tx, server, signing, "target", content.contractId, content.target);
  const charter = await store(tx, server, signing, "charter", content.contractId, content.charter);
  return {
    target: target.envelope,
    charter: charter.envelope,
    changed: target.changed || charter.changed,
  };
}

/** A machine without a contract is watched for nothing and may be told nothing. */
async function compileContent(tx: Tx, server: BoundServer) {
  const contract = await findContractOfServer(tx, server.id);
  if (!contract) {
    return {
      contractId: null,
      target: { checks: [] },
      charter: { catalogue: { id: "none", version: "0.0.0" }, grants: [] },
    };
  }
  const catalogue = await getCatalogue(tx, contract.catalogue_id, contract.catalogue_version);
  const selection = selectionOf(contract);
  return {
    contractId: contract.id,
    target: { checks: compileChecks(catalogue, selection).checks },
    charter: {
      catalogue: { id: catalogue.id, version: catalogue.version },
      grants: compileGrants(catalogue, selection, operationNames).map(
        ({ operation, clause, askers, maxPerHour }) => ({ operation, clause, askers, maxPerHour }),
      ),
    },
  };
}

async function store(
  tx: Tx,
  server: BoundServer,
  signing: Signing,
  kind: "target" | "charter",
  contractId: string | null,
  content: object,
): Promise<{ envelope: Envelope; changed: boolean }> {
  const contentHash = createHash("sha256")
    .update(JSON.stringify([contractId, content]))
    .digest("hex");
  const newest = await findCompiledState(tx, server, kind);
  if (newest?.content_hash === contentHash) return { envelope: newest.envelope, changed: false };
  const version = (newest?.version ?? 0) + 1;
  const envelope = seal(
    kind,
    message(server, signing, kind, version, contractId, content),
    signing.privateKey,
  );
  await insertCompiledState(tx, server, {
    kind,
    version,
    contractId,
    contentHash,
    envelope,
    at: new Date(signing.nowMs),
  });
  return { envelope, changed: true };
}

function message(
  server: BoundServer,
  signing: Signing,
  kind: "target" | "charter",
  version: number,
  contractId: string | null,
  content: object,
): object {
  const common = {
    format: 1,
    serverId: server.id,
    epoch: server.epoch,
    version,
    contractId,
    ...content,
  };
  return kind === "target"
    ? targetStateSchema.parse({ ...common, compiledAtMs: signing.nowMs, beatSeconds: BEAT_SECONDS })
    : charterSchema.parse({ ...common, installationId: signing.installationId });
}
