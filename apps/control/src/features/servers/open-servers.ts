import type { AuditActor } from "../../platform/audit/index.ts";
import { inScope, type Tx } from "../../platform/database/index.ts";
import type { Caller, RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { installAgentRoutes } from "./agent-routes.ts";
import { createEnrolment, type EnrolmentAsk } from "./create-enrolment.ts";
import { installCommand, installInstallerRoutes } from "./installer.ts";
import { listEnrolments, revokeEnrolment } from "./list-enrolments.ts";
import { getServer, listServers } from "./list-servers.ts";
import { findTlsPin } from "./tls-pin.ts";
import { openOrderStreams, type OrderStreams } from "./open-order-streams.ts";
import { openSessions, type Sessions } from "./open-sessions.ts";
import { releaseServer, retireServer } from "./quarantine-server.ts";
import type { ServerParts } from "./server-parts.ts";

export type Servers = Feature & {
  readonly handlers: RouteHandlers;
  /** Live sessions of agents, for whoever takes what they send. */
  readonly sessions: Sessions;
  readonly streams: OrderStreams;
  /** Makes a join token and the command that uses it. */
  enrol(
    tx: Tx,
    ask: EnrolmentAsk,
    actor: AuditActor,
  ): Promise<{
    enrolment: Awaited<ReturnType<typeof createEnrolment>>["enrolment"];
    token: string;
    serverKey: string;
    installCommand: string;
  }>;
};

/** The machines: how they come in, how their agents sign in and get orders, and the list of them. */
export function openServers(platform: Platform, parts: ServerParts): Servers {
  const { db, bus, clock, log, config } = platform;
  const sessions = openSessions({ db, bus, clock });
  const streams = openOrderStreams({ db, bus, clock, log, sessions, orders: parts.orders });
  platform.metrics.gauge(
    "driftvakt_agent_sessions_count",
    "Machines whose agents are signed in at this process",
    () => sessions.size,
  );
  platform.metrics.gauge(
    "driftvakt_order_streams_count",
    "Agents that listen for orders at this process",
    () => streams.size,
  );

  const enrol: Servers["enrol"] = async (tx, ask, actor) => {
    const { enrolment, token } = await createEnrolment(
      tx,
      ask,
      parts.joinContract,
      actor,
      clock.nowMs(),
    );
    const serverKey = platform.keys.signing.keyId;
    return {
      enrolment,
      token,
      serverKey,
      installCommand: installCommand({
        publicUrl: config.publicUrl,
        token,
        serverKey,
        tlsPin: await findTlsPin(config.tls),
        releaseKeys: await parts.releaseKeys(),
      }),
    };
  };

  const inCallersScope = <T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inScope(db, caller.scope, work);

  return {
    sessions,
    streams,
    enrol,
    handlers: {
      "servers.list": ({ caller, query }) =>
        inCallersScope(caller, (tx) => listServers(tx, query, parts.facts)),
      "servers.get": ({ caller, params }) =>
        inCallersScope(caller, (tx) => getServer(tx, params.serverId, parts.facts)),
      "servers.retire": ({ caller, params }) =>
        inCallersScope(caller, async (tx) => {
          await retireServer(tx, { bus }, params.serverId, caller.actor, clock.nowMs());
          return { ok: true };
        }),
      "servers.release": ({ caller, params }) =>
        inCallersScope(caller, async (tx) => {
          await releaseServer(tx, { bus }, params.serverId, caller.actor, clock.nowMs());
          return { ok: true };
        }),
      "enrolments.list": ({ caller }) =>
        inCallersScope(caller, async (tx) => ({ items: await listEnrolments(tx, clock.nowMs()) })),
      "enrolments.create": ({ caller, body }) =>
        inCallersScope(caller, (tx) => enrol(tx, body, caller.actor)),
      "enrolments.revoke": ({ caller, params }) =>
        inCallersScope(caller, async (tx) => {
          await revokeEnrolment(tx, params.enrolmentId, caller.actor, clock.nowMs());
          return { ok: true };
        }),
    },
    install: async (http) => {
      await http.register(async (scope) =>
        installAgentRoutes(scope, { platform, parts, sessions, streams }),
      );
      await http.register(async (scope) => installInstallerRoutes(scope, config.publicUrl));
    },
    stop: async () => {
      streams.stop();
      sessions.stop();
    },
  };
}
