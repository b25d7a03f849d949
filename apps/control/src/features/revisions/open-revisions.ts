import { inScope, type Tx } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { findTimeZone } from "../availability/index.ts";
import { listAdjustments } from "./list-adjustments.ts";
import {
  listOpenMonths,
  listReported,
  reviseMonths,
  NOTHING_RECORDED,
  type Recorded,
  type Round,
  type ReportedMonth,
} from "./revise-months.ts";

const REVISE_JOB = "revise-months";

export type Revisions = Feature & {
  readonly handlers: RouteHandlers;
  /** Judges every month that may still be revised. @returns how many adjustments were recorded. */
  reviseAll(): Promise<number>;
};

/** Reported months stand; what is found out later about them is put on record beside them. */
export function openRevisions(platform: Platform): Revisions {
  const nowMs = () => platform.clock.nowMs();
  const asProvider = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inScope(platform.db, "provider", work);

  const reviseMonth = async (month: string, round: Round): Promise<Recorded> => {
    let recorded = NOTHING_RECORDED;
    let last: ReportedMonth | undefined;
    do {
      const after: ReportedMonth | undefined = last;
      last = await asProvider(async (tx) => {
        const reported = await listReported(tx, month, after, nowMs());
        const zone = await findTimeZone(tx);
        recorded = added(recorded, await reviseMonths(tx, reported, zone, nowMs(), round));
        return reported.at(-1);
      });
    } while (last);
    return recorded;
  };
  const reviseOnce = async (round: Round): Promise<Recorded> => {
    let recorded = NOTHING_RECORDED;
    for (const month of await asProvider((tx) => listOpenMonths(tx, nowMs())))
      recorded = added(recorded, await reviseMonth(month, round));
    return recorded;
  };
  const reviseAll = async (): Promise<number> => {
    const first = await reviseOnce("take-back");
    return first.isMoreToGive ? first.count + (await reviseOnce("give")).count : first.count;
  };
  return {
    reviseAll,
    start: async () => {
      await platform.jobs.work(REVISE_JOB, async () => void (await reviseAll()));
      await platform.jobs.schedule(REVISE_JOB, "41 3 * * *");
    },
    handlers: {
      "availability.adjustments": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listAdjustments(tx, query)),
    },
  };
}

function added(a: Recorded, b: Recorded): Recorded {
  return { count: a.count + b.count, isMoreToGive: a.isMoreToGive || b.isMoreToGive };
}
