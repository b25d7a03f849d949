import { nameCheck, type CheckState } from "@driftvakt/domain/monitoring";
import type { Locale } from "@driftvakt/protocol/api";
import { ALERT_TEXTS } from "./alert-texts.ts";

export type AlertMailFacts = {
  readonly state: CheckState | "down" | "unreachable";
  readonly hostname: string;
  readonly check: string;
  readonly output: string;
  readonly clauses: readonly string[];
  readonly sinceMs: number;
  /** When it was over, for a recovery. */
  readonly untilMs?: number;
  readonly timeZone: string;
  readonly late: boolean;
  /** Who took it on, and what they said. */
  readonly acknowledgement?: { readonly byName: string; readonly comment: string };
  readonly portalUrl: string;
};

/** One alarm mail in the recipient's language: what, where, since when, under which clause, and where to look. */
export function composeAlertMail(
  kind: "problem" | "recovery" | "acknowledgement" | "flapping",
  facts: AlertMailFacts,
  locale: Locale,
): { subject: string; text: string } {
  const texts = ALERT_TEXTS[locale];
  const thing = nameCheck(facts.check, locale);
  const state = kind === "recovery" ? texts.states.ok : texts.states[facts.state];
  const lines = [
    `${texts.headlines[kind]}: ${thing}, ${facts.hostname}`,
    "",
    `${texts.labels.state}: ${state}`,
    ...(facts.output ? [`${texts.labels.output}: ${facts.output}`] : []),
    `${texts.labels.since}: ${localTime(facts.sinceMs, facts.timeZone, locale)}`,
    ...(facts.untilMs === undefined
      ? []
      : [`${texts.labels.until}: ${localTime(facts.untilMs, facts.timeZone, locale)}`]),
    ...(facts.late ? [texts.late] : []),
    ...(facts.acknowledgement
      ? [`${texts.labels.takenBy}: ${facts.acknowledgement.byName}`, facts.acknowledgement.comment]
      : []),
    `${texts.labels.clauses}: ${facts.clauses.join(", ")}`,
    "",
    facts.portalUrl,
  ];
  return { subject: `[${state}] ${facts.hostname}: ${thing}`, text: `${lines.join("\n")}\n` };
}

function localTime(atMs: number, timeZone: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone,
  }).format(atMs);
}
