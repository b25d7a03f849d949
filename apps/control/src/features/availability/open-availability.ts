import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { getAvailability, listAvailability } from "./list-availability.ts";

/** Answers how available machines were, and what that gives back. */
export function openAvailability(
  platform: Platform,
): Feature & { readonly handlers: RouteHandlers } {
  const nowMs = () => platform.clock.nowMs();
  return {
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
