export type * from "./notice-rules.ts";
import type {
  NoticeGiven,
  NoticeJudgement,
  NoticeRules,
  PlannedInterruption,
} from "./notice-rules.ts";
export declare function judgeNotice(
  rules: NoticeRules,
  interruption: PlannedInterruption,
  given: readonly NoticeGiven[],
  now: Temporal.Instant,
): NoticeJudgement;
