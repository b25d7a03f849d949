import type { Locale } from "@driftvakt/protocol/api";
import { inScope } from "../../platform/database/index.ts";
import type { Caller } from "../../platform/http/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { Platform } from "../../platform/index.ts";
import { writeMail } from "../../platform/mail/index.ts";

const TEXTS: Readonly<Record<Locale, { subject: string; text: string }>> = {
  en: { subject: "Test mail", text: "Mails from here reach you." },
  sv: { subject: "Testbrev", text: "Brev härifrån når dig." },
  da: { subject: "Testmail", text: "Mails herfra når dig." },
  de: { subject: "Testmail", text: "Mails von hier erreichen Sie." },
  bs: { subject: "Probna poruka", text: "Poruke odavde stižu do vas." },
};

/** Writes a test mail to the caller's own address, on record like every mail. */
export async function sendTestMail(
  platform: Pick<Platform, "db" | "bus" | "clock" | "config">,
  caller: Caller,
): Promise<void> {
  await inScope(platform.db, caller.scope, async (tx) => {
    const person = await tx
      .selectFrom("person")
      .select(["email", "locale", "customer_id"])
      .where("id", "=", caller.personId)
      .executeTakeFirst();
    if (!person) throw new AppError("not-found", "no such person");
    const locale = person.locale in TEXTS ? (person.locale as Locale) : "en";
    const { subject, text } = TEXTS[locale];
    const draft = {
      customerId: person.customer_id,
      recipient: person.email,
      locale,
      subject: `${subject}: Driftvakt`,
      text: `${text}\n\n${platform.config.publicUrl}\n`,
    };
    await writeMail(tx, platform.bus, draft, platform.clock.nowMs());
  });
}
