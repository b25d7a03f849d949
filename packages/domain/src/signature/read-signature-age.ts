import type { Calendar } from "../calendar/index.ts";
import {
  addWorkingDays,
  lastOccurrence,
  localDate,
  nextOccurrence,
  startOfDate,
  epochDay,
  workingDaysBetween,
} from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { SignatureReading, SignatureRules } from "./signature-rules.ts";

/**
 * The age of antivirus signatures as the last check found it (srv-37: every working day at 9:00, an
 * alarm once older than 2 working days). The age is the number of working days after the local day
 * of the signatures, up to and including the day of the check: Thursday's signatures are 1 old on
 * Friday, 2 on Monday, and raise the alarm on Tuesday. RangeError when the calendar has no working
 * days.
 */
export function readSignatureAge(
  rules: SignatureRules,
  calendar: Calendar,
  signatureMs: EpochMs | undefined,
  now: Temporal.Instant,
): SignatureReading {
  const rule = { every: "working-day", at: rules.checkAt } as const;
  const checked = lastOccurrence(calendar, rule, now);
  const next = nextOccurrence(calendar, rule, now);
  if (checked === undefined || next === undefined) {
    throw new RangeError("the calendar has no working days");
  }
  const checks = { checkedMs: checked.epochMilliseconds, nextCheckMs: next.epochMilliseconds };
  if (signatureMs === undefined) return { clause: rules.clause, state: "unknown", ...checks };
  const { timeZone } = calendar.spec;
  const signed = localDate(timeZone, signatureMs);
  const age = workingDaysBetween(calendar, signed, localDate(timeZone, checks.checkedMs));
  const ageWorkingDays = Math.max(0, age);
  return {
    clause: rules.clause,
    state: ageWorkingDays > rules.olderThanWorkingDays ? "old" : "current",
    ageWorkingDays,
    ...checks,
    alarmMs: alarmMoment(rules, calendar, signed),
  };
}

/** The check of the working day on which the age first goes beyond what is allowed. */
function alarmMoment(rules: SignatureRules, calendar: Calendar, signed: string): EpochMs {
  const date = addWorkingDays(calendar, signed, rules.olderThanWorkingDays + 1);
  const midnight = startOfDate(calendar.spec.timeZone, epochDay(date));
  const before = Temporal.Instant.fromEpochMilliseconds(midnight - 1);
  const check = nextOccurrence(calendar, { every: "working-day", at: rules.checkAt }, before);
  return check?.epochMilliseconds ?? midnight;
}
