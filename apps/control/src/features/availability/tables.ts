import type { MonthAvailability } from "@driftvakt/domain/availability";
import type { ColumnType } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

export type FrozenMonthTable = {
  customer_id: string;
  contract_id: string;
  server_id: string;
  month: string;
  result: ColumnType<MonthAvailability, string, never>;
  frozen_at: Instant;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    frozen_month: FrozenMonthTable;
  }
}
