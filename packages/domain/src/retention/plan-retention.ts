import type { EpochMs } from "../interval/index.ts";
import type { PeriodName } from "./period-of.ts";
import { localTime, periodOf } from "./period-of.ts";
import type { KeepWithin, RetentionPlan, RetentionPolicy, Snapshot } from "./retention-policy.ts";

/** Says why a snapshot stays, if this rule keeps it. Asked newest first, once for each snapshot. */
type Rule = (seen: Seen) => string | undefined;

type Seen = {
  readonly snapshot: Snapshot;
  readonly local: Temporal.ZonedDateTime;
  readonly isOldest: boolean;
};

/**
 * Which snapshots stay and why (se-24: 7 daily and 4 weekly). As restic does it: of each local
 * period the newest stays, periods without a snapshot do not count, the oldest snapshot stays while
 * a rule has periods left, and `keepWithin` is counted back from the newest snapshot. A policy
 * without any rule removes nothing. Order and repeats change nothing.
 */
export function planRetention(
  policy: RetentionPolicy,
  snapshots: readonly Snapshot[],
  timeZone: string,
): RetentionPlan {
  const newestFirst = [...new Map(snapshots.map((one) => [one.id, one])).values()].toSorted(
    (a, b) => b.atMs - a.atMs || (a.id < b.id ? -1 : 1),
  );
  const newest = newestFirst[0];
  if (newest === undefined) return { kept: [], removed: [] };
  const rules = rulesOf(policy, localTime(newest.atMs, timeZone));
  const kept: { id: string; atMs: EpochMs; reasons: readonly string[] }[] = [];
  const removed: Snapshot[] = [];
  for (const snapshot of newestFirst) {
    const isOldest = snapshot === newestFirst.at(-1);
    const seen = { snapshot, local: localTime(snapshot.atMs, timeZone), isOldest };
    const reasons = rules.flatMap((rule) => rule(seen) ?? []);
    if (reasons.length > 0) kept.push({ id: snapshot.id, atMs: snapshot.atMs, reasons });
    else removed.push(snapshot);
  }
  return { kept, removed };
}

function rulesOf(policy: RetentionPolicy, newest: Temporal.ZonedDateTime): readonly Rule[] {
  const rules: Rule[] = [];
  const { keepTags = [] } = policy;
  if (policy.keepLast !== undefined && policy.keepLast > 0) rules.push(keepLast(policy.keepLast));
  for (const [name, count, within] of periodRules(policy)) {
    if (count !== undefined && count > 0) rules.push(keepPeriods(name, count));
    if (within !== undefined)
      rules.push(keepPeriods(name, Infinity, startOfWithin(newest, within)));
  }
  if (policy.keepWithin !== undefined) {
    const afterMs = startOfWithin(newest, policy.keepWithin);
    rules.push(({ snapshot }) => (snapshot.atMs > afterMs ? "within" : undefined));
  }
  if (keepTags.length > 0) {
    rules.push(({ snapshot }) => {
      const tag = snapshot.tags?.find((one) => keepTags.includes(one));
      return tag === undefined ? undefined : `tag ${tag}`;
    });
  }
  return rules.length > 0 ? rules : [() => "no rule removes it"];
}

function periodRules(
  policy: RetentionPolicy,
): readonly (readonly [PeriodName, number | undefined, KeepWithin | undefined])[] {
  return [
    ["hourly", policy.keepHourly, policy.keepWithinHourly],
    ["daily", policy.keepDaily, policy.keepWithinDaily],
    ["weekly", policy.keepWeekly, policy.keepWithinWeekly],
    ["monthly", policy.keepMonthly, policy.keepWithinMonthly],
    ["yearly", policy.keepYearly, policy.keepWithinYearly],
  ];
}

function keepLast(count: number): Rule {
  let left = count;
  return () => {
    left -= 1;
    return left >= 0 ? "last" : undefined;
  };
}

/** The newest snapshot of each period, for so many periods that have one, or those after a moment. */
function keepPeriods(name: PeriodName, count: number, afterMs = -Infinity): Rule {
  let left = count;
  let lastPeriod: string | undefined;
  return ({ snapshot, local, isOldest }) => {
    if (left <= 0 || snapshot.atMs <= afterMs) return undefined;
    const period = periodOf(name, local);
    const isNew = period !== lastPeriod;
    if (!isNew && !isOldest) return undefined;
    lastPeriod = period;
    left -= 1;
    const within = afterMs === -Infinity ? "" : " within";
    return isNew ? `${name}${within} ${period}` : `oldest ${name}${within}`;
  };
}

function startOfWithin(newest: Temporal.ZonedDateTime, within: KeepWithin): EpochMs {
  const { years = 0, months = 0, days = 0, hours = 0 } = within;
  return newest.subtract({ years, months, days }).subtract({ hours }).epochMilliseconds;
}
