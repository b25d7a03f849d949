import type { Kysely } from "kysely";
import type { Bus } from "../bus/index.ts";
import type { Clock } from "../clock/index.ts";
import type { Database, Tx } from "../database/index.ts";
import type { Log } from "../log/index.ts";
import {
  claimMails,
  keepClaims,
  settleMail,
  type ClaimedMail,
  type Outcome,
} from "./claim-mails.ts";
import { openMailServer, type MailServer, type SendMail } from "./send-mail.ts";

/** Mails under way at once: one that a server stalls on holds up nobody else (R10). */
const MOST_UNDER_WAY = 16;
/** Mails kept at once where no server is set. */
const KEEP_AT_ONCE = 100;
/** The sweep that finds what a lost notification missed. */
const SWEEP_MS = 5_000;
/** How often claims of mails that are still under way are renewed. */
const RENEW_MS = 5_000;
/** However slowly a server drips, a mail that takes longer is tried again. */
const DEADLINE_MS = 120_000;

export type MailDesk = { readonly isSent: boolean; start(): void; stop(): Promise<void> };

export type MailDeskParts = {
  readonly db: Kysely<Database>;
  readonly bus: Bus;
  readonly log: Log;
  readonly clock: Clock;
  /** Absent: mails are kept and shown in the portal. */
  readonly server?: MailServer | undefined;
  /** Told, in the transaction that puts it on record, what became of mails. */
  readonly onSettled?: ((tx: Tx, mailIds: readonly string[]) => Promise<void>) | undefined;
};

/**
 * Sends what `writeMail` put on record. Any number of processes may run one: a mail is claimed by one of them, and one
 * whose claimant died is claimed again, under the same Message-ID (R14).
 */
export function openMailDesk(parts: MailDeskParts): MailDesk {
  const transport = parts.server && openMailServer(parts.server);
  const underWay = new Map<string, Promise<void>>();
  const timers: NodeJS.Timeout[] = [];
  let pumping: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let unsubscribe = () => {};

  const pump = async (): Promise<void> => {
    do {
      again = false;
      if (!transport) {
        while ((await claimMails(parts, "kept", KEEP_AT_ONCE)).length === KEEP_AT_ONCE);
        return;
      }
      const room = MOST_UNDER_WAY - underWay.size;
      const mails = room > 0 ? await claimMails(parts, "sending", room) : [];
      for (const mail of mails) underWay.set(mail.id, sendOne(transport.send, mail));
      again ||= mails.length > 0 && mails.length === room;
    } while (again && !stopped && underWay.size < MOST_UNDER_WAY);
  };

  const kick = (): void => {
    if (stopped) return;
    if (pumping) {
      again = true;
      return;
    }
    pumping = pump()
      .catch((error: unknown) => parts.log.error("mails could not be sent", { error }))
      .finally(() => {
        pumping = undefined;
        if (again && underWay.size < MOST_UNDER_WAY) kick();
      });
  };

  const sendOne = async (send: SendMail, mail: ClaimedMail): Promise<void> => {
    try {
      const outcome = await trySending(send, mail);
      if (outcome.error !== null)
        parts.log.warn("mail not taken by the mail server", { mailId: mail.id, ...outcome });
      await settleMail(parts, mail, outcome);
    } catch (error) {
      // The claim runs out by itself: whoever finds the mail then sends it again.
      parts.log.error("what became of a mail could not be put on record", {
        mailId: mail.id,
        error,
      });
    } finally {
      const wasFull = underWay.size >= MOST_UNDER_WAY;
      underWay.delete(mail.id);
      if (wasFull || again) kick();
    }
  };

  const renew = (): void => {
    if (underWay.size === 0) return;
    keepClaims(parts, [...underWay.keys()]).catch((error: unknown) =>
      parts.log.error("claims of mails could not be renewed", { error }),
    );
  };

  return {
    isSent: transport !== undefined,
    start: () => {
      unsubscribe = parts.bus.subscribe("mail", kick);
      timers.push(setInterval(kick, SWEEP_MS), setInterval(renew, RENEW_MS));
      kick();
    },
    stop: async () => {
      stopped = true;
      timers.forEach(clearInterval);
      unsubscribe();
      await pumping;
      transport?.close();
      await Promise.all(underWay.values());
    },
  };
}

async function trySending(send: SendMail, mail: ClaimedMail): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the mail server takes too long")), DEADLINE_MS);
  });
  try {
    await Promise.race([send(mail), late]);
    return { state: "sent", error: null };
  } catch (error) {
    return { state: "waiting", error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
