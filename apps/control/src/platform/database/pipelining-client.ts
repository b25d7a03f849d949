import pg from "pg";
import { isAhead, isPrepared } from "./prepared.ts";

/** Names by text; as many as there are such statements in the source. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `prepared_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** What `PipeliningClient` needs of its pool's settings; pg's types do not know it yet. */
export const pipelining = { pipeline: true } as const;

type Socket = { cork(): void; uncork(): void; destroy(): void };

/**
 * A connection on which statements follow each other without waiting for the answers in between: each wait costs a
 * turn of both processes, which for small questions is most of their time. What is asked in one turn leaves in one
 * write; statements marked as prepared go by name; those sent ahead are taken as done.
 */
export class PipeliningClient extends pg.Client {
  #isCorked = false;

  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    if (typeof text !== "string") return this.#send(args);
    const sent = this.#send(
      isPrepared(text) ? [{ name: nameOf(text), text, values }, ...rest] : args,
    );
    return isAhead(text) ? this.#takeAsDone(sent) : sent;
  }

  #send(args: unknown[]): never {
    this.#cork();
    return Reflect.apply(super.query, this, args) as never;
  }

  #takeAsDone(sent: Promise<unknown>): never {
    // It fails only with its connection or with the whole transaction; a connection in doubt is not used again.
    sent.catch(() => this.#socket.destroy());
    return Promise.resolve({ command: "", rowCount: 0, rows: [] }) as never;
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    const socket = this.#socket;
    socket.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      socket.uncork();
    });
  }

  get #socket(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream;
  }
}
