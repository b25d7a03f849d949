import type { Locale, Recipient } from "@driftvakt/protocol/api";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { writeMails } from "../../platform/mail/index.ts";
import { composeAlertMail, type AlertMailFacts } from "./compose-alert-mail.ts";
import "./tables.ts";

export type Telling = {
  readonly alertId: string;
  readonly customerId: string;
  readonly kind: "problem" | "recovery" | "acknowledgement" | "flapping";
  readonly recipients: readonly Recipient[];
  readonly facts: AlertMailFacts;
  /** What the incident's journal holds already: `kind state recipient`. */
  readonly told: ReadonlySet<string>;
};

/**
 * Tells the contract's recipients, each once per channel, incident and turn (S7). Two statements for all of them. The
 * caller holds the incident or its machine, so that the journal it read cannot grow meanwhile; the journal's unique key
 * stands behind that.
 */
export async function tellRecipients(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  telling: Telling,
  nowMs: number,
): Promise<number> {
  const { alertId, customerId, kind, facts, told } = telling;
  const recipients = distinct(telling.recipients).filter(
    ({ email }) => !told.has(`${kind} ${facts.state} ${email}`),
  );
  if (recipients.length === 0) return 0;
  const texts = composeOnce(kind, facts);
  const mailIds = await writeMails(
    tx,
    bus,
    recipients.map(({ email, locale }) => ({
      customerId,
      recipient: email,
      locale,
      ...texts(locale),
    })),
    nowMs,
  );
  const rows = recipients.map(({ email }, i) => ({
    id: newId(nowMs),
    customer_id: customerId,
    alert_id: alertId,
    channel: "mail" as const,
    recipient: email,
    kind,
    told_state: facts.state,
    mail_id: mailIds[i]!,
    created_at: new Date(nowMs),
  }));
  await tx.insertInto("notification").values(rows).execute();
  return rows.length;
}

function distinct(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((one) => [one.email, one])).values()];
}

/** Many recipients share a language: each text is made once. */
function composeOnce(kind: Telling["kind"], facts: AlertMailFacts) {
  const made = new Map<Locale, ReturnType<typeof composeAlertMail>>();
  return (locale: Locale) => {
    const known = made.get(locale) ?? composeAlertMail(kind, facts, locale);
    made.set(locale, known);
    return known;
  };
}
