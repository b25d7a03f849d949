import type { Permission, Role } from "@driftvakt/protocol/api";
import type { DefaultInstant, Instant } from "../database/index.ts";

export type PersonTable = {
  id: string;
  customer_id: string | null;
  role: Role;
  name: string;
  email: string;
  locale: string;
  time_zone: string;
  disabled_at: Instant | null;
  last_seen_at: Instant | null;
  created_at: DefaultInstant;
};

export type ApiKeyTable = {
  id: string;
  customer_id: string | null;
  person_id: string;
  name: string;
  prefix: string;
  secret_hash: string;
  permissions: Permission[];
  created_at: DefaultInstant;
  expires_at: Instant | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
};

export type SignInUserTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  createdAt: DefaultInstant;
  updatedAt: DefaultInstant;
  twoFactorEnabled: boolean | null;
};

/** How a session was proven; `link` and `password` are one factor, the others two. */
export type Proof = "link" | "password" | "totp" | "passkey";

export type SessionTable = {
  id: string;
  token: string;
  userId: string;
  createdAt: DefaultInstant;
  expiresAt: Instant;
  proof: Proof | null;
  provenAt: Instant | null;
};

export type LinkTable = {
  id: string;
  person_id: string;
  token_hash: string;
  created_at: DefaultInstant;
  expires_at: Instant;
  used_at: Instant | null;
};

export type UsedCodeTable = { person_id: string; code_hash: string; used_at: DefaultInstant };

declare module "../database/schema.ts" {
  // An interface, because only those can be added to.
  interface Database {
    person: PersonTable;
    api_key: ApiKeyTable;
    "sign_in.user": SignInUserTable;
    "sign_in.session": SessionTable;
    "sign_in.passkey": { id: string; userId: string };
    "sign_in.twoFactor": { id: string; userId: string };
    "sign_in.account": { id: string; userId: string; providerId: string; password: string | null };
    "sign_in.link": LinkTable;
    "sign_in.used_code": UsedCodeTable;
  }
}
