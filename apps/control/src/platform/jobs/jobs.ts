import { fromKysely, PgBoss } from "pg-boss";
import { JOB_SCHEMA, type Tx } from "../database/index.ts";
import type { Log } from "../log/index.ts";

/** A job is only a timer: handlers read the row again, may run twice, and a sweep finds what a lost job missed. */
export type JobHandler<T> = (
  data: T,
  job: { readonly id: string; readonly signal: AbortSignal },
) => Promise<void>;

export type EnqueueOptions = {
  readonly startAfter?: Date;
  /** Only one job with this key waits or runs at a time. */
  readonly singletonKey?: string;
  readonly priority?: number;
};

export type WorkOptions = {
  /** How many tries before it goes to the dead letters; 5 by default (R9). */
  readonly retryLimit?: number;
  /** Wait before the next try in seconds, doubling each time. */
  readonly retryDelaySeconds?: number;
  /** After this many seconds in work it counts as failed; 900 by default. */
  readonly expireSeconds?: number;
  /** Jobs in work at once in this process; 1 by default. */
  readonly concurrency?: number;
};

export type Jobs = {
  /** Enqueues in the caller's transaction: the job exists if and only if the transaction commits. */
  enqueue(tx: Tx, name: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Runs `handler` for every job of that name. Declares the queue; call before anything is enqueued. */
  work<T extends object>(
    name: string,
    handler: JobHandler<T>,
    options?: WorkOptions,
  ): Promise<void>;
  /** Enqueues by a cron expression (five fields, UTC unless a zone is given), once over all processes. */
  schedule(
    name: string,
    cron: string,
    data?: object,
    options?: { readonly timeZone?: string },
  ): Promise<void>;
  /** How many jobs lie in the dead letters. */
  countDeadLetters(): Promise<number>;
  stop(): Promise<void>;
};

export const DEAD_LETTERS = "dead-letters";
const STOP_TIMEOUT_MS = 10_000;
/** New jobs are told at once; this finds those whose time has come, and tries again. */
const POLL_SECONDS = 2;

/** Starts the job system on its own small pool. The schema is the owner's; see `migrate`. */
export async function openJobs(url: string, log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    application_name: "driftvakt jobs",
    schema: JOB_SCHEMA,
    migrate: false,
    createSchema: false,
    reindex: false,
    useListenNotify: true,
  });
  boss.on("error", (error) => log.error("job system error", { error }));
  boss.on("warning", (warning) => log.warn("job system warning", { warning: warning.message }));
  await boss.start();
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 90 * 24 * 3600 });
  return {
    enqueue: async (tx, name, data, options = {}) => {
      await boss.send(name, data, { ...options, db: fromKysely(tx) });
    },
    work: async (name, handler, options = {}) => {
      await declare(boss, name, options);
      await boss.work(
        name,
        { localConcurrency: options.concurrency ?? 1, notifyPollingIntervalSeconds: POLL_SECONDS },
        async (jobs) => {
          for (const job of jobs) await run(log, name, handler, job);
        },
      );
    },
    schedule: async (name, cron, data = {}, options = {}) => {
      await boss.schedule(name, cron, data, { tz: options.timeZone ?? "UTC" });
    },
    countDeadLetters: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select count(*)::int as n from ${JOB_SCHEMA}.job where name = $1 and state < 'completed'`,
          [DEAD_LETTERS],
        );
      return rows[0].n as number;
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
  };
}

async function declare(boss: PgBoss, name: string, options: WorkOptions): Promise<void> {
  const settings = {
    retryLimit: options.retryLimit ?? 5,
    retryDelay: options.retryDelaySeconds ?? 2,
    retryBackoff: true,
    expireInSeconds: options.expireSeconds ?? 900,
    deadLetter: DEAD_LETTERS,
    notify: true,
  };
  await boss.createQueue(name, settings);
  await boss.updateQueue(name, settings);
}

/** A failure goes on record and back to the queue, which counts it. */
async function run<T extends object>(
  log: Log,
  name: string,
  handler: JobHandler<T>,
  job: { id: string; data: unknown; signal: AbortSignal },
): Promise<void> {
  try {
    await handler(job.data as T, { id: job.id, signal: job.signal });
  } catch (error) {
    log.error("job failed", { job: name, jobId: job.id, error });
    throw error;
  }
}
