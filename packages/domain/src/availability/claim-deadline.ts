import {
  addMonths,
  addWorkingDays,
  compileCalendar,
  epochDay,
  localDate,
  monthInterval,
  monthOf,
  startOfDate,
} from "../calendar/index.ts";
import type { EpochMs } from "../interval/index.ts";
import type { Outage } from "./availability.ts";
import type { ClaimRule } from "./credit-rules.ts";
import { periodInterval } from "./judged-period.ts";

/** The day a claim's time runs from, for one outage; without one, the end of the month. */
type ClaimSubject = {
  readonly timeZone: string;
  /** A period's name, usually of a month. */
  readonly month: string;
  readonly outage?: Outage;
  readonly reportSentMs?: EpochMs;
  readonly invoiceSentMs?: EpochMs;
};

/**
 * The instant by which a claim must have come (exclusive): the end of the last day in the
 * contract's zone. Undefined when no claim is needed, and while the moment it runs from has not come.
 */
export function claimDeadlineMs(rule: ClaimRule, subject: ClaimSubject): EpochMs | undefined {
  const { timeZone } = subject;
  switch (rule.kind) {
    case "automatic":
    case "any-time":
      return undefined;
    case "end-of-next-month": {
      const fromMs = runsFromMs(rule.from ?? "month-end", subject);
      if (fromMs === undefined) return undefined;
      return monthInterval(timeZone, addMonths(monthOf(timeZone, fromMs), 1)).toMs;
    }
    case "days": {
      const fromMs = runsFromMs(rule.from, subject);
      if (fromMs === undefined) return undefined;
      const first = localDate(timeZone, fromMs);
      if (rule.workingDaysOf === undefined) {
        return startOfDate(timeZone, epochDay(first) + rule.days + 1);
      }
      const last = addWorkingDays(compileCalendar(rule.workingDaysOf), first, rule.days);
      return startOfDate(timeZone, epochDay(last) + 1);
    }
  }
}

type RunsFrom = Extract<ClaimRule, { kind: "days" }>["from"];

function runsFromMs(from: RunsFrom, subject: ClaimSubject): EpochMs | undefined {
  const { outage } = subject;
  // The month's last day, not the first of the next.
  const monthEndMs = periodInterval(subject.timeZone, subject.month).toMs - 1;
  if (from === "report") return subject.reportSentMs;
  if (from === "invoice") return subject.invoiceSentMs;
  if (outage === undefined) return monthEndMs;
  switch (from) {
    case "month-end":
      return monthEndMs;
    case "began":
      return outage.beganMs;
    case "ended":
      return outage.endedMs;
    case "established":
      return outage.detectedMs ?? outage.reportedMs ?? outage.beganMs;
  }
}
