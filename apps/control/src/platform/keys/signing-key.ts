import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { keyId, privateKeyFromPem, rawPublicKey } from "@driftvakt/protocol/envelope";
import { readOrMakeSecret } from "./secret-file.ts";

/** The control plane's Ed25519 key, which agents pin at enrolment. */
export type SigningKey = {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** SHA-256 of the raw public key, hex: the fingerprint that installers pin. */
  readonly keyId: string;
  /** The raw public key, base64. */
  readonly rawBase64: string;
};

/** Reads the key from a PEM file (mode 0600), making it at the first start. */
export function openSigningKey(file: string): SigningKey {
  const pem = readOrMakeSecret(file, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  return signingKeyFromPem(pem);
}

export function signingKeyFromPem(pem: string): SigningKey {
  const privateKey = privateKeyFromPem(pem);
  const publicKey = createPublicKey(privateKey);
  return {
    privateKey,
    publicKey,
    keyId: keyId(publicKey),
    rawBase64: rawPublicKey(publicKey).toString("base64"),
  };
}
