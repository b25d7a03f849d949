import type { AnnouncementTable } from "./tables.ts";

/** Work that is to be announced; times in epoch milliseconds. */
export type Work = {
  readonly serverIds: readonly string[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly subject: string;
  readonly text: string;
  readonly cause: AnnouncementTable["cause"];
};
