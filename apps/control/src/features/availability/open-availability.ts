import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { freezeSettledMonths } from "./freeze-months.ts";
import { findTimeZone, getAvailability, listAvailability } from "./list-availability.ts";

const FREEZE_JOB = "freeze-months";

/** Answers how available machines were, and what that gives back. */
export function openAvailability(
  platform: Platform,
): Feature & { readonly handlers: RouteHandlers } {
  const nowMs = () => platform.clock.nowMs();
  const freeze = async (): Promise<void> => {
    const frozen = await inScope(platform.db, "provider", async (tx) =>
      freezeSettledMonths(tx, await findTimeZone(tx), nowMs()),
    );
    if (frozen > 0) await freeze();
  };
  return {
    start: async () => {
      await platform.jobs.work(FREEZE_JOB, freeze);
      await platform.jobs.schedule(FREEZE_JOB, "17 * * * *");
    },
    handlers: {
      "availability.list": ({ caller, query }) =>
        inScope(platform.db, caller.scope, (tx) => listAvailability(tx, query, nowMs())),
      "availability.get": ({ caller, params, query }) =>
        inScope(platform.db, caller.scope, (tx) =>
          getAvailability(tx, params.serverId, query, nowMs()),
        ),
    },
  };
}
