import { timingSafeEqual } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Secret } from "../config/index.ts";
import type { Database } from "../database/index.ts";
import { AppError } from "../errors/index.ts";
import type { Metrics } from "../metrics/index.ts";

export type HealthParts = {
  readonly db: Kysely<Database>;
  readonly metrics: Metrics;
  readonly version: string;
  readonly metricsToken: Secret | null;
  /** False while starting and once stopping. */
  readonly isServing: () => boolean;
};

const ANSWER_WITHIN_MS = 3000;

/** `/healthz`: the process lives. `/readyz`: it can do its work. `/metrics`: for Prometheus. */
export function installHealth(http: FastifyInstance, parts: HealthParts): void {
  http.get("/healthz", async () => ({ ok: true, version: parts.version }));
  http.get("/readyz", async (_request, reply) => {
    const database = await answers(parts.db);
    const ok = database && parts.isServing();
    return reply.code(ok ? 200 : 503).send({ ok, database, serving: parts.isServing() });
  });
  http.get("/metrics", async (request, reply) => {
    if (!mayScrape(request, parts.metricsToken)) throw new AppError("not-found");
    return reply
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send(await parts.metrics.render());
  });
}

async function answers(db: Kysely<Database>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Figures tell how big an installation is: they are for this machine, or for who has the token. */
function mayScrape(request: FastifyRequest, token: Secret | null): boolean {
  if (token === null) return isFromHere(request) && !request.headers["x-forwarded-for"];
  const given = Buffer.from(/^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
  const wanted = Buffer.from(token.reveal());
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Whether a request was made on this machine: over loopback, or from the very address that it came to. */
export function isFromHere({ ip, socket }: FastifyRequest): boolean {
  return isLoopback(ip) || (ip === socket.remoteAddress && ip === socket.localAddress);
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}
