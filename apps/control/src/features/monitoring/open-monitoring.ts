import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import type { Sessions } from "../servers/index.ts";
import type { EventSinks } from "./event-sinks.ts";
import { getInventory } from "./get-inventory.ts";
import { listChecks } from "./list-checks.ts";
import { openLayouts } from "./open-layouts.ts";
import { openPresence } from "./open-presence.ts";
import { HOUR_MS, openSampleWriter } from "./open-sample-writer.ts";
import { installReportRoute } from "./report-route.ts";

export type Monitoring = Feature & {
  readonly handlers: RouteHandlers;
  /** Writes last-seen times and newest readings now instead of within seconds. */
  flush(): Promise<void>;
};

/** Takes what agents report, keeps it, and answers what machines do and how they stand. */
export function openMonitoring(
  platform: Platform,
  own: { readonly sessions: Sessions; readonly sinks: EventSinks },
): Monitoring {
  const { db, log, clock } = platform;
  const layouts = openLayouts(db, clock);
  const writer = openSampleWriter(db, log);
  const presence = openPresence({ db, log, sessions: own.sessions });
  const parts = { platform, sinks: own.sinks, layouts, writer, presence };

  return {
    flush: presence.flush,
    handlers: {
      "servers.checks": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => ({ items: await listChecks(tx, params.serverId) })),
      "servers.inventory": ({ caller, params }) =>
        inScope(db, caller.scope, (tx) => getInventory(tx, params.serverId, params.part)),
    },
    install: async (http) => {
      await http.register(async (scope) => installReportRoute(scope, own.sessions, parts));
    },
    start: async () => {
      const hour = Math.floor(clock.nowMs() / HOUR_MS);
      await writer.openHour(hour);
      presence.start();
    },
    stop: () => presence.stop(),
  };
}
