import type { Socket } from "node:net";
import { ResponseReader, type ResponseHead } from "./response-reader.ts";

/** The connection ended before a byte of the answer came: on one that lay idle, the request may be sent again. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** Takes an answer's body as it comes. Nothing follows `onEnd` or `onError`. */
export type BodySink = Readonly<{
  onBody(bytes: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}>;

/** What to do with an answer; one of the two is called, once. */
export type Exchange = Readonly<{
  /** @returns who takes the body. */
  onHead(head: ResponseHead): BodySink;
  onError(error: Error): void;
}>;

type Running = { exchange: Exchange; reader: ResponseReader; sink?: BodySink; staysOpen: boolean };

/** One connection of HTTP/1.1: a request at a time, and used again for the next one. */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #onFree: (connection: HttpConnection) => void;
  #running: Running | undefined;

  /**
   * @param onFree an exchange is over and the next may begin.
   * @param onClosed the connection is gone.
   */
  constructor(
    socket: Socket,
    onFree: (connection: HttpConnection) => void,
    onClosed: (connection: HttpConnection) => void,
  ) {
    this.#socket = socket;
    this.#onFree = onFree;
    socket.on("data", (bytes: Buffer) => this.#take(bytes));
    socket.on("error", (error) => this.#lose(error));
    socket.on("end", () => this.#ended());
    socket.on("close", () => {
      this.#ended();
      onClosed(this);
    });
  }

  /** Sends a whole request. */
  begin(request: Buffer, exchange: Exchange): void {
    const reader = new ResponseReader({
      onHead: (head) => this.#onHead(head),
      onBody: (bytes) => this.#running?.sink?.onBody(bytes),
      onEnd: () => this.#finish(),
    });
    this.#running = { exchange, reader, staysOpen: false };
    this.#socket.write(request);
  }

  /** Ends the connection and, with this error, what is under way on it. */
  destroy(error: Error): void {
    this.#fail(error);
  }

  /** The other side must wait until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #onHead(head: ResponseHead): void {
    const running = this.#running;
    if (!running) return;
    running.staysOpen = head.staysOpen;
    running.sink = running.exchange.onHead(head);
  }

  #take(bytes: Buffer): void {
    if (!this.#running) return this.#fail(new Error("the control plane spoke unasked"));
    try {
      this.#running.reader.feed(bytes);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #ended(): void {
    try {
      this.#running?.reader.close();
      this.#lose(new Error("the connection was closed"));
    } catch (error) {
      this.#lose(error as Error);
    }
  }

  /** It was not us who ended it. */
  #lose(error: Error): void {
    const isUnanswered = this.#running?.reader.hasBegun === false;
    this.#fail(isUnanswered ? new Unanswered(error.message) : error);
  }

  #finish(): void {
    const running = this.#running;
    this.#running = undefined;
    if (running?.staysOpen) {
      // Whoever read the last answer may still be at it; the next one must not wait for that.
      this.#socket.resume();
      this.#onFree(this);
    } else this.#socket.destroy();
    running?.sink?.onEnd();
  }

  #fail(error: Error): void {
    const running = this.#running;
    this.#running = undefined;
    this.#socket.destroy();
    if (running?.sink) running.sink.onError(error);
    else running?.exchange.onError(error);
  }
}
