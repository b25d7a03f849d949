import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { keyId, privateKeyFromPem, publicKeyFromRaw } from "@driftvakt/protocol/envelope";
import { z } from "zod";
import { readIfThere, type StateFolder } from "./state-folder.ts";
import { writeDurably } from "./write-durably.ts";

/** Who this machine is to which control plane; written once, at enrolment. */
export const identitySchema = z.strictObject({
  serverUrl: z.url(),
  /** SHA-256 of the TLS key's SPKI, hex, where the certificate has no public issuer. */
  tlsPin: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  installationId: z.uuid(),
  serverId: z.uuid(),
  epoch: z.number().int().min(1),
  controlKeys: z.array(z.base64().length(44)).min(1),
  enrolledAtMs: z.number().int(),
});
export type IdentityFile = z.infer<typeof identitySchema>;

export type Identity = IdentityFile &
  Readonly<{ key: KeyObject; trusted: ReadonlyMap<string, KeyObject> }>;

/** Reads the identity, or gives undefined where the machine is not enrolled. */
export function findIdentity(folder: StateFolder): Identity | undefined {
  const text = readIfThere(folder.identity);
  if (text === undefined) return undefined;
  const file = identitySchema.parse(JSON.parse(text));
  const key = privateKeyFromPem(readFileSync(folder.key, "utf8"));
  return { ...file, key, trusted: trustedKeys(file.controlKeys) };
}

export function saveIdentity(folder: StateFolder, identity: IdentityFile): void {
  writeDurably(folder.identity, `${JSON.stringify(identity, undefined, 2)}\n`);
}

/** Keys by their id, as envelopes name them. */
export function trustedKeys(rawKeys: readonly string[]): ReadonlyMap<string, KeyObject> {
  return new Map(
    rawKeys.map((raw) => {
      const key = publicKeyFromRaw(raw);
      return [keyId(key), key];
    }),
  );
}
