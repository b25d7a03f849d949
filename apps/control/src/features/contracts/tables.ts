import type { ContractForm, Recipient } from "@driftvakt/protocol/api";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { ColumnType } from "kysely";
import type { DefaultInstant, Instant } from "../../platform/database/index.ts";

export type Choices = Record<string, boolean | number | string>;
/** Read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export type CatalogueTable = {
  id: string;
  version: string;
  source: string;
  hash: string;
  active: boolean;
  loaded_at: DefaultInstant;
};

export type ContractTable = {
  id: string;
  customer_id: string;
  number: string;
  catalogue_id: string;
  catalogue_version: string;
  plan_id: string;
  level_id: string | null;
  state: "offered" | "ordered" | "active" | "ended";
  starts_at: Instant;
  ends_at: Instant | null;
  recipients: Json<Recipient[]>;
  choices: Json<Choices>;
  /** How it came about (ba-01); null while it is an offer or order. */
  form: ContractForm | null;
  /** Machines that an offer is for. */
  offered_server_ids: ColumnType<string[] | null, string | null | undefined, string | null>;
  created_at: DefaultInstant;
};

export type ContractStepTable = {
  customer_id: string;
  contract_id: string;
  number: number;
  at: Instant;
  what:
    | "offered"
    | "ordered"
    | "active"
    | "changed"
    | "accepted"
    | "consented"
    | "withdrawn"
    | "ended";
  actor: Json<{ id: string; name: string; kind: string }>;
  detail: string;
};

export type ContractServerTable = {
  customer_id: string;
  contract_id: string;
  server_id: string;
  bound_at: Instant;
  freed_at: Instant | null;
};

export type CompiledStateTable = {
  customer_id: string;
  server_id: string;
  kind: "target" | "charter";
  epoch: number;
  version: number;
  contract_id: string | null;
  content_hash: string;
  envelope: Json<Envelope>;
  compiled_at: Instant;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    catalogue: CatalogueTable;
    contract: ContractTable;
    contract_server: ContractServerTable;
    contract_step: ContractStepTable;
    compiled_state: CompiledStateTable;
  }
}
