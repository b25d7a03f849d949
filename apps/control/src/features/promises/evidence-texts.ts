import { momentText } from "@driftvakt/domain/contract";
import { durationText, sentenceLanguages, type Texts } from "@driftvakt/domain/promises";

type Language = (typeof sentenceLanguages)[number];

/** What is filled into a sentence: moments in the contract's zone, lengths of time, words as they are. */
export type EvidenceValues = {
  readonly what?: string;
  readonly state?: string;
  readonly atMs?: number;
  readonly toMs?: number;
  readonly tookMs?: number;
  readonly count?: number;
  readonly percent?: string;
  readonly clause?: string;
};

/** Sentences of evidence. `{…}` is filled in. */
const SENTENCES = {
  problem: {
    en: "{what} became {state} at {at}.",
    sv: "{what} blev {state} {at}.",
    da: "{what} blev {state} {at}.",
    de: "{what} wurde {state} um {at}.",
    bs: "{what} prelazi u {state} u {at}.",
  },
  recovered: {
    en: "{what} was well again at {at}, after {took}.",
    sv: "{what} fungerade igen {at}, efter {took}.",
    da: "{what} fungerede igen {at}, efter {took}.",
    de: "{what} war um {at} wieder in Ordnung, nach {took}.",
    bs: "{what} je ponovo ispravno u {at}, nakon {took}.",
  },
  told: {
    en: "{count} person(s) were mailed about {what}, the first at {at}: {took} after it was found.",
    sv: "{count} person(er) fick brev om {what}, den första {at}: {took} efter att det upptäcktes.",
    da: "{count} person(er) fik mail om {what}, den første {at}: {took} efter at det blev opdaget.",
    de: "{count} Person(en) bekamen Post über {what}, die erste um {at}: {took} nachdem es gefunden war.",
    bs: "{count} osoba je dobilo poruku o {what}, prva u {at}: {took} nakon otkrivanja.",
  },
  counted: {
    en: "Down from {at} for {took}; it counts.",
    sv: "Nere från {at} i {took}; det räknas.",
    da: "Nede fra {at} i {took}; det tæller.",
    de: "Ausgefallen ab {at} für {took}; das zählt.",
    bs: "Ne radi od {at} u trajanju {took}; računa se.",
  },
  excluded: {
    en: "Down from {at} for {took}; {clause} excludes it.",
    sv: "Nere från {at} i {took}; {clause} undantar det.",
    da: "Nede fra {at} i {took}; {clause} undtager det.",
    de: "Ausgefallen ab {at} für {took}; {clause} nimmt es aus.",
    bs: "Ne radi od {at} u trajanju {took}; {clause} to izuzima.",
  },
  available: {
    en: "Availability so far: {percent} %.",
    sv: "Tillgänglighet hittills: {percent} %.",
    da: "Tilgængelighed indtil nu: {percent} %.",
    de: "Verfügbarkeit bisher: {percent} %.",
    bs: "Dostupnost do sada: {percent} %.",
  },
  watched: {
    en: "Watched since {at}; {count} gap(s), {took} in all.",
    sv: "Övervakad sedan {at}; {count} luckor, sammanlagt {took}.",
    da: "Overvåget siden {at}; {count} huller, i alt {took}.",
    de: "Überwacht seit {at}; {count} Lücke(n), zusammen {took}.",
    bs: "Nadzirano od {at}; {count} prekida, ukupno {took}.",
  },
  operation: {
    en: "{what}, asked for at {at}: {state}.",
    sv: "{what}, begärt {at}: {state}.",
    da: "{what}, bestilt {at}: {state}.",
    de: "{what}, angefordert um {at}: {state}.",
    bs: "{what}, zatraženo u {at}: {state}.",
  },
  agent: {
    en: "One agent, enrolled at {at}; it listens on nothing.",
    sv: "En agent, ansluten {at}; den lyssnar inte på något.",
    da: "Én agent, tilmeldt {at}; den lytter ikke på noget.",
    de: "Ein Agent, angemeldet um {at}; er lauscht auf nichts.",
    bs: "Jedan agent, prijavljen u {at}; ne sluša ni na jednom portu.",
  },
  announced: {
    en: "Work announced at {at}, {took} ahead.",
    sv: "Arbete meddelat {at}, {took} i förväg.",
    da: "Arbejde varslet {at}, {took} i forvejen.",
    de: "Arbeiten angekündigt um {at}, {took} vorher.",
    bs: "Radovi najavljeni u {at}, {took} ranije.",
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export type EvidenceSentence = keyof typeof SENTENCES;

/** One sentence of evidence in every language that the portal speaks. */
export function evidenceText(
  sentence: EvidenceSentence,
  values: EvidenceValues,
  timeZone: string,
): Texts {
  return Object.fromEntries(
    sentenceLanguages.map((language) => [
      language,
      SENTENCES[sentence][language].replace(/\{(\w+)\}/g, (_, name: string) =>
        fill(name, values, timeZone, language),
      ),
    ]),
  ) as Texts;
}

function fill(name: string, values: EvidenceValues, timeZone: string, language: Language): string {
  switch (name) {
    case "at":
      return momentText(values.atMs ?? 0, timeZone);
    case "took":
      return durationText(values.tookMs ?? 0);
    case "percent":
      return language === "en" ? (values.percent ?? "") : (values.percent ?? "").replace(".", ",");
    default:
      return String(values[name as keyof EvidenceValues] ?? "");
  }
}
