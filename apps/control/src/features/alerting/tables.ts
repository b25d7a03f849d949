import type { CheckState } from "@driftvakt/domain/monitoring";
import type { ColumnType, Generated } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

type Json<T> = ColumnType<T, string | null, string | null>;

export type AlertTable = {
  id: string;
  customer_id: string;
  server_id: string;
  check_id: string;
  contract_id: string | null;
  state: CheckState;
  /** The worst that it reached. */
  worst: Generated<Exclude<CheckState, "ok">>;
  output: string;
  clauses: string[];
  opened_at: Instant;
  closed_at: Instant | null;
  late: Generated<boolean>;
  flapping: Generated<boolean>;
  acknowledged_by: Json<{ id: string; name: string } | null>;
  acknowledged_at: Instant | null;
  acknowledgement_comment: string | null;
  acknowledgement_sticky: Generated<boolean>;
};

export type AlertStepTable = {
  customer_id: string;
  alert_id: string;
  number: number;
  at: Instant;
  what: string;
  detail: string;
};

export type NotificationTable = {
  id: string;
  customer_id: string;
  alert_id: string;
  channel: "mail" | "portal";
  recipient: string;
  kind: "problem" | "recovery" | "acknowledgement" | "flapping";
  told_state: string;
  mail_id: string | null;
  created_at: Instant;
};

export type StateIntervalTable = {
  customer_id: string;
  server_id: string;
  check_id: string;
  state: "ok" | "warning" | "critical" | "unknown" | "gone";
  from_ms: number;
  to_ms: number | null;
  alert_id: string | null;
  epoch: Generated<number>;
  seq: Generated<number>;
  cause: string | null;
};

export type MachineEventTable = {
  customer_id: string;
  server_id: string;
  epoch: number;
  seq: number;
  at_ms: number;
  what: string;
  detail: string;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    alert: AlertTable;
    alert_step: AlertStepTable;
    notification: NotificationTable;
    state_interval: StateIntervalTable;
    machine_event: MachineEventTable;
  }
}
