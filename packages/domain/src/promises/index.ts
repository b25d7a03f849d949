export type { AlarmFact, Coverage, ProblemFact, PromiseFacts } from "./facts.ts";
export { judgePromise, judgeState } from "./judge-promise.ts";
export type { JudgedPromise } from "./judge-promise.ts";
export { listPromises } from "./list-promises.ts";
export { eventsOfProblem } from "./problem-events.ts";
export { promiseStates } from "./promise.ts";
export type { Audience, Measure, MeasureKind, PromiseState, Promised } from "./promise.ts";
export { durationText, sentenceLanguages, sentenceOf } from "./sentences.ts";
export type { Texts } from "./sentences.ts";
export { reasonCodes } from "./reason-codes.ts";
export type { ReasonCode } from "./reason-codes.ts";
export type {
  BackupCopy,
  FirewallRecord,
  Look,
  Looks,
  RecordFacts,
  UpdateRecord,
} from "./records.ts";
export type { Verdict } from "./verdict.ts";
