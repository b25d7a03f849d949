import {
  earlierMonthsOfCap,
  limitCredits,
  type ReportedCredit,
} from "@driftvakt/domain/availability";
import type { Tx } from "../../platform/database/index.ts";
import { findFrozenMonths } from "./freeze-months.ts";
import {
  judgeMachine,
  reachOf,
  type GivenBack,
  type JudgedMachine,
  type Window,
} from "./judge-machine.ts";
import { listReports, noCredit, type MonthReport } from "./list-reports.ts";
import { readMachines } from "./read-machines.ts";

type JudgedMachines = ReadonlyMap<string, JudgedMachine>;

/**
 * Holds the credits of a month against caps over a quarter or a year: what was granted for earlier months of it, as they
 * were reported and corrected since or else as they are judged now, uses the cap up first. A reported month counts only what
 * was found before its report: that stands (R18). Reads nothing more where no contract has such a cap or no machine a credit.
 */
export async function limitCreditsOfMonth(
  tx: Tx,
  judged: JudgedMachines,
  window: Window,
  timeZone: string,
  nowMs: number,
): Promise<JudgedMachines> {
  if (window.kind !== "month") return judged;
  const limited = new Map(judged);
  const groups = Map.groupBy(judged, ([, { promise, credit }]) => {
    const [rules] = promise?.credits ?? [];
    return rules?.capPeriod === undefined || credit === undefined ? undefined : rules;
  });
  for (const [rules, machines] of groups) {
    if (rules === undefined) continue;
    const ids = machines.map(([id]) => id);
    const months = earlierMonthsOfCap(rules, window.month);
    const reports = await listReports(tx, ids, [...months, window.month]);
    const earlier = new Map<string, JudgedMachines>();
    for (const month of months)
      earlier.set(month, await judgeMonthOf(tx, ids, month, timeZone, nowMs));
    for (const [id, machine] of machines) {
      const creditOf = (month: string, one: JudgedMachine | undefined) =>
        creditUnder(machine, one, findReport(reports, machine, id, month));
      const before = months.flatMap((month) => creditOf(month, earlier.get(month)?.get(id)));
      const [last] = limitCredits(rules, [...before, ...creditOf(window.month, machine)]).slice(-1);
      limited.set(id, { ...machine, credit: last });
    }
  }
  return limited;
}

function findReport(
  reports: readonly MonthReport[],
  { contractId }: JudgedMachine,
  serverId: string,
  month: string,
): MonthReport | undefined {
  return reports.find(
    (one) => one.serverId === serverId && one.contractId === contractId && one.month === month,
  );
}

/**
 * A month's credit with its report and what was found since. Only what was given under the same contract uses up its cap; a
 * month that gave nothing may have been corrected.
 */
function creditUnder(
  { contractId, credit }: JudgedMachine,
  other: JudgedMachine | undefined,
  report: MonthReport | undefined,
): (GivenBack & ReportedCredit)[] {
  const own = other?.contractId === contractId ? other?.credit : undefined;
  const given = own ?? (credit && report && noCredit(report.month, credit.basis));
  if (!given) return [];
  return [
    report ? { ...given, reportedMs: report.reportedMs, corrections: report.corrections } : given,
  ];
}

async function judgeMonthOf(
  tx: Tx,
  ids: readonly string[],
  month: string,
  timeZone: string,
  nowMs: number,
): Promise<JudgedMachines> {
  const window = { kind: "month", month } as const;
  const machines = await readMachines(tx, ids, reachOf(window, nowMs), { month });
  const frozen = await findFrozenMonths(tx, ids, month);
  return new Map(
    [...machines].map(([id, machine]) => [
      id,
      judgeMachine({ ...machine, frozen: frozen.get(id) }, window, timeZone, nowMs),
    ]),
  );
}
