import { connect, type Socket } from "node:net";

export type Answer = { readonly status: number; readonly body: string };

/**
 * One kept-alive HTTP connection with one request under way, as lean as it gets: what the generator spends is taken from
 * what is measured. Reads answers by their length, also in pieces.
 */
export class Connection {
  readonly #socket: Socket;
  #waiting: ((answer: Answer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #read = "";

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (text: unknown) => this.#take(text as string));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  /** @param from local address, so that many machines come from many places. */
  static open(host: string, port: number, from?: string): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, ...(from !== undefined && { localAddress: from }) });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(head: string, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#failed = reject;
      this.#socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#read = this.#read === "" ? text : this.#read + text;
    const end = this.#read.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = lengthOf(this.#read, end);
    if (this.#read.length < end + 4 + length) return;
    const answer = {
      status: Number(this.#read.slice(9, 12)),
      body: this.#read.slice(end + 4, end + 4 + length),
    };
    this.#read = "";
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#failed = undefined;
    waiting?.(answer);
  }

  #fail(error: Error): void {
    this.#failed?.(error);
    this.#failed = undefined;
  }
}

function lengthOf(text: string, end: number): number {
  const at = text.indexOf("content-length: ");
  if (at < 0 || at > end) throw new Error("an answer without a length");
  return Number.parseInt(text.slice(at + 16, text.indexOf("\r\n", at)), 10);
}
