import { sql, type Kysely, type Selectable } from "kysely";
import type { Bus } from "../bus/index.ts";
import type { Clock } from "../clock/index.ts";
import { inScope, type Database } from "../database/index.ts";
import type { Log } from "../log/index.ts";
import { openMailServer, type MailServer, type SendMail } from "./send-mail.ts";
import type { MailTable } from "./tables.ts";

/** Seconds until whoever claimed a mail is taken for dead and it is sent again, under the same Message-ID. */
const CLAIM_SECONDS = 60;
const CLAIM_AT_ONCE = 20;
/** Waits between tries in seconds; after the last one the mail counts as failed and stays visible. */
const RETRY_SECONDS = [5, 15, 60, 300, 900, 3600] as const;
/** The sweep that finds what a lost notification missed. */
const SWEEP_MS = 5_000;

export type MailDesk = { readonly isSent: boolean; start(): void; stop(): Promise<void> };

export type MailDeskParts = {
  readonly db: Kysely<Database>;
  readonly bus: Bus;
  readonly log: Log;
  readonly clock: Clock;
  /** Absent: mails are kept and shown in the portal. */
  readonly server?: MailServer | undefined;
};

/**
 * Sends what `writeMail` put on record. Any number of processes may run one: a mail is claimed by one of them.
 */
export function openMailDesk(parts: MailDeskParts): MailDesk {
  const transport = parts.server && openMailServer(parts.server);
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};

  const kick = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = sendDue(parts, transport?.send).then(
      () => finish(),
      (error: unknown) => {
        parts.log.error("mails could not be sent", { error });
        finish();
      },
    );
  };
  const finish = () => {
    running = undefined;
    if (again) {
      again = false;
      kick();
    }
  };

  return {
    isSent: transport !== undefined,
    start: () => {
      unsubscribe = parts.bus.subscribe("mail", kick);
      timer = setInterval(kick, SWEEP_MS);
      kick();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      unsubscribe();
      await running;
      transport?.close();
    },
  };
}

async function sendDue(parts: MailDeskParts, send: SendMail | undefined): Promise<void> {
  for (;;) {
    const mails = await claim(parts, send === undefined);
    if (mails.length === 0) return;
    if (send) await Promise.all(mails.map((mail) => sendOne(parts, send, mail)));
    if (mails.length < CLAIM_AT_ONCE) return;
  }
}

/** Takes due mails for this process. Without a mail server they are kept at once. */
function claim(parts: MailDeskParts, keep: boolean): Promise<Selectable<MailTable>[]> {
  const now = new Date(parts.clock.nowMs());
  const until = new Date(now.getTime() + CLAIM_SECONDS * 1000);
  return inScope(parts.db, "provider", async (tx) => {
    const claimed = await sql<Selectable<MailTable>>`
      update mail set state = ${keep ? "kept" : "sending"}, due_at = ${until}, attempts = attempts + ${keep ? 0 : 1}
      where id in (
        select id from mail where state in ('waiting', 'sending') and due_at <= ${now}
        order by due_at limit ${CLAIM_AT_ONCE} for update skip locked)
      returning *`.execute(tx);
    if (claimed.rows.length > 0)
      await parts.bus.publish(tx, "live", { topic: "mails", serverId: null, customerId: null });
    return claimed.rows;
  });
}

async function sendOne(
  parts: MailDeskParts,
  send: SendMail,
  mail: Selectable<MailTable>,
): Promise<void> {
  const outcome = await send(mail).then(
    () => ({ state: "sent" as const, error: null }),
    (error: unknown) => ({
      state: "waiting" as const,
      error: error instanceof Error ? error.message : String(error),
    }),
  );
  const nowMs = parts.clock.nowMs();
  const retrySeconds = RETRY_SECONDS[mail.attempts - 1];
  const state =
    outcome.state === "waiting" && retrySeconds === undefined ? "failed" : outcome.state;
  if (outcome.error !== null)
    parts.log.warn("mail not taken by the mail server", {
      mailId: mail.id,
      state,
      error: outcome.error,
    });
  await inScope(parts.db, "provider", async (tx) => {
    await tx
      .updateTable("mail")
      .set({
        state,
        error: outcome.error?.slice(0, 500) ?? null,
        sent_at: state === "sent" ? new Date(nowMs) : null,
        due_at: new Date(nowMs + (retrySeconds ?? 0) * 1000),
      })
      .where("id", "=", mail.id)
      .where("state", "=", "sending")
      .execute();
    await parts.bus.publish(tx, "live", {
      topic: "mails",
      serverId: null,
      customerId: mail.customer_id,
    });
  });
}
