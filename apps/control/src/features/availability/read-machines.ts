import { monthInterval } from "@driftvakt/domain/calendar";
import type { Interval } from "@driftvakt/domain/interval";
import type { Tx } from "../../platform/database/index.ts";
import { findPromise, measuredBy } from "./find-promise.ts";
import type { Machine } from "./judge-machine.ts";
import { listBindings, type Binding } from "./list-bindings.ts";
import { readTimeLines } from "./read-time-lines.ts";

/** What is known before: the calendar month that is asked about, and versions of time lines. */
export type ReadAsk = {
  readonly month?: string | undefined;
  readonly versions?: ReadonlyMap<string, number>;
};

/**
 * Reads what is needed to judge machines, in a handful of queries for all of them. A range that is wider than the month,
 * since zones differ, may touch the contract after it: that one has no say in the month.
 */
export async function readMachines(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
  { month, versions }: ReadAsk = {},
): Promise<ReadonlyMap<string, Machine>> {
  if (serverIds.length === 0) return new Map();
  const bound = listBindings(tx, serverIds, range).then((all) =>
    Map.groupBy(
      all.filter((one) => month === undefined || isIn(month, one)),
      (one) => one.serverId,
    ),
  );
  const withServices = bound.then((all) => serverIds.filter((id) => countsServices(all.get(id))));
  const [bindings, lines] = await Promise.all([
    bound,
    readTimeLines(tx, serverIds, withServices, range, versions && Promise.resolve(versions)),
  ]);
  return new Map(
    serverIds.map((id) => {
      const own = bindings.get(id) ?? [];
      const contractId = own.at(-1)?.contractId;
      const counting = own.filter((one) => one.contractId === contractId);
      return [id, { line: lines.get(id)!, bindings: counting }];
    }),
  );
}

function isIn(month: string, { catalogue, fromMs, toMs }: Binding): boolean {
  const period = monthInterval(catalogue.provider.timeZone, month);
  return fromMs < period.toMs && toMs > period.fromMs;
}

function countsServices(bindings: readonly Binding[] | undefined): boolean {
  const last = bindings?.at(-1);
  return last !== undefined && measuredBy(findPromise(last.catalogue, last.selection)).services;
}
