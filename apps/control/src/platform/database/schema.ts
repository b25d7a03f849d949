import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** A timestamp: read as a Date, written as a Date. */
export type Instant = ColumnType<Date, Date, Date>;
export type DefaultInstant = ColumnType<Date, Date | undefined, Date>;

export type InstallationTable = {
  one: Generated<boolean>;
  id: string;
  provider_name: string;
  locale: string;
  time_zone: string;
  signing_key: string;
  created_at: DefaultInstant;
};

export type CustomerTable = {
  id: string;
  no: Generated<number>;
  name: string;
  locale: string;
  time_zone: string;
  created_at: DefaultInstant;
};

export type ServerTable = {
  id: string;
  customer_id: string;
  no: Generated<number>;
  hostname: string;
  state: Generated<"waiting" | "up" | "unreachable" | "down" | "quarantined" | "retired">;
  state_since: DefaultInstant;
  epoch: Generated<number>;
  machine_id: string | null;
  public_key: string | null;
  agent_version: string | null;
  architecture: string | null;
  operating_system: string | null;
  address: string | null;
  last_seen_at: Instant | null;
  enrolled_at: Instant | null;
  created_at: DefaultInstant;
  /** The worst hard state of the checks that its agent judges. */
  worst: Generated<"ok" | "warning" | "critical" | "unknown">;
  /** Made by the database from it and state: what we judge ourselves counts, too. */
  worst_of_all: GeneratedAlways<"ok" | "warning" | "critical" | "unknown">;
  cpu_percent: number | null;
  memory_percent: number | null;
  /** Of the fullest file system. */
  filesystem_percent: number | null;
  /** Made by the database from state and worst: 70 down … 0 retired. */
  severity: GeneratedAlways<number>;
  /** Made by the database: another one with every change of what availability is judged by. */
  line_version: GeneratedAlways<number>;
};

export type AuditEntryTable = {
  number: number;
  at: Instant;
  customer_id: string | null;
  action: string;
  object: string;
  body: string;
  prev_hash: string;
  hash: string;
};

export type SecurityEventTable = {
  id: string;
  at: DefaultInstant;
  kind: string;
  customer_id: string | null;
  server_id: string | null;
  detail: ColumnType<Record<string, unknown>, string, string>;
};

export type IdempotentAnswerTable = {
  actor: string;
  key: string;
  request_hash: string;
  answer: string | null;
  created_at: DefaultInstant;
  holder: string | null;
  leased_until: DefaultInstant;
  effect_at: Instant | null;
};

export type RateLimitTable = { bucket: string; window_ends_at: Instant; count: number };

export type AuditCheckpointTable = {
  number: number;
  at: DefaultInstant;
  hash: string;
  envelope: ColumnType<unknown, string, never>;
};

/**
 * Every table by name. Each feature declares its own tables in its `tables.ts` and adds them here by module
 * augmentation, so that a table's columns stand beside the code that reads them.
 */
export interface Database {
  installation: InstallationTable;
  customer: CustomerTable;
  server: ServerTable;
  audit_entry: AuditEntryTable;
  security_event: SecurityEventTable;
  idempotent_answer: IdempotentAnswerTable;
  rate_limit: RateLimitTable;
  audit_checkpoint: AuditCheckpointTable;
}
