import type { CheckState } from "@driftvakt/domain/monitoring";
import type { ColumnType, Generated } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

export type AgentEventTable = {
  customer_id: string;
  server_id: string;
  epoch: number;
  seq: number;
  taken_at: Instant;
};

export type CheckStandingTable = {
  customer_id: string;
  server_id: string;
  check_id: string;
  epoch: number;
  seq: number;
  state: CheckState;
  attempt: number;
  output: string;
  value: number | null;
  clauses: string[];
  gone: boolean;
  hard: boolean;
  hard_state: CheckState;
  hard_since_ms: number;
  hard_seq: number;
  flapping: boolean;
  flapping_seq: number;
};

export type InventoryItem = Record<string, string | number | boolean | null>;

export type InventoryPartTable = {
  customer_id: string;
  server_id: string;
  part: string;
  epoch: number;
  seq: number;
  at_ms: number;
  items: ColumnType<InventoryItem[], string, string>;
};

export type MetricLayoutTable = {
  no: Generated<number>;
  customer_id: string;
  id: string;
  keys: string[];
};

export type ServerLayoutTable = { customer_id: string; server_no: number; layout_no: number };

export type SampleTable = {
  at_ms: number;
  seq: number;
  server_no: number;
  layout_no: number;
  epoch: number;
  customer_id: string;
  values: number[];
};

export type SampleChunkTable = {
  customer_id: string;
  server_no: number;
  hour: number;
  layout_no: number;
  epoch: number;
  rows: number;
  offsets: number[];
  data: Buffer;
};

export type SampleHourlyTable = {
  customer_id: string;
  server_no: number;
  hour: number;
  layout_no: number;
  epoch: number;
  rows: number;
  average: number[];
  maximum: number[];
  counts: number[] | null;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    agent_event: AgentEventTable;
    check_standing: CheckStandingTable;
    inventory_part: InventoryPartTable;
    metric_layout: MetricLayoutTable;
    server_layout: ServerLayoutTable;
    sample: SampleTable;
    sample_chunk: SampleChunkTable;
    sample_five: SampleChunkTable;
    sample_hourly: SampleHourlyTable;
  }
}
