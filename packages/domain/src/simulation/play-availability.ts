import {
  addPeriods,
  claimDeadlineMs,
  creditFor,
  judgeMonth,
  limitCredits,
  missedWindows,
  monthsOfPeriod,
  percentText,
  periodInterval,
  periodOf,
} from "../availability/index.ts";
import type {
  AvailabilityFacts,
  Claim,
  Credit,
  CreditRules,
  Fees,
  MonthAvailability,
  Outage,
} from "../availability/index.ts";
import { addMonths } from "../calendar/index.ts";
import { compileAvailability, momentText } from "../contract/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import type { Money } from "../money/index.ts";
import { feeCount, feesOf, timesMachines } from "./fees.ts";
import { judgedTogether, playedAnnouncements, playedOutages } from "./outages.ts";
import type { Judged } from "./outages.ts";
import type { Line } from "./timeline.ts";
import { moneyText } from "./timeline.ts";
import { eventsOf } from "./world.ts";
import type { World } from "./world.ts";

/** A credit that was granted, and when. */
export type PlayedCredit = {
  readonly atMs: number;
  readonly clause: string;
  readonly amount: Money;
};

export type PlayedAvailability = {
  readonly lines: readonly Line[];
  readonly credits: readonly PlayedCredit[];
  readonly periods: readonly { readonly machine: number; readonly judged: MonthAvailability }[];
};

/** Each period's availability, what of it could be claimed until when, and what was given back (ba-06, ba-07, ba-08). */
export function playAvailability(world: World): PlayedAvailability {
  const outages = playedOutages(world);
  const announcements = playedAnnouncements(world);
  const claims = eventsOf(world, "claim").map(({ index, atMs, outages: ids }): Claim => ({
    id: `claim-${index + 1}`,
    atMs,
    ...(ids && { outageIds: ids }),
  }));
  const played: PlayedAvailability[] = [];
  for (const promise of compileAvailability(world.catalogue, world.selection)) {
    for (const judged of judgedTogether(world, promise, outages, announcements)) {
      const own = concerning(claims, judged.facts);
      const before = new Map<CreditRules, Credit[]>();
      for (const period of periodsWith(world, promise, judged.facts)) {
        played.push(playPeriod(world, promise, judged, period, own, before));
      }
    }
  }
  return {
    lines: played.flatMap(({ lines }) => lines),
    credits: played.flatMap(({ credits }) => credits),
    periods: played.flatMap(({ periods }) => periods),
  };
}

/** Claims that name no outage, or one of these. */
function concerning(claims: readonly Claim[], { outages }: AvailabilityFacts): readonly Claim[] {
  const ids = new Set(outages.map(({ id }) => id));
  return claims.filter(
    ({ outageIds }) => outageIds === undefined || outageIds.some((id) => ids.has(id)),
  );
}

/** Periods of the scenario that are over and in which something was down; the others are whole. */
function periodsWith(
  world: World,
  { rules, period }: AvailabilityPromise,
  facts: AvailabilityFacts,
): readonly string[] {
  if (period === "rolling30Days") {
    return missedWindows(rules, facts, world.span).map(({ month }) => month);
  }
  const names = new Set<string>();
  for (const outage of facts.outages) {
    let name = periodOf(rules.timeZone, period, outage.beganMs);
    const lastMs = Math.min(outage.closedMs ?? outage.endedMs ?? world.span.toMs, world.span.toMs);
    for (;;) {
      const { fromMs, toMs } = periodInterval(rules.timeZone, name);
      if (fromMs >= lastMs) break;
      if (toMs <= world.span.toMs) names.add(name);
      name = addPeriods(name, 1);
    }
  }
  return [...names].sort();
}

function playPeriod(
  world: World,
  promise: AvailabilityPromise,
  { machine, facts: given }: Judged,
  period: string,
  claims: readonly Claim[],
  before: CreditsBefore,
): PlayedAvailability {
  const facts = withReport(world, promise, given, period);
  const judged = judgeMonth(promise.rules, facts, period);
  const fees = feesOf(world);
  const whole = machine === undefined ? timesMachines(fees, feeCount(world)) : fees;
  const lines: Line[] = [availabilityLine(promise, judged, machine)];
  const credits: PlayedCredit[] = [];
  for (const rules of promise.credits) {
    const known = { promise, rules, facts, period, fees: whole, claims, judged, before };
    const played = playCredit(world, known);
    lines.push(...played.lines.map((line) => ({ ...line, ...(machine && { machine }) })));
    credits.push(...played.credits);
  }
  return { lines, credits, periods: [{ machine: machine ?? 1, judged }] };
}

/** When the period was reported, for contracts whose claims run from the report: in the month after it. */
function withReport(
  world: World,
  { rules }: AvailabilityPromise,
  facts: AvailabilityFacts,
  period: string,
): AvailabilityFacts {
  const { toMs } = periodInterval(rules.timeZone, period);
  const next = periodInterval(rules.timeZone, addMonths(monthsOfPeriod(period).last, 1));
  const report = eventsOf(world, "report").find(
    ({ name, atMs }) => name === "availability" && atMs >= toMs && atMs < next.toMs,
  );
  if (report === undefined || report.sentAfterHours === "never") return facts;
  return { ...facts, reportSentMs: report.atMs + report.sentAfterHours * 3_600_000 };
}

