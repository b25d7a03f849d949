import type { Generated } from "kysely";
import type { Instant } from "../database/index.ts";

export type MailTable = {
  id: string;
  customer_id: string | null;
  recipient: string;
  subject: string;
  body: string;
  locale: string;
  message_id: string;
  state: "waiting" | "sending" | "sent" | "kept" | "failed";
  attempts: Generated<number>;
  due_at: Instant;
  created_at: Instant;
  sent_at: Instant | null;
  error: string | null;
};

declare module "../database/schema.ts" {
  interface Database {
    mail: MailTable;
  }
}
