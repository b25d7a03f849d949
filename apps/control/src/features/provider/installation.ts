import type { AuditActor } from "../../platform/audit/index.ts";
import { recordAudit } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { SigningKey } from "../../platform/keys/index.ts";

export type Installation = {
  readonly id: string;
  readonly providerName: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly signingKey: string;
};

/** The one row that says who this installation is. */
export async function findInstallation(tx: Tx): Promise<Installation | undefined> {
  const row = await tx.selectFrom("installation").selectAll().executeTakeFirst();
  return (
    row && {
      id: row.id,
      providerName: row.provider_name,
      locale: row.locale,
      timeZone: row.time_zone,
      signingKey: row.signing_key,
    }
  );
}

export const SYSTEM_ACTOR: AuditActor = { kind: "system", id: "driftvakt", name: "Driftvakt" };

/** Makes the installation at the first start. The signing key is put on record: agents will pin it. */
export async function createInstallation(
  tx: Tx,
  provider: { readonly name: string; readonly locale: string; readonly timeZone: string },
  signing: SigningKey,
): Promise<Installation> {
  const id = newId();
  await tx
    .insertInto("installation")
    .values({
      id,
      provider_name: provider.name,
      locale: provider.locale,
      time_zone: provider.timeZone,
      signing_key: signing.rawBase64,
    })
    .execute();
  await recordAudit(tx, {
    actor: SYSTEM_ACTOR,
    customerId: null,
    action: "installation.create",
    object: `installation:${id}`,
    detail: { provider: provider.name, signingKeyId: signing.keyId },
  });
  return (await findInstallation(tx))!;
}
