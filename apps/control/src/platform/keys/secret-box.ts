import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { readOrMakeSecret } from "./secret-file.ts";

/** Encrypts secrets that lie in the database with a key that does not. */
export type SecretBox = {
  /** @param context what the secret belongs to (`kind:customer:id`); opening needs the same. */
  seal(plain: string, context: string): string;
  /** Throws when the text was altered or belongs to another context. */
  open(sealed: string, context: string): string;
  /** A key for one purpose, made from the root key: 32 bytes, hex. */
  derive(purpose: string): string;
  /** Keyed hash for looking a secret up without storing it: hex. */
  fingerprint(secret: string, purpose: string): string;
};

const ALGORITHM = "aes-256-gcm";
const VERSION = "v1";

/** Opens the root key (file of mode 0600), making it at the first start. */
export function openSecretBox(file: string): SecretBox {
  return secretBox(
    Buffer.from(
      readOrMakeSecret(file, () => randomBytes(32).toString("hex")),
      "hex",
    ),
  );
}

/**
 * Envelope encryption: every secret has a data key of its own, wrapped by the root key; both layers are AES-256-GCM
 * with the context as additional data, so that a row's secret cannot be moved to another row.
 */
export function secretBox(root: Buffer): SecretBox {
  if (root.length !== 32) throw new Error("the root key has 32 bytes");
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync("sha256", root, Buffer.alloc(0), `driftvakt ${purpose}`, 32));
  const wrapping = derived("wrap");
  return {
    seal: (plain, context) => {
      const dataKey = randomBytes(32);
      const wrapped = encrypt(wrapping, dataKey, context);
      const body = encrypt(dataKey, Buffer.from(plain), context);
      return `${VERSION}.${wrapped.toString("base64url")}.${body.toString("base64url")}`;
    },
    open: (sealed, context) => {
      const [version, wrapped, body] = sealed.split(".");
      if (version !== VERSION || !wrapped || !body) throw new Error("not a sealed secret");
      const dataKey = decrypt(wrapping, Buffer.from(wrapped, "base64url"), context);
      return decrypt(dataKey, Buffer.from(body, "base64url"), context).toString();
    },
    derive: (purpose) => derived(purpose).toString("hex"),
    fingerprint: (secret, purpose) =>
      createHmac("sha256", derived(purpose)).update(secret).digest("hex"),
  };
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, 12), { authTagLength: 16 })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
