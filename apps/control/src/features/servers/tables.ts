import type { DefaultInstant, Instant } from "../../platform/database/index.ts";

export type EnrolmentTable = {
  id: string;
  customer_id: string;
  server_id: string;
  contract_id: string | null;
  hostname: string;
  token_hash: Buffer;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
  used_by_key: string | null;
  revoked_at: Instant | null;
};

export type AgentChallengeTable = {
  nonce_hash: Buffer;
  customer_id: string;
  server_id: string;
  epoch: number;
  made_at: Instant;
  expires_at: Instant;
};

export type SessionEnd = "superseded" | "quarantined" | "retired" | "enrolled-anew";

export type AgentSessionTable = {
  token_hash: Buffer;
  customer_id: string;
  server_id: string;
  epoch: number;
  boot_id: string;
  started_at: DefaultInstant;
  expires_at: Instant;
  ended_at: Instant | null;
  ended_because: SessionEnd | null;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    enrolment: EnrolmentTable;
    agent_challenge: AgentChallengeTable;
    agent_session: AgentSessionTable;
  }
}
