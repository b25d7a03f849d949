import type { MonthAvailability, Outage } from "@driftvakt/domain/availability";
import type { ColumnType } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

export type AdjustmentEvidence = {
  readonly corrected: MonthAvailability;
  readonly outages: readonly Outage[];
  /** Absent in findings of before these were kept. */
  readonly promisedMilliPercent?: number;
  /** What the month gives back, as reported and as corrected; absent where the contract says it otherwise. */
  readonly credit?:
    | {
        readonly reportedMinor: number;
        readonly correctedMinor: number;
        readonly currency: string;
        /** What the scale alone gives by what is known now, in minor units; absent in findings of before it was kept. */
        readonly beforeCapMinor?: number;
      }
    | undefined;
};

export type MonthAdjustmentTable = {
  customer_id: string;
  contract_id: string;
  server_id: string;
  month: string;
  number: number;
  found_at: Instant;
  clause: string;
  reported_points: number;
  corrected_points: number;
  down_ms_change: number;
  evidence: ColumnType<AdjustmentEvidence, string, never>;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    month_adjustment: MonthAdjustmentTable;
  }
}