function availabilityLine(
  { clause, rules }: AvailabilityPromise,
  judged: MonthAvailability,
  machine: number | undefined,
): Line {
  const target = percentText(rules.targetPoints, rules.decimals);
  const verdict = judged.met ? "kept" : "missed";
  return {
    atMs: judged.toMs,
    kind: "availability",
    clause,
    what: `${judged.month} ${judged.percent} % of ${target} % ${verdict}`,
    code: `availability-${verdict}`,
    facts: { period: judged.month, percent: judged.percent, target },
    ...(machine !== undefined && { machine }),
  };
}

type CreditInput = {
  readonly promise: AvailabilityPromise;
  readonly rules: CreditRules;
  readonly facts: AvailabilityFacts;
  readonly period: string;
  readonly fees: Fees;
  readonly claims: readonly Claim[];
  readonly judged: MonthAvailability;
  readonly before: CreditsBefore;
};

/** Credits of earlier periods by their clause, for caps that hold for several of them; each played period adds its own. */
type CreditsBefore = Map<CreditRules, Credit[]>;

/** The credit of a period, held against what earlier ones left of a cap over a quarter or a year. */
function limitedCredit(world: World, input: CreditInput): Credit {
  const { promise, rules, facts, period, fees, claims, before } = input;
  const now = Temporal.Instant.fromEpochMilliseconds(world.span.toMs);
  const credit = creditFor(rules, promise.rules, facts, period, fees, claims, now);
  const known = before.get(rules) ?? [];
  before.set(rules, [...known, credit]);
  return limitCredits(rules, [...known, credit]).find(({ month }) => month === period) ?? credit;
}

function playCredit(
  world: World,
  input: CreditInput,
): { readonly lines: readonly Line[]; readonly credits: readonly PlayedCredit[] } {
  const { rules, period, judged } = input;
  const credit = limitedCredit(world, input);
  if (credit.state === "none") return { lines: [], credits: [] };
  const lines = deadlineLines(input);
  if (credit.state === "granted") {
    const atMs = grantedMs(input, credit);
    lines.push({
      atMs,
      kind: "credit",
      clause: rules.clause,
      what: `${period} ${moneyText(credit.amount)} granted${credit.capped ? ", capped" : ""}`,
      code: "credit-granted",
      facts: { period, capped: credit.capped },
      amount: credit.amount,
    });
    return { lines, credits: [{ atMs, clause: rules.clause, amount: credit.amount }] };
  }
  const isLapsed = credit.state === "lapsed";
  const atMs = isLapsed ? lastDeadlineMs(input) : judged.toMs;
  lines.push({
    atMs: Math.min(atMs, world.span.toMs),
    kind: "credit",
    clause: isLapsed ? rules.claimClause : rules.clause,
    what: isLapsed
      ? `${period} lapsed, nobody asked in time`
      : `${period} ${moneyText(credit.amount)} can be claimed`,
    code: isLapsed ? "credit-lapsed" : "credit-claimable",
    facts: { period },
    ...(!isLapsed && { amount: credit.amount }),
  });
  return { lines, credits: [] };
}

function subjectOf({ promise, facts, period }: CreditInput, outage: Outage) {
  return {
    timeZone: promise.rules.timeZone,
    month: period,
    outage,
    ...(facts.reportSentMs !== undefined && { reportSentMs: facts.reportSentMs }),
  };
}

/** The outages that counted in the period. */
function countedOutages({ facts, judged }: CreditInput): readonly Outage[] {
  const ids = new Set(judged.counted.flatMap((part) => part.outageIds));
  return facts.outages.filter(({ id }) => ids.has(id));
}

/** Until when each interruption that counted could be claimed. */
function deadlineLines(input: CreditInput): Line[] {
  const { promise, rules } = input;
  const { timeZone } = promise.rules;
  return countedOutages(input).flatMap((outage) => {
    const dueMs = claimDeadlineMs(rules.claim, subjectOf(input, outage));
    if (dueMs === undefined) return [];
    return [
      {
        atMs: outage.detectedMs ?? outage.beganMs,
        kind: "deadline" as const,
        clause: rules.claimClause,
        what: `${outage.id} can be claimed before ${momentText(dueMs, timeZone)}`,
        code: "claimable-until" as const,
        facts: { outage: outage.id },
        untilMs: dueMs,
      },
    ];
  });
}

function lastDeadlineMs(input: CreditInput): number {
  const { promise, rules, period } = input;
  const { timeZone } = promise.rules;
  const due = countedOutages(input).flatMap((outage) => {
    const dueMs = claimDeadlineMs(rules.claim, subjectOf(input, outage));
    return dueMs === undefined ? [] : [dueMs];
  });
  return due.length === 0 ? periodInterval(timeZone, period).toMs : Math.max(...due);
}

/** Once the period is over and somebody has asked, whichever is later; nobody asks for an outage before it began. */
function grantedMs(input: CreditInput, { claimedOutageIds }: Credit): number {
  const { judged, claims, rules } = input;
  if (rules.claim.kind === "automatic") return judged.toMs;
  const claimed = countedOutages(input).filter(({ id }) => claimedOutageIds.includes(id));
  const beganMs = Math.min(...claimed.map((outage) => outage.beganMs));
  const asked = claims.find(
    ({ atMs, outageIds }) =>
      atMs >= beganMs &&
      (outageIds === undefined || outageIds.some((id) => claimedOutageIds.includes(id))),
  );
  return Math.max(judged.toMs, asked?.atMs ?? judged.toMs);
}
