import { ThreadsPoolWorker } from "vitest/node";
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from "vitest/node";

/** After so many runs a new thread: what a run leaves behind must not pile up. */
const RUNS_AT_MOST = 100;

type Listener = (...given: readonly unknown[]) => void;

let thread: ThreadsPoolWorker | undefined;
let runs = 0;

/**
 * Vitest ends its workers after each run, and a mutant is a run. This one keeps its thread with all packages loaded; the file of
 * the tests itself is loaded anew each time (Vitest invalidates it), so that nothing that the rules remember outlives a run.
 */
class LastingWorker implements PoolWorker {
  readonly name = "lasting";
  readonly #options: PoolOptions;
  readonly #heard: { readonly event: string; readonly listener: Listener }[] = [];
  #isNew = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    runs += 1;
    if (runs > RUNS_AT_MOST) {
      await thread?.stop();
      thread = undefined;
      runs = 0;
    }
    this.#isNew = thread === undefined;
    if (thread !== undefined) return;
    thread = new ThreadsPoolWorker(this.#options);
    await thread.start();
  }

  on(event: string, listener: Listener): void {
    this.#heard.push({ event, listener });
    thread?.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    thread?.off(event, listener);
  }

  send(message: WorkerRequest): void {
    if (message.type === "stop" || (message.type === "start" && !this.#isNew)) {
      this.#answer(message.type === "stop" ? "stopped" : "started");
      return;
    }
    if (message.type === "run") {
      // Which tests are asked for is told to a worker at its start; this one started long ago.
      const { testNamePattern } = this.#options.project.config;
      for (const file of message.context.files) file.testNamePattern = testNamePattern;
    }
    thread?.send(message);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  /** The thread stays; whoever waited for this run's worker goes. */
  async stop(): Promise<void> {
    for (const { event, listener } of this.#heard) thread?.off(event, listener);
  }

  #answer(type: "started" | "stopped"): void {
    const answer = { type, __vitest_worker_response__: true };
    queueMicrotask(() => {
      for (const { event, listener } of this.#heard) if (event === "message") listener(answer);
    });
  }
}

export const lastingWorker: PoolRunnerInitializer = {
  name: "lasting",
  createPoolWorker: (options) => new LastingWorker(options),
};
