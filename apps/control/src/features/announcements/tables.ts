import type { ColumnType } from "kysely";
import type { Instant } from "../../platform/database/index.ts";

export type AnnouncementTable = {
  id: string;
  subject: string;
  body: string;
  cause: "planned-work" | "emergency-work" | "attack";
  starts_at: Instant;
  ends_at: Instant;
  announced_at: Instant;
  cancelled_at: Instant | null;
  announced_by: ColumnType<{ id: string; name: string }, string, string>;
};

export type AnnouncementServerTable = {
  announcement_id: string;
  customer_id: string;
  server_id: string;
};

declare module "../../platform/database/schema.ts" {
  interface Database {
    announcement: AnnouncementTable;
    announcement_server: AnnouncementServerTable;
  }
}
