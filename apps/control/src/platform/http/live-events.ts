import type { LiveEvent } from "@driftvakt/protocol/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors/index.ts";
import type { Bus } from "../bus/index.ts";
import type { FoundCaller } from "../sign-in/index.ts";
import { API_PREFIX } from "./api.ts";
import { authorise } from "./api.ts";

export type LiveParts = {
  readonly bus: Bus;
  readonly nowMs: () => number;
  readonly identify: (request: FastifyRequest, reply: FastifyReply) => Promise<FoundCaller>;
  /** Whether who opened the stream may still have it; asked again and again, so that it ends with the session (A08). */
  readonly isStillSignedIn: (request: FastifyRequest) => Promise<boolean>;
};

const LOOK_AGAIN_MS = 4000;
/** Beyond this much unsent, a reader that does not read is cut off; it connects again and reads everything anew. */
const BACKLOG_BYTES = 256 * 1024;
const MOST_STREAMS = 2000;

/**
 * `GET /api/v1/events`: server-sent events, what changed, of the caller's own scope. Everything is only a hint; after a
 * break the reader asks for the lists again.
 */
export function installLiveEvents(http: FastifyInstance, parts: LiveParts): { close(): void } {
  const streams = new Set<Stream>();
  const stop = parts.bus.subscribe("live", (signal) => {
    if (signal.type === "missed") for (const stream of streams) stream.end();
    else for (const stream of streams) stream.offer(signal.payload);
  });
  http.get(`${API_PREFIX}/events`, async (request, reply) => {
    const found = await parts.identify(request, reply);
    authorise(found, "servers.list", EVENTS_SPEC, parts.nowMs());
    if (streams.size >= MOST_STREAMS)
      throw new AppError("unavailable", "too many streams are open");
    // Whoever left while we looked who it was gets no stream: its end would never be heard.
    if (request.raw.destroyed || reply.raw.destroyed) return reply.hijack();
    const stream = new Stream(reply, found.caller.customerId);
    streams.add(stream);
    const timer = setInterval(() => {
      stream.comment();
      parts.isStillSignedIn(request).then(
        (is) => !is && stream.end(),
        // The database is away: nobody can say that the session ended, and the next look comes soon.
        () => {},
      );
    }, LOOK_AGAIN_MS);
    reply.raw.on("close", () => {
      clearInterval(timer);
      streams.delete(stream);
    });
    return reply;
  });
  return {
    close: () => {
      stop();
      for (const stream of streams) stream.end();
    },
  };
}

const EVENTS_SPEC = { permission: "servers.read" } as Parameters<typeof authorise>[2];

class Stream {
  readonly #reply: FastifyReply;
  readonly #customerId: string | null;

  constructor(reply: FastifyReply, customerId: string | null) {
    this.#reply = reply;
    this.#customerId = customerId;
    reply.hijack();
    const headers = { ...reply.getHeaders() } as Record<string, string>;
    reply.raw.writeHead(200, {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    reply.raw.write("retry: 2000\n\n");
  }

  offer(event: LiveEvent): void {
    // A customer hears of its own only; what belongs to nobody is the provider's.
    const isTheirs = event.everybody === true || event.customerId === this.#customerId;
    if (this.#customerId !== null && !isTheirs) return;
    this.#write(`data: ${JSON.stringify(event)}\n\n`);
  }

  comment(): void {
    this.#write(": still here\n\n");
  }

  end(): void {
    this.#reply.raw.end();
  }

  #write(text: string): void {
    if (this.#reply.raw.writableLength > BACKLOG_BYTES) this.#reply.raw.destroy();
    else this.#reply.raw.write(text);
  }
}
