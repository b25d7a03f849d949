import type { RELEASE_STATES, UpdateState } from "@driftvakt/protocol/api";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { ColumnType } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

type Json<T> = ColumnType<T, string, string>;

export type AgentReleaseTable = {
  version: string;
  envelope: Json<Envelope>;
  state: (typeof RELEASE_STATES)[number];
  note: string;
  ring: number;
  soak_seconds: number;
  canaries: Json<readonly string[]>;
  published_at: Instant;
  published_by: Json<{ readonly id: string; readonly name: string }>;
};

export type AgentUpdateTable = {
  customer_id: string;
  server_id: string;
  version: string;
  state: UpdateState;
  detail: string;
  offered_at: Instant;
  changed_at: Instant;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    agent_release: AgentReleaseTable;
    agent_update: AgentUpdateTable;
  }
}
