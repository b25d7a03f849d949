import type { BodySink, HttpConnection } from "./http-connection.ts";

/** Bytes that may wait to be taken before the other side must wait, too. */
const WAITING_MAX_BYTES = 1024 * 1024;

/** A long answer's body, to be read once, piece by piece. */
export class AnswerStream implements AsyncIterable<Buffer> {
  readonly #connection: HttpConnection;
  readonly #onOver: () => void;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #isFull = false;
  #ended = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param onOver nothing more comes. */
  constructor(connection: HttpConnection, onOver: () => void) {
    this.#connection = connection;
    this.#onOver = onOver;
  }

  /** Where the connection puts what comes. */
  readonly sink: BodySink = {
    onBody: (bytes) => {
      this.#waiting.push(bytes);
      this.#bytes += bytes.length;
      this.#isFull ||= this.#bytes > WAITING_MAX_BYTES;
      if (this.#isFull) this.#connection.pause();
      this.#wake();
    },
    onEnd: () => {
      this.#ended = true;
      this.#onOver();
      this.#wake();
    },
    onError: (error) => {
      if (!this.#ended) this.#error ??= error;
      this.#onOver();
      this.#wake();
    },
  };

  /** Ends it: whoever reads gets the error, or the end where none is given. */
  destroy(error?: Error): void {
    if (this.#ended) return;
    if (error) this.#error ??= error;
    else this.#ended = true;
    this.#connection.destroy(error ?? new Error("the answer was given up"));
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) {
        this.#bytes -= next.length;
        if (this.#isFull && this.#waiting.length === 0) this.#goOn();
        yield next;
      } else if (this.#error) throw this.#error;
      else if (this.#ended) return;
      else await this.#more();
    }
  }

  #goOn(): void {
    this.#isFull = false;
    if (!this.#ended) this.#connection.resume();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
