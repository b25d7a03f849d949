export type * from "./availability.ts";
export type * from "./credit-rules.ts";
export type * from "./evidence.ts";
import type { Interval } from "../interval/index.ts";
import type {
  AvailabilityFacts,
  AvailabilityRules,
  MonthAvailability,
  Outage,
} from "./availability.ts";
import type { Claim, Credit, CreditRules, Fees } from "./credit-rules.ts";
import type { EvidenceRules, ProbeEvidence, ProbeSample, StateInterval } from "./evidence.ts";
export declare function evidenceFromSamples(
  samples: readonly ProbeSample[],
  rules: EvidenceRules,
  until: Temporal.Instant,
): readonly ProbeEvidence[];
/** The service's state over `within` as the counted probes together saw it; no gaps (`unknown` fills). */
export declare function combineEvidence(
  evidence: readonly ProbeEvidence[],
  rules: EvidenceRules,
  service: string,
  within: Interval,
): readonly StateInterval[];
export declare function outagesFromStates(
  service: string,
  states: readonly StateInterval[],
): { readonly outages: readonly Outage[]; readonly unknown: readonly Interval[] };
/** Availability of one calendar month; with `until`, of its part before that moment. */
export declare function judgeMonth(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  month: string,
  until?: Temporal.Instant,
): MonthAvailability;
/** Any other stretch by the same rules (a day, a year). */
export declare function judgePeriod(
  rules: AvailabilityRules,
  facts: AvailabilityFacts,
  period: Interval,
  name: string,
): MonthAvailability;
export declare function creditFor(
  rules: CreditRules,
  availability: AvailabilityRules,
  facts: AvailabilityFacts,
  month: string,
  fees: Fees,
  claims: readonly Claim[],
  now: Temporal.Instant,
): Credit;
/** Gaps, overlaps and tiers above the target, as sentences; empty when the table is sound. */
export declare function checkCreditTiers(
  rules: CreditRules,
  availability: Pick<AvailabilityRules, "decimals" | "targetPoints">,
): readonly string[];
export type FrozenMonth = { readonly result: MonthAvailability; readonly frozenMs: number };
export type MonthAdjustment = {
  readonly month: string;
  readonly clause: string;
  readonly foundMs: number;
  readonly reportedPoints: number;
  readonly correctedPoints: number;
  readonly downMsChange: number;
};
export declare function freezeMonth(
  result: MonthAvailability,
  reported: Temporal.Instant,
): FrozenMonth;
/** The frozen result stands; what later evidence would change comes back as an adjustment. */
export declare function reviseMonth(
  frozen: FrozenMonth,
  recomputed: MonthAvailability,
  now: Temporal.Instant,
): { readonly result: MonthAvailability; readonly adjustment?: MonthAdjustment };
