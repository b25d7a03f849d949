import type { Interval } from "@driftvakt/domain/interval";
import type { Tx } from "../../platform/database/index.ts";
import { findPromise, measuredBy } from "./find-promise.ts";
import type { Machine } from "./judge-machine.ts";
import { listBindings, type Binding } from "./list-bindings.ts";
import { readTimeLines } from "./read-time-lines.ts";

/**
 * Reads what is needed to judge machines, in a handful of queries for all of them; `versions` of their time lines, where
 * they are at hand.
 */
export async function readMachines(
  tx: Tx,
  serverIds: readonly string[],
  range: Interval,
  versions?: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, Machine>> {
  if (serverIds.length === 0) return new Map();
  const bound = listBindings(tx, serverIds, range).then((all) =>
    Map.groupBy(all, (one) => one.serverId),
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

function countsServices(bindings: readonly Binding[] | undefined): boolean {
  const last = bindings?.at(-1);
  return last !== undefined && measuredBy(findPromise(last.catalogue, last.selection)).services;
}
