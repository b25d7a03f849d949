import type { Bus } from "../bus/index.ts";
import type { Tx } from "../database/index.ts";
import { newId } from "../ids/index.ts";
import "./tables.ts";

export type MailDraft = {
  readonly customerId: string | null;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly locale: string;
};

/**
 * Puts a mail on record in the caller's transaction; it is sent once that commits, or kept for the portal where no
 * mail server is set. Its Message-ID never changes, so that a second try after a crash is one mail to the reader.
 */
export async function writeMail(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  draft: MailDraft,
  nowMs: number,
): Promise<string> {
  const [id] = await writeMails(tx, bus, [draft], nowMs);
  return id!;
}

/** The same for several at once, in one statement. @returns their ids in order. */
export async function writeMails(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  drafts: readonly MailDraft[],
  nowMs: number,
): Promise<string[]> {
  if (drafts.length === 0) return [];
  const rows = drafts.map((draft) => mailRow(draft, nowMs));
  await Promise.all([tx.insertInto("mail").values(rows).execute(), bus.publish(tx, "mail", {})]);
  return rows.map(({ id }) => id);
}

function mailRow(draft: MailDraft, nowMs: number) {
  const id = newId(nowMs);
  const now = new Date(nowMs);
  return {
    id,
    customer_id: draft.customerId,
    recipient: draft.recipient,
    subject: oneLine(draft.subject),
    body: draft.text,
    locale: draft.locale,
    message_id: `<${id}@driftvakt.invalid>`,
    state: "waiting" as const,
    due_at: now,
    created_at: now,
    sent_at: null,
    error: null,
  };
}

/** A header is one line: whatever a host name or a check's output carries, it cannot add a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\t\0]+/g, " ").slice(0, 250);
}
