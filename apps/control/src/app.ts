import { API_ROUTES } from "@driftvakt/protocol/api";
import type { Kysely } from "kysely";
import { openAgreements } from "./features/agreements/index.ts";
import { cloneEvent, countOpenAlerts, openAlerting } from "./features/alerting/index.ts";
import { openAnnouncements } from "./features/announcements/index.ts";
import { openAudit } from "./features/audit/index.ts";
import { openAvailability } from "./features/availability/index.ts";
import {
  findPlans,
  joinContract,
  openContracts,
  type Contracts,
} from "./features/contracts/index.ts";
import { openCustomers } from "./features/customers/index.ts";
import { openMandates } from "./features/mandates/index.ts";
import { openMonitoring } from "./features/monitoring/index.ts";
import { openPeople } from "./features/people/index.ts";
import { markDue, markDueByMails, openPromises } from "./features/promises/index.ts";
import { openReachability } from "./features/reachability/index.ts";
import { openReleases, readReleaseKeys } from "./features/releases/index.ts";
import { openRevisions } from "./features/revisions/index.ts";
import { openServers, type Servers } from "./features/servers/index.ts";
import { openSimulator } from "./features/simulator/index.ts";
import type { Database, Tx } from "./platform/database/index.ts";
import { openHttpServer, type HttpServer, type RouteHandlers } from "./platform/http/index.ts";
import { sweepAnswers } from "./platform/idempotency/index.ts";
import type { Feature, Platform } from "./platform/index.ts";
import { openMailDesk } from "./platform/mail/index.ts";
import { sweepAttempts } from "./platform/rate-limit/index.ts";
import { makeAuth } from "./platform/sign-in/index.ts";

export type AppParts = {
  readonly platform: Platform;
  /** better-auth's own pool. */
  readonly authDb: Kysely<Database>;
  readonly installationId: string;
  readonly localKey: string;
  readonly portalFolder: string;
  readonly tls: Parameters<typeof openHttpServer>[0]["tls"];
};

export type App = {
  readonly http: HttpServer;
  readonly servers: Servers;
  readonly contracts: Contracts;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const SWEEP_JOB = "sweep-edge";

/** ALL wiring, in one place and by hand: who gets what is read here, top to bottom. */
export async function openApp(parts: AppParts): Promise<App> {
  const { platform, installationId } = parts;
  const { db, config } = platform;
  const auth = makeAuth({ ...platform, authDb: parts.authDb });

  const contracts = openContracts(platform, installationId);
  const agreements = openAgreements(platform, contracts);
  const mandates = openMandates(platform, contracts);
  const onTurn = (tx: Tx, serverId: string) => markDue(tx, [serverId]);
  const alerting = openAlerting(platform, onTurn);
  const promises = openPromises(platform);
  const releases = openReleases(platform, installationId, () => servers.sessions);
  const servers: Servers = openServers(platform, {
    installationId,
    compile: contracts.compile,
    orders: [contracts.listOrders, mandates.listOrders, releases.listOrders],
    joinContract: (tx, join, actor) => joinContract(tx, join, actor, platform.clock.nowMs()),
    facts: [findPlans, countOpenAlerts, promises.countAtRisk],
    releaseKeys: () => readReleaseKeys(config.dataFolder),
    onClone: (tx, server, nowMs) => alerting.onCentralEvent(tx, server, cloneEvent(nowMs)),
  });
  const monitoring = openMonitoring(platform, {
    sessions: servers.sessions,
    retention: config.retention,
    sinks: {
      onCheckEvent: alerting.onCheckEvent,
      onStaleCheckEvent: alerting.onStaleCheckEvent,
      onAgentEvent: async (tx, server, event) => {
        await alerting.onAgentEvent(tx, server, event);
        await releases.onAgentEvent(tx, server, event);
      },
      onMandateEvent: mandates.onMandateEvent,
      onJournalEntry: mandates.onJournalEntry,
    },
  });
  const reachability = openReachability(platform, alerting, { onTurn });
  const people = openPeople(platform);
  const customers = openCustomers(platform);
  const announcements = openAnnouncements(platform);
  const availability = openAvailability(platform);
  const revisions = openRevisions(platform);
  const audit = openAudit(platform);
  const simulator = openSimulator(platform);
  const mail = openMailDesk({
    ...platform,
    ...(config.mail && { server: { url: config.mail.url.reveal(), from: config.mail.from } }),
    onSettled: markDueByMails,
  });

  // Started in this order, stopped in the other.
  const features: readonly Feature[] = [
    people,
    customers,
    audit,
    announcements,
    availability,
    revisions,
    contracts,
    agreements,
    mandates,
    alerting,
    servers,
    releases,
    monitoring,
    reachability,
    promises,
    simulator,
  ];
  const http = await openHttpServer({
    platform,
    auth,
    localKey: parts.localKey,
    handlers: mergeHandlers(features),
    features,
    portalFolder: parts.portalFolder,
    tls: parts.tls,
  });
  return {
    http,
    servers,
    contracts,
    start: async () => {
      await platform.jobs.work(SWEEP_JOB, async () => {
        await sweepAnswers(db);
        await sweepAttempts(db);
      });
      await platform.jobs.schedule(SWEEP_JOB, "*/10 * * * *");
      for (const feature of features) await feature.start?.();
      mail.start();
    },
    stop: async () => {
      await http.close();
      await mail.stop();
      for (const feature of features.toReversed()) await feature.stop?.();
    },
  };
}

/**
 * A route that nobody serves is not a route, and one that two serve is a mistake: both stop the start.
 * @throws Error naming them.
 */
export function mergeHandlers(features: readonly Feature[]): RouteHandlers {
  const merged: Record<string, unknown> = {};
  for (const feature of features) {
    for (const [name, handler] of Object.entries(feature.handlers ?? {})) {
      if (name in merged) throw new Error(`two features serve the route ${name}`);
      merged[name] = handler;
    }
  }
  const unserved = Object.keys(API_ROUTES).filter((name) => !(name in merged));
  if (unserved.length > 0) throw new Error(`nobody serves the routes ${unserved.join(", ")}`);
  return merged;
}
