import { createHash, randomBytes } from "node:crypto";

/** `dvk_` API keys, `dvl_` sign-in links, `dvc_` the key that this machine's own command uses. */
export type TokenKind = "dvk" | "dvl" | "dvc";

/** 32 random bytes behind a prefix that scanners of leaked secrets can find. */
export function makeToken(kind: TokenKind): string {
  return `${kind}_${randomBytes(32).toString("base64url")}`;
}

/** Tokens have 256 random bits, so a plain hash is enough to store and to look up. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const SHAPE = /^(dvk|dvl|dvc)_[A-Za-z0-9_-]{43}$/;

export function tokenKind(token: string): TokenKind | undefined {
  return SHAPE.exec(token)?.[1] as TokenKind | undefined;
}
