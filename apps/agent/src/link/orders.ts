import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ORDER_LINE_MAX_BYTES,
  ORDER_PING_SECONDS,
  orderSchema,
  type Order,
} from "@driftvakt/protocol/agent";
import { log, reasonOf } from "../log.ts";
import type { AnswerStream } from "./answer-stream.ts";
import { backoff } from "./backoff.ts";
import { HttpFault, type HttpClient } from "./http-client.ts";
import type { Session } from "./session.ts";

export type OrdersOptions = Readonly<{
  client: HttpClient;
  session: Session;
  /** Called for each order, in order; the next line is read after it resolves. */
  onOrder: (order: Order) => Promise<void>;
  /** The stream stands. */
  onConnected: () => void;
  signal: AbortSignal;
}>;

/** Pings that may be missed before the stream is taken for dead. */
const PINGS_MISSED = 3;

/** Listens for orders and comes back for ever, with growing pauses. Ends with the signal. */
export async function followOrders(options: OrdersOptions): Promise<void> {
  const pauses = backoff();
  while (!options.signal.aborted) {
    let pauseMs: number;
    try {
      const seconds = await listen(options, pauses.succeeded);
      pauseMs = seconds === undefined ? pauses.next() : seconds * 1000 * (1 + Math.random());
    } catch (error) {
      if (options.signal.aborted) return;
      const asked = error instanceof HttpFault ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      pauseMs = Math.max(asked, pauses.next());
      log("warning", "no orders stream", { reason: reasonOf(error), retryInMs: pauseMs });
    }
    await sleep(pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** @returns seconds that the control plane asked to be left alone, if it said goodbye. */
async function listen(options: OrdersOptions, connected: () => void): Promise<number | undefined> {
  const { client, session, signal } = options;
  const token = await session.token();
  let stream: AnswerStream;
  try {
    stream = await client.stream("/agent/v1/orders", token, signal);
  } catch (error) {
    if (error instanceof HttpFault && error.status === 401) session.drop(token);
    throw error;
  }
  connected();
  options.onConnected();
  for await (const line of lines(stream)) {
    const order = readOrder(line);
    if (!order) continue;
    if (order.type === "bye") {
      session.drop(token);
      stream.destroy();
      return order.retryAfterSeconds;
    }
    await options.onOrder(order);
  }
  return undefined;
}

/** An order, or undefined for a kind that a newer control plane knows and this agent does not. @throws for anything else. */
function readOrder(line: string): Order | undefined {
  const value: unknown = JSON.parse(line);
  const parsed = orderSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const type = (value as { type?: unknown } | null)?.type;
  if (KNOWN_ORDERS.has(type) || typeof type !== "string") throw parsed.error;
  log("warning", "an order of a kind that this agent does not know", { type: type.slice(0, 64) });
  return undefined;
}

const KNOWN_ORDERS = new Set<unknown>(orderSchema.options.map(({ shape }) => shape.type.value));

/** Lines of a stream; one that is too long or a silence of three pings ends it with an error. */
async function* lines(stream: AnswerStream): AsyncGenerator<string> {
  let rest = "";
  // A letter may come in two pieces.
  const decoder = new StringDecoder("utf8");
  const watchdog = setTimeout(
    () => stream.destroy(new Error("the orders stream fell silent")),
    PINGS_MISSED * ORDER_PING_SECONDS * 1000,
  );
  try {
    for await (const chunk of stream) {
      watchdog.refresh();
      rest += decoder.write(chunk);
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        const line = rest.slice(0, end).trim();
        rest = rest.slice(end + 1);
        if (line !== "") yield line;
      }
      if (rest.length > ORDER_LINE_MAX_BYTES) throw new Error("an order line is too long");
    }
  } finally {
    clearTimeout(watchdog);
    stream.destroy();
  }
}
