import type { DrawnYear } from "@driftvakt/domain/simulation";
import type { Asked, TaskName, Tasks, Told } from "./worker-messages.ts";

/** The scenario cannot be played against this service description; the message says why. */
export class Refused extends Error {}
/** Somebody stopped it. */
export class Cancelled extends Error {}

type Waiting = {
  readonly answer: (answer: never) => void;
  readonly fail: (error: Error) => void;
  readonly progress: ((drawn: readonly DrawnYear[]) => void) | undefined;
};

/** The rules in a thread of their own: a long play never freezes the page, and stopping it is instant. */
export class Player {
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #next = 1;

  /** @throws Refused, Cancelled, or Error where the worker could not be loaded or broke. */
  ask<Name extends TaskName>(
    task: Name,
    ask: Tasks[Name]["ask"],
    progress?: (drawn: readonly DrawnYear[]) => void,
  ): Promise<Tasks[Name]["answer"]> {
    const id = this.#next++;
    return new Promise((answer, fail) => {
      this.#waiting.set(id, { answer, fail, progress });
      const asked = { id, task, ask } as Asked;
      // A worker has no origin to name.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      this.#open().postMessage(asked);
    });
  }

  /** Ends whatever runs. The next question starts a new worker. */
  cancel(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#failAll(new Cancelled());
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./simulator-worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<Told>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#worker = undefined;
      this.#failAll(new Error(event.message || "the simulator could not be loaded"));
    };
    this.#worker = worker;
    return worker;
  }

  #hear(told: Told): void {
    const waiting = this.#waiting.get(told.id);
    if (!waiting) return;
    if (told.kind === "progress") return waiting.progress?.(told.drawn);
    this.#waiting.delete(told.id);
    if (told.kind === "answer") return waiting.answer(told.answer as never);
    return waiting.fail(
      told.kind === "refused" ? new Refused(told.message) : new Error(told.message),
    );
  }

  #failAll(error: Error): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { fail } of all) fail(error);
  }
}
