export type {
  NoticeGiven,
  NoticeJudgement,
  NoticeRules,
  PlannedInterruption,
} from "./notice-rules.ts";
export { judgeNotice } from "./judge-notice.ts";
