import { textFor } from "../../catalogue/index.ts";
import type { PriceUnit, TermOf } from "../../catalogue/index.ts";
import { toDecimal } from "../../money/index.ts";
import type { Money } from "../../money/index.ts";
import type { DecisionCharge } from "./decision.ts";
import type { decisionLanguages } from "./decision-sentences.ts";
import type { Entitlements } from "./entitlements.ts";

type Language = (typeof decisionLanguages)[number];
type Words = Readonly<Record<Language, string>>;

const words = (en: string, sv: string, da: string, de: string, bs: string): Words => ({
  en,
  sv,
  da,
  de,
  bs,
});

/** Whose approval or agreement is missing, said to the customer. */
const PARTIES: Readonly<Record<string, Words>> = {
  provider: words("from us", "från oss", "fra os", "von uns", "naše"),
  customer: words("from you", "från dig", "fra dig", "von Ihnen", "vaše"),
  secondPerson: words(
    "from a second person",
    "från en andra person",
    "fra en anden person",
    "von einer zweiten Person",
    "druge osobe",
  ),
  lead: words(
    "from the lead technician",
    "från ansvarig tekniker",
    "fra den ansvarlige tekniker",
    "von der technischen Leitung",
    "odgovornog tehničara",
  ),
};

const CONSENTS: Readonly<Record<TermOf<"consent">["to"], Words>> = {
  criticalPatchesWithoutTest: words(
    "critical updates without a test before",
    "kritiska uppdateringar utan föregående test",
    "kritiske opdateringer uden forudgående test",
    "kritische Updates ohne vorherigen Test",
    "kritična ažuriranja bez prethodnog testiranja",
  ),
  remoteControl: words(
    "remote control",
    "fjärrstyrning",
    "fjernstyring",
    "Fernsteuerung",
    "daljinsko upravljanje",
  ),
  dataProcessing: words(
    "processing of personal data",
    "behandling av personuppgifter",
    "behandling af personoplysninger",
    "Verarbeitung personenbezogener Daten",
    "obrada ličnih podataka",
  ),
  accessWithoutApproval: words(
    "access without asking each time",
    "åtkomst utan fråga varje gång",
    "adgang uden at spørge hver gang",
    "Zugriff ohne Rückfrage im Einzelfall",
    "pristup bez pojedinačnog odobrenja",
  ),
  monitoringOfPersons: words(
    "monitoring of persons",
    "övervakning av personer",
    "overvågning af personer",
    "Überwachung von Personen",
    "nadzor osoba",
  ),
};

type DocumentKind = TermOf<"termsAcceptance">["documents"][number]["kind"];
const DOCUMENTS: Readonly<Record<DocumentKind, Words>> = {
  specialTerms: words(
    "special terms",
    "särskilda villkor",
    "særlige vilkår",
    "besondere Bedingungen",
    "posebni uslovi",
  ),
  generalTerms: words(
    "general terms",
    "allmänna villkor",
    "almindelige vilkår",
    "allgemeine Bedingungen",
    "opšti uslovi",
  ),
  dataProcessingAgreement: words(
    "data processing agreement",
    "personuppgiftsbiträdesavtal",
    "databehandleraftale",
    "Vertrag zur Auftragsverarbeitung",
    "ugovor o obradi podataka",
  ),
  acceptableUse: words(
    "rules of acceptable use",
    "regler för godtagbar användning",
    "regler for acceptabel brug",
    "Nutzungsregeln",
    "pravila prihvatljive upotrebe",
  ),
};

