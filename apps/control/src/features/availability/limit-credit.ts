import { earlierMonthsOfCap, limitCredits } from "@driftvakt/domain/availability";
import type { Tx } from "../../platform/database/index.ts";
import { findFrozenMonths } from "./freeze-months.ts";
import { judgeMachine, reachOf, type JudgedMachine, type Window } from "./judge-machine.ts";
import { readMachines } from "./read-machines.ts";

type JudgedMachines = ReadonlyMap<string, JudgedMachine>;

/**
 * Holds the credits of a month against caps over a quarter or a year: what was granted for earlier months of it, as they
 * were reported or else as they are judged now, uses the cap up first. Reads nothing more where no contract has such a cap
 * or no machine a credit.
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
    const earlier: JudgedMachines[] = [];
    for (const month of months) earlier.push(await judgeMonthOf(tx, ids, month, timeZone, nowMs));
    for (const [id, machine] of machines) {
      const before = earlier.flatMap((one) => creditUnder(machine, one.get(id)));
      const [last] = limitCredits(rules, [...before, ...creditUnder(machine, machine)]).slice(-1);
      limited.set(id, { ...machine, credit: last });
    }
  }
  return limited;
}

/** Only what was given under the same contract uses up its cap. */
function creditUnder({ contractId }: JudgedMachine, other: JudgedMachine | undefined) {
  return other?.credit && other.contractId === contractId ? [other.credit] : [];
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
