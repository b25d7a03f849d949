import { once } from "node:events";
import { createServer, request, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

export type Backend = { readonly host: string; readonly port: number };

/** Passes each request to one of several servers in turn, and to the next where one does not answer; says who asked. */
export class Balancer {
  readonly #backends: readonly Backend[];
  readonly #server: Server;
  #turn = 0;
  /** Requests that each server answered. */
  readonly counts: number[];

  constructor(backends: readonly Backend[], tls: { readonly cert: Buffer; readonly key: Buffer }) {
    this.#backends = backends;
    this.counts = backends.map(() => 0);
    this.#server = createServer(tls, (asked, answer) => void this.#take(asked, answer));
  }

  async listen(host: string, port: number): Promise<void> {
    this.#server.listen(port, host);
    await once(this.#server, "listening");
  }

  async #take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    answer.on("error", () => undefined);
    try {
      const body = await buffer(asked);
      this.#turn += 1;
      this.#pass(asked, body, answer, this.#turn, this.#backends.length);
    } catch {
      // The client left before it had said everything.
      answer.destroy();
    }
  }

  #pass(
    asked: IncomingMessage,
    body: Buffer,
    answer: ServerResponse,
    turn: number,
    triesLeft: number,
  ): void {
    const index = turn % this.#backends.length;
    const passed = request({
      ...this.#backends[index],
      method: asked.method,
      path: asked.url,
      headers: { ...asked.headers, "x-forwarded-for": asked.socket.remoteAddress },
      agent: false,
      rejectUnauthorized: false,
    });
    passed.once("response", (said) => {
      this.counts[index]! += 1;
      answer.writeHead(said.statusCode ?? 502, said.headers);
      answer.flushHeaders();
      said.on("error", () => answer.destroy());
      said.pipe(answer);
    });
    answer.once("close", () => passed.destroy());
    passed.on("error", () => {
      if (answer.headersSent || answer.destroyed) answer.destroy();
      else if (triesLeft > 1) this.#pass(asked, body, answer, turn + 1, triesLeft - 1);
      else answer.writeHead(502).end();
    });
    passed.end(body);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
