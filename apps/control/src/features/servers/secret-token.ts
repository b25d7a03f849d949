import { createHash, randomBytes } from "node:crypto";

/** A new secret with its prefix: `dvj_` for joining, `dva_` for an agent's session. 256 random bits. */
export function newToken(prefix: "dvj" | "dva"): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

/** What the database keeps of a secret: enough to know it again, nothing to use it. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