const UNITS: Readonly<Record<PriceUnit, Words>> = {
  hour: words("per hour", "per timme", "pr. time", "pro Stunde", "po satu"),
  month: words("per month", "per månad", "pr. måned", "pro Monat", "mjesečno"),
  quarter: words("per quarter", "per kvartal", "pr. kvartal", "pro Quartal", "kvartalno"),
  year: words("per year", "per år", "pr. år", "pro Jahr", "godišnje"),
  once: words("once", "en gång", "én gang", "einmalig", "jednokratno"),
  machineMonth: words(
    "per machine and month",
    "per maskin och månad",
    "pr. maskine og måned",
    "pro Maschine und Monat",
    "po mašini mjesečno",
  ),
  userMonth: words(
    "per user and month",
    "per användare och månad",
    "pr. bruger og måned",
    "pro Benutzer und Monat",
    "po korisniku mjesečno",
  ),
  accountMonth: words(
    "per account and month",
    "per konto och månad",
    "pr. konto og måned",
    "pro Konto und Monat",
    "po nalogu mjesečno",
  ),
  gigabyteMonth: words(
    "per gigabyte and month",
    "per gigabyte och månad",
    "pr. gigabyte og måned",
    "pro Gigabyte und Monat",
    "po gigabajtu mjesečno",
  ),
  visit: words("per visit", "per besök", "pr. besøg", "pro Besuch", "po posjeti"),
  kilometre: words("per kilometre", "per kilometer", "pr. kilometer", "pro Kilometer", "po km"),
  piece: words("each", "per styck", "pr. stk.", "pro Stück", "po komadu"),
  case: words("per case", "per ärende", "pr. sag", "pro Fall", "po slučaju"),
  message: words("per message", "per meddelande", "pr. besked", "pro Nachricht", "po poruci"),
};

/** How it is charged where the price list has no line for it. */
const MODES: Readonly<Record<DecisionCharge["mode"], Words>> = {
  byTime: words(
    "by the time spent",
    "efter tid",
    "efter tid",
    "nach Aufwand",
    "po utrošku vremena",
  ),
  fixed: words("fixed price", "fast pris", "fast pris", "Festpreis", "fiksna cijena"),
  quote: words("as offered", "enligt offert", "ifølge tilbud", "laut Angebot", "prema ponudi"),
  atCost: words("at cost", "självkostnad", "til kostpris", "zu Selbstkosten", "po nabavnoj cijeni"),
  licence: words("licence cost", "licenskostnad", "licensudgift", "Lizenzkosten", "cijena licence"),
  customerBears: words(
    "costs are yours",
    "du står för kostnaden",
    "du betaler udgiften",
    "die Kosten tragen Sie",
    "troškove snosite vi",
  ),
};

/** What an answer's `of` names (parties, consents, documents, plans, levels, options), as people call it. */
export function namesFor(entitlements: Entitlements, of: string, language: Language): string {
  return of
    .split(", ")
    .map((key) => nameFor(entitlements, key, language))
    .join(", ");
}

function nameFor(entitlements: Entitlements, key: string, language: Language): string {
  const { catalogue, terms } = entitlements;
  const booked = [...catalogue.plans, ...catalogue.options, ...catalogue.levels].find(
    ({ id }) => id === key,
  );
  if (booked !== undefined) return textFor(booked.name, language);
  const consent = terms("consent").find(({ term }) => term.consent === key)?.term;
  if (consent !== undefined) return CONSENTS[consent.to][language];
  const document = terms("termsAcceptance")
    .flatMap(({ term }) => term.documents)
    .find(({ id }) => id === key);
  if (document !== undefined) return DOCUMENTS[document.kind][language];
  return PARTIES[key]?.[language] ?? "";
}

/** `500.00 EUR per hour, plus 50 %`; how it is charged where there is no figure. */
export function priceText(charge: DecisionCharge | undefined, language: Language): string {
  if (charge === undefined) return "";
  if (charge.price === undefined) return MODES[charge.mode][language];
  const { amount, per } = charge.price;
  const { surchargePercent: percent, surchargeOnly, estimate } = charge;
  const perUnit = `${figureText(amount, language)} ${UNITS[per][language]}`;
  if (surchargeOnly !== true) return percent === undefined ? perUnit : `${perUnit} + ${percent} %`;
  if (percent !== undefined) return `${percent} % ${OF_PRICE[language]} ${perUnit}`;
  // Work that begins without a surcharge and runs into one: what it comes to is all there is to say.
  return estimate === undefined ? perUnit : figureText(estimate, language);
}

const OF_PRICE: Words = words("of", "av", "af", "von", "od");

function figureText(amount: Money, language: Language): string {
  const figure = language === "en" ? toDecimal(amount) : toDecimal(amount).replace(".", ",");
  return `${figure} ${amount.currency}`;
}
