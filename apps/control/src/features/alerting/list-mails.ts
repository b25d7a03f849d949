import type { Mail } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { pageOf, readCursor, type Page, type PageAsk } from "../../platform/paging/index.ts";

/** Mails sent and kept, newest first. */
export async function listMails(
  tx: Tx,
  filter: PageAsk & { readonly state?: Mail["state"] | undefined },
): Promise<Page<Mail>> {
  const after = readCursor(filter.cursor, "number", "string");
  let query = tx
    .selectFrom("mail")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(filter.limit + 1);
  if (filter.state) query = query.where("state", "=", filter.state);
  if (after)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("created_at", "id"), "<", tuple(new Date(after[0]), after[1])),
    );
  return pageOf(
    await query.execute(),
    filter,
    (row) => [row.created_at.getTime(), row.id],
    viewMail,
  );
}

export async function getMail(tx: Tx, mailId: string): Promise<Mail> {
  const row = await tx.selectFrom("mail").selectAll().where("id", "=", mailId).executeTakeFirst();
  if (!row) throw new AppError("not-found", "no such mail");
  return viewMail(row);
}

function viewMail(row: {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  locale: string;
  state: Mail["state"];
  created_at: Date;
  sent_at: Date | null;
  message_id: string;
}): Mail {
  return {
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: row.body,
    locale: row.locale as Mail["locale"],
    state: row.state,
    createdAtMs: row.created_at.getTime(),
    sentAtMs: row.sent_at?.getTime() ?? null,
    messageId: row.message_id,
  };
}
