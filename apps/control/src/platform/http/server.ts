import type { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer } from "node:http";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { SecureContextOptions } from "node:tls";
import { AppError } from "../errors/index.ts";
import { newId } from "../ids/index.ts";
import type { Feature, Platform } from "../index.ts";
import { allowedOrigins, findCaller, type Auth, type FoundCaller } from "../sign-in/index.ts";
import { installApiPage } from "./api-page.ts";
import { installApi } from "./api.ts";
import { installAuthRoutes, tooMany } from "./auth-routes.ts";
import { compressAnswer } from "./compress-answer.ts";
import type { RouteHandlers } from "./handlers.ts";
import { installHealth, isFromHere } from "./health.ts";
import { installLiveEvents } from "./live-events.ts";
import { limitCallers } from "./limit-callers.ts";
import { refuseForeignOrigin } from "./origin.ts";
import { rewriteOddPath } from "./plain-path.ts";
import { replyWithProblem } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";
import { installPortal } from "./static-files.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Largest body of the portal's API, in bytes. The agents' raw routes set their own. */
const BODY_MAX_BYTES = 256 * 1024;

export type ServerParts = {
  readonly platform: Platform;
  readonly auth: Auth;
  readonly localKey: string;
  readonly handlers: RouteHandlers;
  readonly features: readonly Feature[];
  readonly portalFolder: string;
  /** Certificate and key; without them plain HTTP. */
  readonly tls: SecureContextOptions | undefined;
};

export type HttpServer = {
  readonly fastify: FastifyInstance;
  /** Takes a renewed certificate without dropping connections. */
  setCertificate(tls: SecureContextOptions): void;
  /** @returns the port, also where 0 asked for any. */
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
};

/** Puts the whole edge together. The agents' routes come first and carry none of the portal's hooks: they are the busy ones. */
export async function openHttpServer(parts: ServerParts): Promise<HttpServer> {
  const { platform } = parts;
  let isServing = false;
  let inner: Server | undefined;
  const http = fastify({
    logger: false,
    bodyLimit: BODY_MAX_BYTES,
    trustProxy:
      platform.config.trustedProxies.length > 0 ? [...platform.config.trustedProxies] : false,
    genReqId: () => newId(),
    rewriteUrl: (request) => rewriteOddPath(request.url ?? "/"),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200, caseSensitive: true, ignoreTrailingSlash: false },
    serverFactory: (handler) => {
      inner = parts.tls
        ? createTlsServer({ ...parts.tls, minVersion: "TLSv1.2" }, handler)
        : createServer(handler);
      // Fastify leaves these to whoever makes the server. Agents keep their connections between beats.
      inner.headersTimeout = 20_000;
      inner.requestTimeout = 60_000;
      inner.keepAliveTimeout = 75_000;
      return inner;
    },
  });
  http.setErrorHandler((error, request, reply) =>
    replyWithProblem(platform.log, error, request, reply),
  );
  http.setNotFoundHandler((request, reply) =>
    replyWithProblem(platform.log, new AppError("not-found"), request, reply),
  );
  for (const feature of parts.features) {
    if (feature.install) await http.register(async (scope) => feature.install!(scope));
  }
  let live: { close(): void } | undefined;
  await http.register(async (edge) => {
    installEdgeHooks(edge, parts);
    const identify = makeIdentify(parts);
    installHealth(edge, {
      db: platform.db,
      metrics: platform.metrics,
      version: platform.config.version,
      metricsToken: platform.config.metricsToken,
      isServing: () => isServing,
    });
    installApi(edge, {
      db: platform.db,
      secrets: platform.keys.secrets,
      log: platform.log,
      nowMs: platform.clock.nowMs,
      handlers: parts.handlers,
      identify,
    });
    installAuthRoutes(edge, {
      db: platform.db,
      auth: parts.auth,
      secrets: platform.keys.secrets,
      publicUrl: platform.config.publicUrl,
      nowMs: platform.clock.nowMs,
      find: (request) => find(parts, request),
    });
    live = installLiveEvents(edge, {
      bus: platform.bus,
      nowMs: platform.clock.nowMs,
      identify,
      isStillSignedIn: async (request) => (await find(parts, request)) !== undefined,
    });
    installApiPage(edge, platform.config.publicUrl, platform.config.version);
    installPortal(edge, parts.portalFolder);
  });
  return {
    fastify: http,
    setCertificate: (tls) => {
      if (inner && "setSecureContext" in inner) {
        (inner as ReturnType<typeof createTlsServer>).setSecureContext({
          ...tls,
          minVersion: "TLSv1.2",
        });
      }
    },
    listen: async (host, port) => {
      await http.listen({ host, port });
      isServing = true;
      const address = http.server.address();
      return typeof address === "object" && address !== null ? address.port : port;
    },
    close: async () => {
      isServing = false;
      live?.close();
      await http.close();
    },
  };
}

function installEdgeHooks(edge: FastifyInstance, parts: ServerParts): void {
  const { platform } = parts;
  const headers = securityHeaders(new URL(platform.config.publicUrl).protocol === "https:");
  const allowed = allowedOrigins(platform.config);
  const duration = platform.metrics.histogram(
    "driftvakt_http_request_duration_seconds",
    "How long requests of the API and portal took",
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );
  edge.removeContentTypeParser(["application/json", "text/plain"]);
  edge.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, body === "" ? undefined : parseStrictJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
  edge.addHook("onRequest", async (request, reply) => {
    reply.headers(headers).header("x-request-id", request.id);
    refuseForeignOrigin(request, allowed);
  });
  edge.addHook("onSend", async (request, reply, payload) => {
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) {
      reply.header("cache-control", "no-store");
    }
    return compressAnswer(request, reply, payload);
  });
  edge.addHook("onResponse", async (request, reply) => {
    duration.observe(reply.elapsedTime / 1000, {
      method: request.method,
      route: request.routeOptions.url ?? "none",
      status: String(reply.statusCode),
    });
  });
}

function find(parts: ServerParts, request: FastifyRequest): Promise<FoundCaller | undefined> {
  const { platform } = parts;
  return findCaller(
    {
      db: platform.db,
      auth: parts.auth,
      nowMs: platform.clock.nowMs,
      localKey: parts.localKey,
    },
    {
      authorization: request.headers.authorization,
      cookie: request.headers.cookie,
      isLocal: isFromHere(request),
    },
  );
}

/** Finds out who calls, within the limits of how often; unknown callers are counted by address. */
function makeIdentify(parts: ServerParts) {
  const limit = limitCallers(parts.platform.clock.nowMs);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FoundCaller> => {
    const waitSeconds = limit.peek(`address:${request.ip}`);
    if (waitSeconds > 0) throw tooMany(waitSeconds);
    const found = await find(parts, request);
    if (!found) {
      limit.take(`address:${request.ip}`, "unknown");
      throw new AppError("unauthenticated");
    }
    const wait = limit.take(`person:${found.caller.personId}`, "known");
    if (wait > 0) throw tooMany(wait);
    for (const cookie of found.setCookie) reply.header("set-cookie", cookie);
    return found;
  };
}
