import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { AgentEvent, Order } from "@driftvakt/protocol/agent";
import type { FastifyInstance } from "fastify";
import { inScope, type Tx } from "../../platform/database/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { RouteHandlers } from "../../platform/http/index.ts";
import type { Feature, Platform } from "../../platform/index.ts";
import { authenticate, bearerOf, type Sessions, type SpeakingServer } from "../servers/index.ts";
import { advanceRollout } from "./advance-rollout.ts";
import { listReleaseMachines, listReleases } from "./list-releases.ts";
import { listUpdateOrders } from "./list-update-orders.ts";
import { countVersions, listVersions } from "./list-versions.ts";
import { publishRelease, turnRelease } from "./publish-release.ts";
import {
  checkReleaseFile,
  openRelease,
  readReleaseKeys,
  releaseFilePath,
} from "./release-files.ts";
import { takeUpdateWord } from "./take-update-word.ts";

export type Releases = Feature & {
  readonly handlers: RouteHandlers;
  /** The update that this machine is to take, if one is offered to it. */
  listOrders(tx: Tx, serverId: string): Promise<Order[]>;
  onAgentEvent(tx: Tx, server: SpeakingServer, event: AgentEvent): Promise<void>;
  /** Takes the roll-out one step on, now. */
  advance(): Promise<string>;
};

const ADVANCE_EVERY_MS = 10_000;

/** Releases of the agent (A20): rolled out ring by ring, stopped by themselves where they fail. */
export function openReleases(
  platform: Platform,
  installationId: string,
  sessions: () => Sessions,
): Releases {
  const { db, bus, clock, log, keys, config } = platform;
  let timer: NodeJS.Timeout | undefined;
  let advancing: Promise<unknown> = Promise.resolve();
  const asProvider = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inScope(db, "provider", work);
  const advance = () => asProvider((tx) => advanceRollout(tx, bus, clock.nowMs()));

  const round = (): void => {
    advancing = advance()
      .then((done) => done !== "wait" && log.info("the roll-out of the agent went on", { done }))
      .catch((error: unknown) => log.error("the roll-out of the agent waits", { error }));
  };

  return {
    advance,
    listOrders: (tx, serverId) =>
      listUpdateOrders(tx, serverId, { installationId, privateKey: keys.signing.privateKey }),
    onAgentEvent: async (tx, server, event) => {
      await takeUpdateWord(tx, server, event, clock.nowMs());
    },
    handlers: {
      "releases.list": ({ caller }) =>
        inScope(db, caller.scope, async (tx) => ({
          items: await listReleases(tx),
          versions: await countVersions(tx),
        })),
      "releases.machines": ({ caller, query }) =>
        inScope(db, caller.scope, async (tx) => ({
          items: await listReleaseMachines(tx, query.version),
        })),
      "releases.running": ({ caller, query }) =>
        inScope(db, caller.scope, (tx) => listVersions(tx, query)),
      "releases.publish": async ({ caller, body }) => {
        const trusted = await readReleaseKeys(config.dataFolder);
        const release = openRelease(body.envelope, trusted, clock.nowMs());
        for (const file of release.files) await checkReleaseFile(config.dataFolder, file);
        await inScope(db, caller.scope, (tx) =>
          publishRelease(tx, { ...body, release }, caller.actor, clock.nowMs()),
        );
        return { ok: true };
      },
      "releases.pause": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => {
          await turnRelease(tx, params.version, "paused", caller.actor, clock.nowMs());
          return { ok: true };
        }),
      "releases.resume": ({ caller, params }) =>
        inScope(db, caller.scope, async (tx) => {
          await turnRelease(tx, params.version, "rolling", caller.actor, clock.nowMs());
          return { ok: true };
        }),
    },
    install: (http) => installDownload(http, config.dataFolder, sessions),
    start: async () => {
      timer = setInterval(round, ADVANCE_EVERY_MS);
    },
    stop: async () => {
      clearInterval(timer);
      await advancing;
    },
  };
}

/** Executables, by their sums, for agents that are signed in. */
function installDownload(
  http: FastifyInstance,
  dataFolder: string,
  sessions: () => Sessions,
): void {
  http.get<{ Params: { sha256: string } }>("/agent/v1/releases/:sha256", async (request, reply) => {
    await authenticate(sessions(), bearerOf(request));
    const path = releaseFilePath(dataFolder, request.params.sha256);
    const found = await stat(path).catch(() => undefined);
    if (!found) throw new AppError("not-found", "no such executable");
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-length": found.size,
      "cache-control": "no-store",
    });
    // A machine that goes away in the middle will fetch again.
    await pipeline(createReadStream(path), reply.raw).catch(() => undefined);
  });
}
