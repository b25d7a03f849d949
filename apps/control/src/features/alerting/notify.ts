import type { Recipient } from "@driftvakt/protocol/api";
import { writeMail } from "../../platform/mail/index.ts";
import type { Bus } from "../../platform/bus/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { composeAlertMail, type AlertMailFacts } from "./compose-alert-mail.ts";
import "./tables.ts";

export type Telling = {
  readonly alertId: string;
  readonly customerId: string;
  readonly kind: "problem" | "recovery" | "acknowledgement" | "flapping";
  readonly recipients: readonly Recipient[];
  readonly facts: AlertMailFacts;
};

/**
 * Tells the contract's recipients, each once per channel, incident and turn: the send journal's unique key decides,
 * so that the same event coming twice, or two processes at once, still make one mail.
 */
export async function tellRecipients(
  tx: Tx,
  bus: Pick<Bus, "publish">,
  telling: Telling,
  nowMs: number,
): Promise<number> {
  let told = 0;
  for (const recipient of telling.recipients) {
    const id = newId(nowMs);
    const journal = await tx
      .insertInto("notification")
      .values({
        id,
        customer_id: telling.customerId,
        alert_id: telling.alertId,
        channel: "mail",
        recipient: recipient.email,
        kind: telling.kind,
        told_state: telling.facts.state,
        mail_id: null,
        created_at: new Date(nowMs),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!journal) continue;
    const mail = composeAlertMail(telling.kind, telling.facts, recipient.locale);
    const mailId = await writeMail(
      tx,
      bus,
      {
        customerId: telling.customerId,
        recipient: recipient.email,
        locale: recipient.locale,
        ...mail,
      },
      nowMs,
    );
    await tx.updateTable("notification").set({ mail_id: mailId }).where("id", "=", id).execute();
    told++;
  }
  return told;
}
