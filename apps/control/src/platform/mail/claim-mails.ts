import { sql, type Kysely, type Selectable } from "kysely";
import type { Bus } from "../bus/index.ts";
import type { Clock } from "../clock/index.ts";
import { inScope, type Database, type Tx } from "../database/index.ts";
import type { MailTable } from "./tables.ts";

/** Seconds until whoever claimed a mail is taken for dead and it is sent again, under the same Message-ID. */
const CLAIM_SECONDS = 20;
/** Waits between tries in seconds; after the last one the mail counts as failed and stays visible. */
const RETRY_SECONDS = [5, 15, 60, 300, 900, 3600, 3600, 3600, 3600, 3600, 3600] as const;

/** `mayRepeat`: a process that had claimed it ended before it could say what became of it. */
export type ClaimedMail = Selectable<MailTable> & { readonly mayRepeat: boolean };
export type Outcome = { readonly state: "sent" | "waiting"; readonly error: string | null };

type Parts = {
  readonly db: Kysely<Database>;
  readonly bus: Pick<Bus, "publish">;
  readonly clock: Clock;
  readonly onSettled?: ((tx: Tx, mailIds: readonly string[]) => Promise<void>) | undefined;
};

/** Takes due mails for this process, each for it alone. Without a mail server they are kept at once. */
export function claimMails(
  parts: Parts,
  as: "sending" | "kept",
  atMost: number,
): Promise<ClaimedMail[]> {
  const now = new Date(parts.clock.nowMs());
  const until = new Date(now.getTime() + CLAIM_SECONDS * 1000);
  return inScope(parts.db, "provider", async (tx) => {
    const { rows } = await sql<ClaimedMail>`
      with due as (
        select id, state = 'sending' as may_repeat from mail where state in ('waiting', 'sending') and due_at <= ${now}
        order by due_at limit ${atMost} for update skip locked
      )
      update mail set state = ${as}, due_at = ${until}, attempts = attempts + ${as === "kept" ? 0 : 1}
      from due where mail.id = due.id
      returning mail.*, due.may_repeat as "mayRepeat"`.execute(tx);
    if (as === "kept" && rows.length > 0) await tell(parts, tx, rows);
    return rows;
  });
}

/** Keeps the claims of mails that are still under way. */
export async function keepClaims(parts: Parts, mailIds: readonly string[]): Promise<void> {
  const until = new Date(parts.clock.nowMs() + CLAIM_SECONDS * 1000);
  await inScope(parts.db, "provider", (tx) =>
    sql`update mail set due_at = ${until} where id = any(${mailIds}::uuid[]) and state = 'sending'`.execute(
      tx,
    ),
  );
}

/** Puts on record what became of a mail, unless another process has claimed it since. */
export async function settleMail(parts: Parts, mail: ClaimedMail, outcome: Outcome): Promise<void> {
  const nowMs = parts.clock.nowMs();
  const retrySeconds = RETRY_SECONDS[mail.attempts - 1];
  const state =
    outcome.state === "waiting" && retrySeconds === undefined ? "failed" : outcome.state;
  await inScope(parts.db, "provider", async (tx) => {
    await tx
      .updateTable("mail")
      .set({
        state,
        error: outcome.error?.slice(0, 500) ?? (mail.mayRepeat ? REPEATED : null),
        sent_at: state === "sent" ? new Date(nowMs) : null,
        due_at: new Date(nowMs + (retrySeconds ?? 0) * 1000),
      })
      .where("id", "=", mail.id)
      .where("state", "=", "sending")
      .where("attempts", "=", mail.attempts)
      .execute();
    await tell(parts, tx, [mail]);
  });
}

const REPEATED =
  "may have been sent twice: the process that sent it first ended before it could say so";

async function tell(
  parts: Parts,
  tx: Tx,
  mails: readonly { readonly id: string; readonly customer_id: string | null }[],
): Promise<void> {
  await parts.onSettled?.(
    tx,
    mails.map(({ id }) => id),
  );
  const customers = new Set(mails.map((mail) => mail.customer_id));
  for (const customerId of customers)
    await parts.bus.publish(tx, "live", { topic: "mails", serverId: null, customerId });
}
