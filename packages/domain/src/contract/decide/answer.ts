import { textFor } from "../../catalogue/index.ts";
import { momentText } from "../moment-text.ts";
import type { Decision, DecisionCharge, Need, Outcome, QuotaStanding } from "./decision.ts";
import { decisionLanguages } from "./decision-sentences.ts";
import { namesFor, priceText } from "./decision-words.ts";
import type { DecisionReason } from "./decision-reason.ts";
import { decisionTable } from "./decision-reason.ts";
import type { Entitlements } from "./entitlements.ts";

/** An answer before it is put into words; several may be compared, one is spoken. */
export type Answer = {
  readonly outcome: Outcome;
  readonly reason: DecisionReason;
  readonly clause: string;
  readonly charge?: DecisionCharge;
  readonly needs?: readonly Need[];
  readonly notes?: readonly string[];
  readonly quota?: QuotaStanding;
  readonly of?: string;
};

export function allowed(clause: string, reason: DecisionReason = "granted"): Answer {
  return { outcome: "allowed", reason, clause };
}

export function charged(clause: string, charge: DecisionCharge): Answer {
  return { outcome: "charged", reason: "charged", clause, charge };
}

export function refused(clause: string, reason: DecisionReason, of?: string): Answer {
  return { outcome: "refused", reason, clause, ...(of !== undefined && { of }) };
}

const REASON_OF_NEED: Readonly<Record<Need["kind"], DecisionReason>> = {
  order: "needs-order",
  quote: "needs-quote",
  feasibility: "needs-feasibility",
  approval: "needs-approval",
  "second-person": "needs-second-person",
  confirmation: "needs-confirmation",
  consent: "needs-consent",
  agreement: "needs-agreement",
  window: "needs-window",
  appointment: "needs-appointment",
  credentials: "needs-credentials",
  analysis: "needs-analysis",
  acceptance: "needs-acceptance",
  waiting: "needs-waiting",
};

/** A calendar without another opening says so with the last moment there is; nobody can be told to wait for that. */
function withoutNever(need: Need): Need {
  if (need.fromMs !== Number.MAX_SAFE_INTEGER) return need;
  const { kind, clause, of } = need;
  return { kind, clause, ...(of !== undefined && { of }) };
}

/** A window that never opens by itself: only an agreement helps. */
function isTimeless({ kind, fromMs }: Need): boolean {
  return fromMs === undefined && (kind === "window" || kind === "appointment");
}

/** Something is missing: the first need is the one that is spoken of. A charge says what it will cost then. */
export function needing(needs: readonly [Need, ...Need[]], charge?: DecisionCharge): Answer {
  const [first, ...rest] = needs.map(withoutNever) as [Need, ...Need[]];
  return {
    outcome: "needs",
    reason: isTimeless(first) ? "needs-agreement" : REASON_OF_NEED[first.kind],
    clause: first.clause,
    needs: [first, ...rest],
    ...(charge && { charge }),
    ...(first.of !== undefined && { of: first.of }),
  };
}

const RANK: Readonly<Record<Outcome, number>> = { allowed: 4, charged: 3, needs: 2, refused: 1 };

/** The answer that is best for the asker; of equal ones the first, then the one that needs least. */
export function bestOf(answers: readonly Answer[]): Answer | undefined {
  let best: Answer | undefined;
  for (const one of answers) if (best === undefined || isBetter(one, best)) best = one;
  return best;
}

function isBetter(a: Answer, b: Answer): boolean {
  const byRank = RANK[a.outcome] - RANK[b.outcome];
  if (byRank !== 0) return byRank > 0;
  return (a.needs?.length ?? 0) < (b.needs?.length ?? 0);
}

/** The answer as it is given: with the sentence in every language. */
export function speak(entitlements: Entitlements, answer: Answer): Decision {
  const { of, ...said } = answer;
  return { ...said, sentence: sentenceOf(entitlements, answer, of) };
}

/** Sentences without figures are the same every time: put into words once for each clause. */
function sentenceOf(
  entitlements: Entitlements,
  answer: Answer,
  of: string | undefined,
): Decision["sentence"] {
  const isPlain = answer.charge === undefined && answer.needs === undefined && of === undefined;
  const key = `${answer.reason} ${answer.clause}`;
  const known = isPlain ? entitlements.sentences.get(key) : undefined;
  if (known !== undefined) return known;
  const made = phrase(entitlements, answer, of);
  if (isPlain) entitlements.sentences.set(key, made);
  return made;
}

function phrase(
  entitlements: Entitlements,
  answer: Answer,
  of: string | undefined,
): Decision["sentence"] {
  const title = entitlements.clause(answer.clause)?.title;
  const words: Record<string, string> = {
    clause: answer.clause,
    from: momentOf(entitlements, answer.needs?.[0]?.fromMs),
  };
  const sentence: Record<string, string> = {};
  for (const language of decisionLanguages) {
    words["title"] = title === undefined ? answer.clause : textFor(title, language);
    words["price"] = priceText(answer.charge, language);
    words["of"] = of === undefined ? "" : namesFor(entitlements, of, language);
    sentence[language] = fill(textOf(answer.reason, language, words["of"]), words);
  }
  return sentence as Decision["sentence"];
}

/** Without a name to put into them the brackets go. */
function textOf(
  reason: DecisionReason,
  language: (typeof decisionLanguages)[number],
  of: string | undefined,
): string {
  const text = decisionTable[reason][language];
  return of === "" ? text.replace(" ({of})", "") : text;
}

function fill(text: string, words: Readonly<Record<string, string>>): string {
  let filled = "";
  let from = 0;
  for (;;) {
    const open = text.indexOf("{", from);
    if (open === -1) return filled + text.slice(from);
    const close = text.indexOf("}", open);
    filled += text.slice(from, open) + (words[text.slice(open + 1, close)] ?? "");
    from = close + 1;
  }
}

function momentOf({ catalogue }: Entitlements, atMs: number | undefined): string {
  if (atMs === undefined) return "?";
  return momentText(atMs, catalogue.provider.timeZone);
}
