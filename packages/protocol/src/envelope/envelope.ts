import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { envelopeSchema, type Envelope } from "./envelope-schema.ts";

/** Why an envelope was not believed. */
export type EnvelopeRefusal =
  | "malformed"
  | "wrong-type"
  | "unknown-key"
  | "bad-signature"
  | "not-json";

/** SHA-256 over the raw 32 public key bytes, hex: the fingerprint that people compare and installers pin. */
export function keyId(publicKey: KeyObject): string {
  return createHash("sha256").update(rawPublicKey(publicKey)).digest("hex");
}

/** The 32 raw bytes of an Ed25519 public key. */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: "spki", format: "der" }).subarray(-32);
}

/** Reads 32 raw bytes, base64, as an Ed25519 public key. Throws on anything else. */
export function publicKeyFromRaw(base64: string): KeyObject {
  const raw = Buffer.from(base64, "base64");
  if (raw.length !== 32) throw new Error("an Ed25519 public key has 32 bytes");
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: "der", type: "spki" });
}

/** Reads a private key in PEM (PKCS #8). */
export function privateKeyFromPem(pem: string): KeyObject {
  return createPrivateKey(pem);
}

const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

function signedBytes(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DRIFTVAKT/1 ${type} ${payload.length} `), payload]);
}

/** Signs a message's JSON bytes. The value must already have been checked by its schema. */
export function seal(type: string, value: unknown, privateKey: KeyObject): Envelope {
  const payload = Buffer.from(JSON.stringify(value));
  return {
    type,
    payload: payload.toString("base64"),
    keyId: keyId(createPublicKey(privateKey)),
    signature: sign(null, signedBytes(type, payload), privateKey).toString("base64"),
  };
}

/**
 * Verifies before it parses. Only keys in `trusted` (by key id) are believed.
 * @returns the JSON value, still to be checked by the message's schema, or why it was refused.
 */
export function open(
  type: string,
  envelope: Envelope,
  trusted: ReadonlyMap<string, KeyObject>,
): { ok: true; value: unknown } | { ok: false; refusal: EnvelopeRefusal } {
  const parsed = envelopeSchema.safeParse(envelope);
  if (!parsed.success) return { ok: false, refusal: "malformed" };
  if (parsed.data.type !== type) return { ok: false, refusal: "wrong-type" };
  const key = trusted.get(parsed.data.keyId);
  if (!key) return { ok: false, refusal: "unknown-key" };
  const payload = Buffer.from(parsed.data.payload, "base64");
  const signature = Buffer.from(parsed.data.signature, "base64");
  if (!verify(null, signedBytes(type, payload), key, signature))
    return { ok: false, refusal: "bad-signature" };
  return parseExact(payload.toString("utf8"));
}

/** Accepts only what our own writer produces, which rules out duplicate keys that two readers could see differently. */
function parseExact(
  text: string,
): { ok: true; value: unknown } | { ok: false; refusal: EnvelopeRefusal } {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text
      ? { ok: true, value }
      : { ok: false, refusal: "not-json" };
  } catch {
    return { ok: false, refusal: "not-json" };
  }
}
