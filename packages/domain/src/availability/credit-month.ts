import type { EpochMs } from "../interval/index.ts";
import { zero } from "../money/index.ts";
import type { AvailabilityFacts, AvailabilityRules, Outage } from "./availability.ts";
import { claimDeadlineMs } from "./claim-deadline.ts";
import { distinctOutages } from "./counted-outages.ts";
import type { Claim, Credit, CreditRules, Fees } from "./credit-rules.ts";
import { creditBasis, scaleCredit } from "./credit-scale.ts";
import type { ScaledCredit } from "./credit-scale.ts";
import { interruptionsOf } from "./incident-groups.ts";
import { judgeMonth } from "./judge-period.ts";

/** How one interruption, or the month as a whole where it has none, stands with claims. */
type Standing = {
  readonly outageId: string | undefined;
  readonly state: "claimed" | "open" | "lapsed";
  readonly deadlineMs: EpochMs | undefined;
};

/**
 * The credit of one month (ba-07: on the base fee alone; ba-08: on a written request within 7 days
 * of the day the interruption was established). A claim counts for an interruption when it came
 * after its beginning and before its deadline. Under `each`, availability is judged again with the
 * claimed interruptions alone. Order and repeats of claims change nothing. `now` decides only
 * whether what is not claimed can still be.
 */
export function creditFor(
  rules: CreditRules,
  availability: AvailabilityRules,
  facts: AvailabilityFacts,
  month: string,
  fees: Fees,
  claims: readonly Claim[],
  now: Temporal.Instant,
): Credit {
  const basis = creditBasis(rules, fees);
  const standings = standingsOf(rules, availability, facts, month, claims, now);
  const scaled = (kept: AvailabilityFacts) => {
    const judged = judgeMonth(availability, kept, month);
    const whole = { points: judged.points, ...scaleCredit(rules, availability, judged, basis) };
    if (rules.worstOnly !== true) return whole;
    return worstOf(whole, interruptionsOf(judged.counted), (ids) => {
      const alone = { ...kept, outages: kept.outages.filter(({ id }) => ids.includes(id)) };
      const one = judgeMonth(availability, alone, month);
      return { points: one.points, ...scaleCredit(rules, availability, one, basis) };
    });
  };
  const all = scaled(facts);
  const granted = scaled(claimedFacts(facts, standings));
  const isOpen = standings.some((one) => one.state === "open");
  const state = stateOf(all.amount.amountMinor, granted.amount.amountMinor, isOpen);
  const nothing = { amount: zero(basis.currency), uncapped: zero(basis.currency), capped: false };
  const { tier, units, ...shown } =
    state === "granted" ? granted : state === "lapsed" ? { ...all, ...nothing } : all;
  const claimByMs = nextDeadline(standings);
  return {
    clause: rules.clause,
    month,
    state,
    ...shown,
    basis,
    ...(tier !== undefined && { tier }),
    ...(units !== undefined && { units }),
    claimedOutageIds: idsIn(standings, "claimed"),
    openOutageIds: idsIn(standings, "open"),
    lapsedOutageIds: idsIn(standings, "lapsed"),
    ...(claimByMs !== undefined && state !== "none" && { claimByMs }),
  };
}

type Scaled = ScaledCredit & { readonly points: number };

/** Of several interruptions the one that gives most, the first of equal ones; where there is none, the month as it is. */
function worstOf(
  whole: Scaled,
  interruptions: readonly (readonly string[])[],
  scaledAlone: (ids: readonly string[]) => Scaled,
): Scaled {
  if (interruptions.length < 2) return whole;
  const [first, ...rest] = interruptions.map(scaledAlone);
  if (first === undefined) return whole;
  return rest.reduce(
    (most, one) => (one.amount.amountMinor > most.amount.amountMinor ? one : most),
    first,
  );
}

function stateOf(allMinor: number, grantedMinor: number, isOpen: boolean): Credit["state"] {
  if (grantedMinor > 0) return "granted";
  if (allMinor === 0) return "none";
  return isOpen ? "claimable" : "lapsed";
}

function standingsOf(
  rules: CreditRules,
  availability: AvailabilityRules,
  facts: AvailabilityFacts,
  month: string,
  claims: readonly Claim[],
  now: Temporal.Instant,
): readonly Standing[] {
  const { counted } = judgeMonth(availability, facts, month);
  const ids = new Set(counted.flatMap((part) => part.outageIds));
  const outages = distinctOutages(facts.outages)
    .filter((outage) => ids.has(outage.id))
    .toSorted((a, b) => a.beganMs - b.beganMs || (a.id < b.id ? -1 : 1));
  const subjects: readonly (Outage | undefined)[] = outages.length > 0 ? outages : [undefined];
  const standings = subjects.map((outage) =>
    standingOf(rules, availability.timeZone, month, facts, outage, claims, now),
  );
  if (rules.severalIncidents === "each") return standings;
  return standings.some((one) => one.state === "claimed")
    ? standings.map((one) => ({ ...one, state: "claimed" as const }))
    : standings;
}

function standingOf(
  rules: CreditRules,
  timeZone: string,
  month: string,
  facts: AvailabilityFacts,
  outage: Outage | undefined,
  claims: readonly Claim[],
  now: Temporal.Instant,
): Standing {
  const outageId = outage?.id;
  if (rules.claim.kind === "automatic") {
    return { outageId, state: "claimed", deadlineMs: undefined };
  }
  const deadlineMs = claimDeadlineMs(rules.claim, {
    timeZone,
    month,
    ...(outage !== undefined && { outage }),
    ...(facts.reportSentMs !== undefined && { reportSentMs: facts.reportSentMs }),
    ...(facts.invoiceSentMs !== undefined && { invoiceSentMs: facts.invoiceSentMs }),
  });
  const beforeMs = deadlineMs ?? Number.POSITIVE_INFINITY;
  const isClaimed = claims.some(
    (claim) =>
      claim.atMs < beforeMs &&
      claim.atMs >= (outage?.beganMs ?? Number.NEGATIVE_INFINITY) &&
      (claim.outageIds === undefined ||
        outageId === undefined ||
        claim.outageIds.includes(outageId)),
  );
  if (isClaimed) return { outageId, state: "claimed", deadlineMs };
  return { outageId, state: now.epochMilliseconds < beforeMs ? "open" : "lapsed", deadlineMs };
}

/** The facts as if only what was claimed had happened. */
function claimedFacts(facts: AvailabilityFacts, standings: readonly Standing[]): AvailabilityFacts {
  const isAnyClaimed = standings.some((one) => one.state === "claimed");
  const unclaimed = new Set(
    standings.filter((one) => one.state !== "claimed").map((one) => one.outageId),
  );
  return {
    ...facts,
    outages: facts.outages.filter((outage) => !unclaimed.has(outage.id)),
    // Time that counts as down because nothing is known belongs to no interruption: any claim covers it.
    unknown: isAnyClaimed ? facts.unknown : [],
  };
}

function idsIn(standings: readonly Standing[], state: Standing["state"]): readonly string[] {
  return standings
    .filter((one) => one.state === state)
    .flatMap((one) => (one.outageId === undefined ? [] : [one.outageId]));
}

function nextDeadline(standings: readonly Standing[]): EpochMs | undefined {
  const deadlines = standings
    .filter((one) => one.state === "open")
    .flatMap((one) => (one.deadlineMs === undefined ? [] : [one.deadlineMs]));
  return deadlines.length === 0 ? undefined : Math.min(...deadlines);
}
