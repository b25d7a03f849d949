import type { Announcement } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";
import type { AnnouncementTable } from "./tables.ts";
import type { Selectable } from "kysely";

/** Announced work, the latest start first. */
export async function listAnnouncements(tx: Tx, ask: PageAsk): Promise<Page<Announcement>> {
  const after = readCursor(ask.cursor, "number", "string");
  let query = tx
    .selectFrom("announcement")
    .selectAll()
    .orderBy("starts_at", "desc")
    .orderBy("id", "desc")
    .limit(ask.limit + 1);
  if (after)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("starts_at", "id"), "<", tuple(new Date(after[0]), after[1])),
    );
  const page = pageOf(
    await query.execute(),
    ask,
    (row) => [row.starts_at.getTime(), row.id],
    (row) => row,
  );
  return { ...page, items: await viewAll(tx, page.items) };
}

export async function getAnnouncement(tx: Tx, announcementId: string): Promise<Announcement> {
  const rows = await tx
    .selectFrom("announcement")
    .selectAll()
    .where("id", "=", announcementId)
    .execute();
  const view = (await viewAll(tx, rows))[0];
  if (!view) throw new AppError("not-found", "no such announcement");
  return view;
}

/** Announcements that concern a machine and reach into a stretch of time, withdrawn ones too. */
export function listAnnouncementsOfServer(tx: Tx, serverId: string, fromMs: number, toMs: number) {
  return tx
    .selectFrom("announcement")
    .innerJoin("announcement_server", "announcement_server.announcement_id", "announcement.id")
    .selectAll("announcement")
    .where("announcement_server.server_id", "=", serverId)
    .where("announcement.starts_at", "<", new Date(toMs))
    .where("announcement.ends_at", ">", new Date(fromMs))
    .orderBy("announcement.starts_at")
    .execute();
}

async function viewAll(
  tx: Tx,
  rows: readonly Selectable<AnnouncementTable>[],
): Promise<Announcement[]> {
  if (rows.length === 0) return [];
  const servers = await tx
    .selectFrom("announcement_server")
    .selectAll()
    .where(
      "announcement_id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
  return rows.map((row) => ({
    id: row.id,
    serverIds: servers.filter((one) => one.announcement_id === row.id).map((one) => one.server_id),
    startsAtMs: row.starts_at.getTime(),
    endsAtMs: row.ends_at.getTime(),
    announcedAtMs: row.announced_at.getTime(),
    subject: row.subject,
    text: row.body,
    cause: row.cause,
    cancelledAtMs: row.cancelled_at?.getTime() ?? null,
  }));
}
