import type { ServerResponse } from "node:http";
import { ORDER_LINE_MAX_BYTES, ORDER_PING_SECONDS, type Order } from "@driftvakt/protocol/agent";
import type { Kysely } from "kysely";
import type { Bus } from "../../platform/bus/index.ts";
import type { Clock } from "../../platform/clock/index.ts";
import { inScope, type Database } from "../../platform/database/index.ts";
import { newId } from "../../platform/ids/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { inRounds, limitConcurrency } from "./in-rounds.ts";
import type { AgentSession, Sessions } from "./open-sessions.ts";
import type { ServerParts } from "./server-parts.ts";

export type OrderStreams = {
  /** Takes over an answer as the stream of this session; an older stream of the same agent ends. */
  open(session: AgentSession, token: string, answer: ServerResponse): Promise<void>;
  readonly size: number;
  stop(): void;
};

type Parts = Pick<ServerParts, "orders"> & {
  readonly db: Kysely<Database>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: Sessions;
};

type Stream = {
  readonly id: string;
  readonly session: AgentSession;
  readonly token: string;
  readonly answer: ServerResponse;
  /** Signatures of what went out on this stream: nothing is said twice. */
  readonly said: Set<string>;
  /** Word of it came over the bus: what the bus tells of other streams from then on is of newer ones. */
  announced: boolean;
  /** One reading at a time; `again` when word came during it. */
  reading: boolean;
  again: boolean;
};

/** An agent that does not read lets this much pile up, in bytes, and is cut off; it will connect again. */
const BACKLOG_MAX_BYTES = 4 * ORDER_LINE_MAX_BYTES;
/** Agents whose orders are read at a time; the stream stands meanwhile, so that nobody has to come again (R8). */
const READERS_MAX = 4;
/** How long agents wait when the control plane itself goes away, spread so that they do not come back all at once. */
const AWAY_RETRY_SECONDS = { least: 1, spread: 10 } as const;

/**
 * Holds the long-lived answers through which agents get their orders. What is to be said is read from the database each
 * time, on connecting and whenever `orders` is published; so it makes no odds which process issued it.
 */
export function openOrderStreams(parts: Parts): OrderStreams {
  const { db, bus, clock, log, sessions } = parts;
  const streams = new Map<string, Stream>();

  const inTurn = limitConcurrency(READERS_MAX);
  /** Tells every process of new streams, all that came meanwhile in one transaction. */
  const announce = inRounds<true>((keys) =>
    inScope(db, "provider", async (tx) => {
      for (const key of keys) {
        const [serverId = "", streamId = ""] = key.split(" ");
        await bus.publish(tx, "streams", { serverId, streamId });
      }
      return new Map(keys.map((key) => [key, true]));
    }),
  );

  const close = (stream: Stream, retryAfterSeconds?: number): void => {
    if (streams.get(stream.session.id) === stream) streams.delete(stream.session.id);
    if (retryAfterSeconds !== undefined) say(stream, { type: "bye", retryAfterSeconds });
    stream.answer.end();
  };

  const say = (stream: Stream, order: Order): void => {
    const { answer } = stream;
    if (answer.destroyed || answer.writableEnded) return;
    answer.write(`${JSON.stringify(order)}\n`);
    if (answer.writableLength > BACKLOG_MAX_BYTES) answer.destroy();
  };

  const sayOrders = async (stream: Stream): Promise<void> => {
    if (stream.reading) {
      stream.again = true;
      return;
    }
    stream.reading = true;
    try {
      do {
        stream.again = false;
        const orders = await inTurn(() => readOrders(db, parts.orders, stream.session.id));
        for (const order of orders) sayOnce(stream, order);
      } while (stream.again && !stream.answer.writableEnded);
    } catch (error) {
      log.error("orders could not be read; the agent will ask again", {
        serverId: stream.session.id,
        error,
      });
      close(stream, AWAY_RETRY_SECONDS.least);
    } finally {
      stream.reading = false;
    }
  };

  const sayOnce = (stream: Stream, order: Order): void => {
    if ("envelope" in order) {
      if (stream.said.has(order.envelope.signature)) return;
      stream.said.add(order.envelope.signature);
    }
    say(stream, order);
  };

  /** Ends the stream where its session is over. */
  const checkSession = async (stream: Stream): Promise<void> => {
    const alive = await sessions.find(stream.token);
    if (!alive) close(stream, 0);
  };

  /** The bus tells all processes the same in the same order: the stream that it told of last is the one that stays. */
  const giveWay = (stream: Stream, announcedId: string): void => {
    if (stream.id === announcedId) stream.announced = true;
    else if (stream.announced) close(stream);
  };

  const ping = (): void => {
    const nowMs = clock.nowMs();
    for (const stream of streams.values()) {
      if (stream.session.expiresAtMs <= nowMs) close(stream, 0);
      else say(stream, { type: "ping", nowMs });
    }
  };

  const forEachOf = (serverId: string, act: (stream: Stream) => unknown): void => {
    const stream = streams.get(serverId);
    if (stream) act(stream);
  };

  const pinging = setInterval(ping, ORDER_PING_SECONDS * 1000);
  const unsubscribe = [
    bus.subscribe("orders", (signal) => {
      if (signal.type === "missed") for (const stream of streams.values()) void sayOrders(stream);
      else forEachOf(signal.payload.serverId, (stream) => void sayOrders(stream));
    }),
    bus.subscribe("agents", (signal) => {
      if (signal.type === "missed")
        for (const stream of streams.values()) void checkSession(stream);
      else forEachOf(signal.payload.serverId, (stream) => void checkSession(stream));
    }),
    bus.subscribe("streams", (signal) => {
      if (signal.type === "missed") for (const stream of streams.values()) stream.announced = true;
      else forEachOf(signal.payload.serverId, (stream) => giveWay(stream, signal.payload.streamId));
    }),
  ];

  return {
    open: async (session, token, answer) => {
      const older = streams.get(session.id);
      const stream: Stream = {
        id: newId(),
        session,
        token,
        answer,
        said: new Set(),
        announced: false,
        reading: false,
        again: false,
      };
      streams.set(session.id, stream);
      if (older) close(older);
      answer.on("close", () => {
        if (streams.get(session.id) === stream) streams.delete(session.id);
      });
      answer.writeHead(200, {
        "content-type": "application/x-ndjson",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      say(stream, { type: "hello", nowMs: clock.nowMs() });
      await announce(`${session.id} ${stream.id}`);
      // The session may have ended between its check and the stream's being on the list.
      await checkSession(stream);
      await sayOrders(stream);
    },
    get size() {
      return streams.size;
    },
    stop: () => {
      clearInterval(pinging);
      for (const stop of unsubscribe) stop();
      for (const stream of streams.values()) {
        const wait =
          AWAY_RETRY_SECONDS.least + Math.floor(Math.random() * AWAY_RETRY_SECONDS.spread);
        close(stream, wait);
      }
    },
  };
}

async function readOrders(
  db: Kysely<Database>,
  sources: ServerParts["orders"],
  serverId: string,
): Promise<Order[]> {
  return inScope(db, "provider", async (tx) => {
    const orders: Order[] = [];
    for (const source of sources) orders.push(...(await source(tx, serverId)));
    return orders;
  });
}
