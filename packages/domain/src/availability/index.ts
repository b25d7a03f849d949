export type {
  Announcement,
  AvailabilityFacts,
  AvailabilityRules,
  CountedPart,
  ExcludedPart,
  Exclusion,
  MonthAvailability,
  Outage,
  OutageCause,
  Share,
} from "./availability.ts";
export { outageCauses } from "./availability.ts";
export type {
  Claim,
  ClaimRule,
  Credit,
  CreditGrant,
  CreditRules,
  CreditScale,
  CreditTier,
  Fees,
} from "./credit-rules.ts";
export type {
  EvidenceRules,
  ProbeEvidence,
  ProbeSample,
  ProbeSource,
  ServiceState,
  StateInterval,
} from "./evidence.ts";
export { checkCreditTiers } from "./check-credit-tiers.ts";
export { claimDeadlineMs } from "./claim-deadline.ts";
export { combineEvidence, evidenceFromSamples, outagesFromStates } from "./combine-evidence.ts";
export { creditFor } from "./credit-month.ts";
export { creditBasis } from "./credit-scale.ts";
export { creditOfResult } from "./credit-of-result.ts";
export type { Correction, LimitedCredit, ReportedCredit } from "./limit-credits.ts";
export {
  correctCredit,
  creditChange,
  earlierMonthsOfCap,
  limitCredits,
  monthsOfCap,
} from "./limit-credits.ts";
export type { FrozenMonth, MonthAdjustment } from "./freeze-month.ts";
export { freezeMonth, reviseMonth } from "./freeze-month.ts";
export type { PeriodLength } from "./judged-period.ts";
export { addPeriods, monthsOfPeriod, periodInterval, periodOf } from "./judged-period.ts";
export { missedWindows } from "./rolling-windows.ts";
export { judgeMonth, judgePeriod } from "./judge-period.ts";
export { fullPoints, percentText, pointsOf } from "./percentage.ts";
