import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { TlsConfig } from "../../platform/config/index.ts";

/**
 * The pin of a certificate that machines have no reason to trust because it signed itself: SHA-256 of its key (SPKI),
 * hex. Undefined for one with an issuer, which machines check the usual way and which may change its key.
 */
export async function findTlsPin(tls: TlsConfig): Promise<string | undefined> {
  if (tls.kind !== "files") return undefined;
  const certificate = new X509Certificate(await readFile(tls.certFile));
  if (certificate.issuer !== certificate.subject) return undefined;
  return createHash("sha256")
    .update(certificate.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}
