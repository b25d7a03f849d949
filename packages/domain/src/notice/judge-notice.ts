import type { EpochMs } from "../interval/index.ts";
import type {
  NoticeGiven,
  NoticeJudgement,
  NoticeRules,
  PlannedInterruption,
} from "./notice-rules.ts";

type Channel = NoticeGiven["channel"];

/**
 * Whether a planned interruption was told in time on every channel (ba-04: longer than 5 minutes,
 * 24 hours ahead, mail and portal; emergencies first). The first notice of a channel counts, the
 * slowest channel decides; exactly on time is in time. Notices after `now` have not happened.
 */
export function judgeNotice(
  rules: NoticeRules,
  interruption: PlannedInterruption,
  given: readonly NoticeGiven[],
  now: Temporal.Instant,
): NoticeJudgement {
  const nowMs = now.epochMilliseconds;
  const latestMs = interruption.fromMs - rules.noticeMs;
  const firsts = rules.channels.map((channel) => firstNotice(channel, given, nowMs));
  const missingChannels = rules.channels.filter((_, index) => firsts[index] === undefined);
  const told = firsts.filter((atMs) => atMs !== undefined);
  const slowestMs = told.length === 0 ? undefined : Math.max(...told);
  const isComplete = slowestMs !== undefined && missingChannels.length === 0;
  const outcome = isComplete ? timeliness(slowestMs, latestMs) : absence(nowMs, latestMs);
  return {
    clause: rules.clause,
    outcome: exemption(rules, interruption) ?? outcome,
    latestMs,
    ...(isComplete && { givenMs: interruption.fromMs - slowestMs }),
    missingChannels,
  };
}

function exemption(
  rules: NoticeRules,
  interruption: PlannedInterruption,
): "not-needed" | "emergency" | undefined {
  if (interruption.toMs - interruption.fromMs <= rules.longerThanMs) return "not-needed";
  return rules.emergencyExempt && interruption.emergency ? "emergency" : undefined;
}

function timeliness(slowestMs: EpochMs, latestMs: EpochMs): "sufficient" | "too-late" {
  return slowestMs <= latestMs ? "sufficient" : "too-late";
}

function absence(nowMs: EpochMs, latestMs: EpochMs): "pending" | "missing" {
  return nowMs <= latestMs ? "pending" : "missing";
}

function firstNotice(
  channel: Channel,
  given: readonly NoticeGiven[],
  nowMs: EpochMs,
): EpochMs | undefined {
  const times = given
    .filter((notice) => notice.channel === channel && notice.atMs <= nowMs)
    .map((notice) => notice.atMs);
  return times.length === 0 ? undefined : Math.min(...times);
}
