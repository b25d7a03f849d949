import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { findTimeZone } from "../availability/index.ts";
import { listAdjustments } from "./list-adjustments.ts";
import { listReportedMonths, reviseMonths } from "./revise-months.ts";

const REVISE_JOB = "revise-months";

export type Revisions = Feature & {
  readonly handlers: RouteHandlers;
  /** Judges every month that may still be revised. @returns how many adjustments were recorded. */
  reviseAll(): Promise<number>;
};

/** Reported months stand; what is found out later about them is put on record beside them. */
export function openRevisions(platform: Platform): Revisions {
  const nowMs = () => platform.clock.nowMs();
  const reviseAll = async (): Promise<number> => {
    const groups = await inScope(platform.db, "provider", (tx) => listReportedMonths(tx, nowMs()));
    let recorded = 0;
    for (const group of groups)
      recorded += await inScope(platform.db, "provider", async (tx) =>
        reviseMonths(tx, group, await findTimeZone(tx), nowMs()),
      );
    return recorded;
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
