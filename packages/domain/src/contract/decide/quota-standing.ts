import type { TermOf } from "../../catalogue/index.ts";
import type { decisionLanguages } from "./decision-sentences.ts";
import type { QuotaStanding } from "./decision.ts";

type Language = (typeof decisionLanguages)[number];
type QuotaTerm = Pick<TermOf<"hourQuota">, "period" | "warnAtPercent">;

/** Whether so many minutes of those that are granted reach a warning point, in percent. */
export function isPointReached(
  percent: number,
  grantedMinutes: number,
  usedMinutes: number,
): boolean {
  return usedMinutes * 100 >= percent * grantedMinutes;
}

/** The highest of the warning points that so many minutes reach; undefined where they reach none. */
function reachedPoint(
  { warnAtPercent }: Pick<QuotaTerm, "warnAtPercent">,
  grantedMinutes: number,
  usedMinutes: number,
): number | undefined {
  return warnAtPercent
    .filter((percent) => isPointReached(percent, grantedMinutes, usedMinutes))
    .reduce<number | undefined>((most, one) => Math.max(most ?? one, one), undefined);
}

/** How the hours stand before work that draws so many minutes of them, in figures and in words (dk-23). */
export function standingOf(
  clause: string,
  term: QuotaTerm,
  minutes: Pick<QuotaStanding, "grantedMinutes" | "usedMinutes" | "drawnMinutes">,
): QuotaStanding {
  const { grantedMinutes, usedMinutes, drawnMinutes } = minutes;
  const before = reachedPoint(term, grantedMinutes, usedMinutes);
  const after = reachedPoint(term, grantedMinutes, usedMinutes + drawnMinutes);
  const standing = {
    clause,
    period: term.period,
    ...minutes,
    ...(after !== undefined && {
      warning: {
        percent: after,
        by: before === after ? ("before" as const) : ("thisWork" as const),
      },
    }),
  };
  const sentence = { en: "", sv: "", da: "", de: "", bs: "" };
  for (const language of Object.keys(sentence) as Language[]) {
    sentence[language] = `${usedText(standing, language)}${warningText(standing, language)}`;
  }
  return { ...standing, sentence };
}

type Standing = Omit<QuotaStanding, "sentence">;

const PERIODS: Readonly<Record<Standing["period"], Readonly<Record<Language, string>>>> = {
  month: {
    en: "Used this month",
    sv: "Använt denna månad",
    da: "Brugt i denne måned",
    de: "In diesem Monat verbraucht",
    bs: "Utrošeno ovog mjeseca",
  },
  quarter: {
    en: "Used this quarter",
    sv: "Använt detta kvartal",
    da: "Brugt i dette kvartal",
    de: "In diesem Quartal verbraucht",
    bs: "Utrošeno ovog kvartala",
  },
  year: {
    en: "Used this year",
    sv: "Använt i år",
    da: "Brugt i år",
    de: "In diesem Jahr verbraucht",
    bs: "Utrošeno ove godine",
  },
};

const OF: Readonly<Record<Language, string>> = {
  en: "of",
  sv: "av",
  da: "af",
  de: "von",
  bs: "od",
};

function usedText({ clause, period, ...minutes }: Standing, language: Language): string {
  const { usedMinutes, grantedMinutes } = minutes;
  const used = `${hoursText(usedMinutes)} ${OF[language]} ${hoursText(grantedMinutes)}`;
  return `${PERIODS[period][language]}: ${used} (${clause}).`;
}

function warningText(standing: Standing, language: Language): string {
  const { warning, usedMinutes, drawnMinutes } = standing;
  if (warning === undefined) return "";
  const { percent, by } = warning;
  if (by === "before") return ` ${REACHED[language](percent)}`;
  return ` ${REACHES[language](percent, hoursText(usedMinutes + drawnMinutes))}`;
}

const REACHED: Readonly<Record<Language, (percent: number) => string>> = {
  en: (percent) => `Note: the ${percent} % mark is reached.`,
  sv: (percent) => `Obs: gränsen ${percent} % är nådd.`,
  da: (percent) => `Bemærk: grænsen på ${percent} % er nået.`,
  de: (percent) => `Hinweis: Die Schwelle von ${percent} % ist erreicht.`,
  bs: (percent) => `Napomena: prag od ${percent} % je dostignut.`,
};

const REACHES: Readonly<Record<Language, (percent: number, after: string) => string>> = {
  en: (percent, after) =>
    `Note: with this work it is ${after}, which reaches the ${percent} % mark.`,
  sv: (percent, after) => `Obs: med detta arbete blir det ${after}, och gränsen ${percent} % nås.`,
  da: (percent, after) =>
    `Bemærk: med dette arbejde bliver det ${after}, og grænsen på ${percent} % nås.`,
  de: (percent, after) =>
    `Hinweis: Mit dieser Arbeit sind es ${after}, die Schwelle von ${percent} % ist damit erreicht.`,
  bs: (percent, after) =>
    `Napomena: s ovim poslom to je ${after}, čime se dostiže prag od ${percent} %.`,
};

/** `4 h`, `1 h 15 min`, `30 min`: units that all five languages write alike. */
function hoursText(minutes: number): string {
  const whole = Math.round(minutes);
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
