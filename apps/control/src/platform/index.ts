import type { FastifyInstance } from "fastify";
import type { Kysely } from "kysely";
import type { Config } from "./config/index.ts";
import type { Bus } from "./bus/index.ts";
import type { Clock } from "./clock/index.ts";
import type { Database } from "./database/index.ts";
import type { RouteHandlers } from "./http/handlers.ts";
import type { Jobs } from "./jobs/index.ts";
import type { Keys } from "./keys/index.ts";
import type { Log } from "./log/index.ts";
import type { Metrics } from "./metrics/index.ts";

/** What every feature is opened with. */
export type Platform = {
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly config: Config;
  readonly metrics: Metrics;
};

/**
 * A feature's face to `app.ts`, beside what it offers to other features. `open…` wires and returns; nothing runs
 * before `start`.
 */
export type Feature = {
  /** Its share of the API. */
  readonly handlers?: RouteHandlers;
  /** Raw routes outside the API, such as `/agent/v1/*`, with parsers of their own in an encapsulated scope. */
  install?(http: FastifyInstance): void | Promise<void>;
  /** Starts workers and subscriptions. */
  start?(): Promise<void>;
  /** Stops them in good order. */
  stop?(): Promise<void>;
};
