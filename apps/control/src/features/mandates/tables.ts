import type { MandateState } from "@driftvakt/protocol/api";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { Actor } from "@driftvakt/protocol/mandate";
import type { ColumnType, Generated } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

type Json<T> = ColumnType<T, string, string>;

export type MandateTable = {
  id: string;
  customer_id: string;
  server_id: string;
  epoch: number;
  sequence: number;
  contract_id: string | null;
  operation: string;
  parameters: Json<Record<string, unknown>>;
  clause: string;
  asked_by: Json<Actor>;
  approved_by: Json<Actor[]>;
  reason: string;
  state: MandateState;
  refusal: string | null;
  output: Generated<string>;
  envelope: Json<Envelope>;
  issued_at: Instant;
  expires_at: Instant;
  finished_at: Instant | null;
};

export type MandateStepTable = {
  customer_id: string;
  mandate_id: string;
  number: number;
  at: Instant;
  stage: string;
  detail: string;
};

export type JournalEntryTable = {
  customer_id: string;
  server_id: string;
  epoch: number;
  number: number;
  at: Instant;
  body: string;
  prev_hash: string;
  hash: string;
  holds: boolean;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    mandate: MandateTable;
    mandate_step: MandateStepTable;
    journal_entry: JournalEntryTable;
  }
}
