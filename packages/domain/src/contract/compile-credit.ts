import type {
  AvailabilityRules,
  ClaimRule,
  CreditGrant,
  CreditRules,
  CreditScale,
} from "../availability/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { Catalogue, ClauseTerm, Selection } from "../catalogue/index.ts";
import { calendarSpecOf } from "./calendar-spec.ts";
import { pointsOfPercent } from "./percent-points.ts";

type CreditTerm = ClauseTerm<"credit">["term"];
type AvailabilityTerm = ClauseTerm<"availability">["term"];
type ClaimTerm = ClauseTerm<"claim">["term"];

const MINUTE_MS = 60_000;
/** A figure such as 12.5 % or half a day stays a whole number of these. */
const BASIS_POINTS_A_PERCENT = 100;

/**
 * A credit clause (ba-07) with its deadline (ba-08) as the availability rules want them. Without a claim clause the credit
 * is given by itself.
 */
export function compileCredit(
  catalogue: Catalogue,
  selection: Selection,
  { clause, term }: ClauseTerm<"credit">,
  availability: AvailabilityRules,
  period: AvailabilityTerm["period"] = "month",
): CreditRules {
  const claim = listTerms(catalogue, selection, "claim").find(
    (one) => one.term.credit === clause.id,
  );
  return {
    clause: clause.id,
    scale: scaleOf(term, availability),
    of: term.base === "wholeFee" ? "all-fees" : "base-fee",
    ...capOf(term, period),
    ...(term.severalIncidents === "worst" && { worstOnly: true }),
    claim: claim === undefined ? { kind: "automatic" } : claimRule(catalogue, claim.term),
    claimClause: claim?.clause.id ?? clause.id,
    severalIncidents: claim !== undefined && runsPerIncident(claim.term) ? "each" : "month",
    rounding: "half-up",
  };
}

function scaleOf(term: CreditTerm, availability: AvailabilityRules): CreditScale {
  const { by } = term;
  switch (by.rule) {
    case "tiers":
      return {
        kind: "tiers",
        tiers: by.tiers.map((tier) => ({
          atLeastPoints: pointsOfPercent(tier.toPercent, availability.decimals, "up"),
          atMostPoints: pointsOfPercent(tier.fromPercent, availability.decimals, "down"),
          grant: grantOf(term, tier.credit),
        })),
      };
    case "perStarted":
    case "perFull":
      return {
        kind: "per-downtime",
        unitMs: by.minutes * MINUTE_MS,
        started: by.rule === "perStarted" ? "started-units" : "whole-units",
        beyondTarget: false,
        per: term.severalIncidents === "each" ? "interruption" : "period",
        afterMs: by.afterMinutes * MINUTE_MS,
        grant: grantOf(term, by.credit),
      };
    case "perTenthPercentMissed":
      return {
        kind: "per-missed",
        unitPoints: Math.max(1, 10 ** availability.decimals / 10),
        grant: grantOf(term, by.credit),
      };
    case "flat":
      return term.unit === "multipleOfDowntime"
        ? { kind: "downtime-fee", times: by.credit }
        : { kind: "flat", grant: grantOf(term, by.credit) };
  }
}

function grantOf(term: CreditTerm, credit: number): CreditGrant {
  switch (term.unit) {
    case "percent":
      return { kind: "percent", basisPoints: Math.round(credit * BASIS_POINTS_A_PERCENT) };
    case "days":
      return { kind: "days", days: credit };
    case "hours":
      return { kind: "hours", hours: credit };
    case "multipleOfDowntime":
      throw new RangeError("a multiple of the downtime's fee is one figure, not a scale");
  }
}

type Caps = Pick<CreditRules, "capBasisPoints" | "capDays" | "capAmountMinor" | "capPeriod">;

/** A cap over longer than what is judged at a time is kept across periods; one that is not, within each. */
function capOf({ cap, capPeriod }: CreditTerm, period: AvailabilityTerm["period"]): Caps {
  const isLonger = capPeriod !== "month" && capPeriod !== period && period !== "year";
  const across = isLonger ? { length: capPeriod } : undefined;
  switch (cap.of) {
    case "percent": {
      const basisPoints = Math.round(cap.percent * BASIS_POINTS_A_PERCENT);
      return across
        ? { capPeriod: { ...across, of: "percent", basisPoints } }
        : { capBasisPoints: basisPoints };
    }
    // A sum or days that hold for the year hold for each month of it, too.
    case "days":
      return { capDays: cap.days, ...(across && { capPeriod: { ...across, ...cap } }) };
    case "amount": {
      const { amountMinor } = cap.amount;
      return {
        capAmountMinor: amountMinor,
        ...(across && { capPeriod: { ...across, of: "amount", amountMinor } }),
      };
    }
    case "none":
      return {};
  }
}

const RUNS_FROM = {
  incidentStart: "began",
  incidentEnd: "ended",
  established: "established",
  periodEnd: "month-end",
  report: "report",
  invoice: "invoice",
} as const;

function claimRule(catalogue: Catalogue, term: ClaimTerm): ClaimRule {
  if (term.automatic) return { kind: "automatic" };
  const { deadline } = term;
  switch (deadline.rule) {
    case "none":
      return { kind: "any-time" };
    case "endOfNextMonth":
      return { kind: "end-of-next-month", from: RUNS_FROM[deadline.from] };
    case "days":
    case "workingDays":
      return {
        kind: "days",
        // The rules count days after the first one.
        days: Math.max(0, deadline.days - (term.dayCounts === "sameDayIsFirst" ? 1 : 0)),
        from: RUNS_FROM[deadline.from],
        ...(deadline.rule === "workingDays" && {
          workingDaysOf: calendarSpecOf(catalogue, deadline.calendar),
        }),
      };
  }
}

/** Where the time runs from an interruption, each one must be claimed for itself. */
function runsPerIncident({ deadline }: ClaimTerm): boolean {
  return (
    "from" in deadline &&
    (deadline.from === "incidentStart" ||
      deadline.from === "incidentEnd" ||
      deadline.from === "established")
  );
}
