import { momentText } from "../contract/index.ts";
import { nameCheck } from "../monitoring/index.ts";
import { sentences } from "./reason-codes.ts";
import { sentenceLanguages } from "./sentence-table.ts";
import type { SentenceLanguage, Texts } from "./sentence-table.ts";
import type { Verdict, VerdictValues } from "./verdict.ts";

export type { Texts } from "./sentence-table.ts";
export { sentenceLanguages } from "./sentence-table.ts";

/** The one sentence for people, moments in the contract's zone. */
export function sentenceOf(
  { code, values }: Pick<Verdict, "code" | "values">,
  timeZone: string,
): Texts {
  const shown = wordsOf(values, timeZone);
  const named = (language: SentenceLanguage): Words =>
    ABOUT_CHECKS.has(code) && values.what !== undefined
      ? { ...shown, what: nameCheck(values.what, language) }
      : shown;
  const texts = sentences[code];
  const filled = sentenceLanguages.map((language) => [
    language,
    begin(
      texts[language].replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
        fill(named(language), name, language),
      ),
    ),
  ]);
  return Object.fromEntries(filled) as Texts;
}

/** In these `what` is a check, which has a name in every language. */
const ABOUT_CHECKS: ReadonlySet<Verdict["code"]> = new Set([
  "problem-open",
  "alarm-due",
  "alarm-missing",
  "alarm-late",
]);

function begin(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

type Words = Readonly<Record<string, string | undefined>>;

function wordsOf(values: VerdictValues, timeZone: string): Words {
  const { count, of, atMs, dueMs, tookMs, withinMs } = values;
  return {
    what: values.what,
    clause: values.clause,
    percent: values.percent,
    target: values.target,
    count: count?.toString(),
    of: of?.toString(),
    at: atMs === undefined ? undefined : momentText(atMs, timeZone),
    due: dueMs === undefined ? undefined : momentText(dueMs, timeZone),
    took: tookMs === undefined ? undefined : durationText(tookMs),
    within: withinMs === undefined ? undefined : durationText(withinMs),
  };
}

function fill(words: Words, name: string, language: SentenceLanguage): string {
  const word = words[name] ?? "?";
  const isFigure = name === "percent" || name === "target";
  return isFigure && language !== "en" ? word.replace(".", ",") : word;
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** Two units at most, the same in all languages: `3 d 2 h`, `1 min 5 s`, `0 s`. */
export function durationText(ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of UNITS) {
    const whole = Math.floor(rest / seconds);
    rest -= whole * seconds;
    if (whole > 0) parts.push(`${whole} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}
