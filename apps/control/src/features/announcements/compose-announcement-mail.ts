import type { Locale } from "@driftvakt/protocol/api";
import type { Work } from "./work.ts";

type Texts = {
  readonly causes: Readonly<Record<Work["cause"], string>>;
  readonly from: string;
  readonly until: string;
  readonly machines: string;
};

const TEXTS: Readonly<Record<Locale, Texts>> = {
  en: {
    causes: {
      "planned-work": "Planned work",
      "emergency-work": "Emergency work",
      attack: "Attack",
    },
    from: "From",
    until: "Until",
    machines: "Your machines",
  },
  sv: {
    causes: {
      "planned-work": "Planerat arbete",
      "emergency-work": "Akut arbete",
      attack: "Angrepp",
    },
    from: "Från",
    until: "Till",
    machines: "Era maskiner",
  },
  da: {
    causes: {
      "planned-work": "Planlagt arbejde",
      "emergency-work": "Akut arbejde",
      attack: "Angreb",
    },
    from: "Fra",
    until: "Til",
    machines: "Jeres maskiner",
  },
  de: {
    causes: {
      "planned-work": "Geplante Arbeiten",
      "emergency-work": "Notfallarbeiten",
      attack: "Angriff",
    },
    from: "Von",
    until: "Bis",
    machines: "Ihre Maschinen",
  },
  bs: {
    causes: {
      "planned-work": "Planirani radovi",
      "emergency-work": "Hitni radovi",
      attack: "Napad",
    },
    from: "Od",
    until: "Do",
    machines: "Vaše mašine",
  },
};

/** The notice that goes to a contract's recipients, in their language and their customer's time zone (ba-04). */
export function composeAnnouncementMail(
  work: Work,
  hostnames: readonly string[],
  locale: Locale,
  timeZone: string,
): { subject: string; text: string } {
  const texts = TEXTS[locale];
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long", timeZone });
  const lines = [
    `${texts.from}: ${time.format(work.startsAtMs)}`,
    `${texts.until}: ${time.format(work.endsAtMs)}`,
    `${texts.machines}: ${hostnames.toSorted().join(", ")}`,
    "",
    work.text,
  ];
  return { subject: `${texts.causes[work.cause]}: ${work.subject}`, text: `${lines.join("\n")}\n` };
}
