import { inScope } from "../../platform/database/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import type { Sessions } from "../servers/index.ts";
import type { EventSinks } from "./event-sinks.ts";
import { getInventory } from "./get-inventory.ts";
import { DEFAULT_RETENTION, packSamples, sweepSamples, type Retention } from "./keep-samples.ts";
import { listChecks } from "./list-checks.ts";
import { openLayouts } from "./open-layouts.ts";
import { openPresence } from "./open-presence.ts";
import { openSampleWriter } from "./open-sample-writer.ts";
import { HOUR_MS } from "./pack/pack-chunk.ts";
import { readMetrics } from "./read-metrics.ts";
import { installReportRoute } from "./report-route.ts";

export type Monitoring = Feature & {
  readonly handlers: RouteHandlers;
  /** Writes last-seen times and newest readings now instead of within seconds. */
  flush(): Promise<void>;
};

const PACK_JOB = "pack-samples";
const SWEEP_JOB = "sweep-samples";

/** Takes what agents report, keeps it, and answers what machines do and how they stand. */
export function openMonitoring(
  platform: Platform,
  own: {
    readonly sessions: Sessions;
    readonly sinks: EventSinks;
    readonly retention?: Retention;
  },
): Monitoring {
  const { db, log, clock } = platform;
  const layouts = openLayouts(db, clock);
  const writer = openSampleWriter(db, log, countCommits(platform.metrics));
  const presence = openPresence({ db, log, sessions: own.sessions });
  platform.metrics.gauge(
    "driftvakt_reports_waiting_count",
    "Reports that wait for their commit",
    () => writer.waitingRows,
  );
  const parts = { platform, sinks: own.sinks, layouts, writer, presence };

  return {
    flush: presence.flush,
    handlers: {
      "servers.checks": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => ({ items: await listChecks(tx, params.serverId) })),
      "servers.inventory": ({ caller, params }) =>
        inScope(db, caller.scope, (tx) => getInventory(tx, params.serverId, params.part)),
      "servers.metrics": ({ caller, params, query }) =>
        inScope(db, caller.scope, (tx) => readMetrics(tx, layouts, { ...params, ...query })),
    },
    install: async (http) => {
      await http.register(async (scope) => installReportRoute(scope, own.sessions, parts));
    },
    start: async () => {
      await writer.openHour(Math.floor(clock.nowMs() / HOUR_MS));
      await platform.jobs.work(PACK_JOB, () => packSamples(platform), { expireSeconds: 3600 });
      await platform.jobs.work(SWEEP_JOB, () =>
        sweepSamples(platform, own.retention ?? DEFAULT_RETENTION),
      );
      await platform.jobs.schedule(PACK_JOB, "*/5 * * * *");
      await platform.jobs.schedule(SWEEP_JOB, "17 * * * *");
      presence.start();
    },
    stop: () => presence.stop(),
  };
}

function countCommits(metrics: Platform["metrics"]): (rows: number, seconds: number) => void {
  const reports = metrics.counter("driftvakt_reports_stored_total", "Reports of agents stored");
  const duration = metrics.histogram(
    "driftvakt_report_commit_seconds",
    "How long one commit of gathered reports took",
    [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  );
  return (rows, seconds) => {
    reports.add(rows);
    duration.observe(seconds);
  };
}
