import type { Texts } from "@driftvakt/domain/promises";
import type { PromiseState } from "@driftvakt/protocol/api";
import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

type Json<T> = ColumnType<T, string, string>;

export type PromiseTable = {
  id: string;
  customer_id: string;
  contract_id: string;
  server_id: string | null;
  clause: string;
  period: string;
  state: PromiseState;
  waived_by_clause: string | null;
  summary: Json<Texts>;
  updated_at: Instant;
  /** 0 broken, 1 at risk, 2 pending, 3 waived, 4 kept; made by the database. */
  place: GeneratedAlways<number>;
};

export type EvidenceKind =
  | "alarm-sent"
  | "state-change"
  | "outage"
  | "availability"
  | "samples"
  | "operation"
  | "agent"
  | "announcement";

export type EvidenceTable = {
  id: string;
  customer_id: string;
  promise_id: string;
  source: string;
  at: Instant;
  kind: EvidenceKind;
  summary: Json<Texts>;
  refs: Json<Record<string, string>>;
};

export type PromiseDueTable = {
  number: Generated<number>;
  customer_id: string;
  server_id: string;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    promise: PromiseTable;
    evidence: EvidenceTable;
    promise_due: PromiseDueTable;
  }
}
