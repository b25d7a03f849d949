import type { LiveEvent } from "@driftvakt/protocol/api";
import { sql } from "kysely";
import pg from "pg";
import { prepared, type Tx } from "../database/index.ts";
import type { Log } from "../log/index.ts";

/** What travels between processes, by topic. Payloads are hints and small (below 8,000 bytes): the row is the truth. */
export type BusTopics = {
  /** Something that the portal shows has changed. */
  readonly live: LiveEvent;
  /** An order waits for the agent of this server; the process that holds its stream sends it. */
  readonly orders: { readonly serverId: string };
  /** The sessions of this server's agent ended: caches drop them, its stream closes. */
  readonly agents: { readonly serverId: string };
  /** An agent opened a new stream of orders; whoever holds an older one lets it go. */
  readonly streams: { readonly serverId: string; readonly streamId: string };
  /** A mail waits. */
  readonly mail: Record<string, never>;
};
export type BusTopic = keyof BusTopics;

/** `missed`: the connection was away and anything may have been published; look for yourself. */
export type BusSignal<T extends BusTopic> =
  | { readonly type: "message"; readonly payload: BusTopics[T] }
  | { readonly type: "missed" };

export type Bus = {
  /**
   * Tells all processes, this one too, once the transaction commits. Cheap, but commits that publish queue behind one
   * another in PostgreSQL: publish on changes, never per report.
   */
  publish<T extends BusTopic>(tx: Tx, topic: T, payload: BusTopics[T]): Promise<void>;
  /** @returns a function that ends the subscription. */
  subscribe<T extends BusTopic>(topic: T, fn: (signal: BusSignal<T>) => void): () => void;
  close(): Promise<void>;
};

const TOPICS: readonly BusTopic[] = ["live", "orders", "agents", "streams", "mail"];
const CHANNEL_PREFIX = "driftvakt_";
const RETRY_MS = { first: 100, most: 5000 } as const;

type Subscriber = (signal: BusSignal<BusTopic>) => void;

/**
 * Opens the bus on a connection of its own. When that connection is lost it is made again, and then every subscriber
 * gets `missed`.
 */
export async function openBus(url: string, log: Log): Promise<Bus> {
  const subscribers = new Map<BusTopic, Set<Subscriber>>();
  const link = new Link(url, log, {
    message: (topic, payload) => deliver(topic, { type: "message", payload }),
    missed: () => TOPICS.forEach((topic) => deliver(topic, { type: "missed" })),
  });

  function deliver(topic: BusTopic, signal: unknown): void {
    for (const fn of subscribers.get(topic) ?? []) fn(signal as BusSignal<BusTopic>);
  }

  await link.open();
  return {
    publish: async (tx, topic, payload) => {
      await sql`${prepared}select pg_notify(${CHANNEL_PREFIX + topic}, ${JSON.stringify(payload)})`.execute(
        tx,
      );
    },
    subscribe: (topic, fn) => {
      const set = subscribers.get(topic) ?? new Set();
      subscribers.set(topic, set.add(fn as Subscriber));
      return () => void set.delete(fn as Subscriber);
    },
    close: () => link.close(),
  };
}

type LinkEvents = {
  readonly message: (topic: BusTopic, payload: BusTopics[BusTopic]) => void;
  readonly missed: () => void;
};

/** The listening connection: one at a time, renewed until closed. */
class Link {
  readonly #url: string;
  readonly #log: Log;
  readonly #events: LinkEvents;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, log: Log, events: LinkEvents) {
    this.#url = url;
    this.#log = log;
    this.#events = events;
  }

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "driftvakt bus",
      keepAlive: true,
    });
    client.on("notification", (notice) => this.#receive(notice));
    client.on("error", () => this.#renew(client));
    client.on("end", () => this.#renew(client));
    this.#client = client;
    await client.connect();
    await client.query(TOPICS.map((topic) => `listen ${CHANNEL_PREFIX}${topic}`).join(";"));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #receive(notice: pg.Notification): void {
    const topic = TOPICS.find((one) => notice.channel === CHANNEL_PREFIX + one);
    if (topic) this.#events.message(topic, JSON.parse(notice.payload ?? "{}"));
  }

  #renew(lost: pg.Client): void {
    if (this.#closed || this.#client !== lost) return;
    this.#client = undefined;
    lost.end().catch(() => {});
    this.#log.warn("bus connection lost, connecting again");
    this.#tryAgain(RETRY_MS.first);
  }

  #tryAgain(delayMs: number): void {
    this.#retry = setTimeout(() => {
      this.open().then(
        () => this.#events.missed(),
        () => {
          this.#client = undefined;
          if (!this.#closed) this.#tryAgain(Math.min(delayMs * 2, RETRY_MS.most));
        },
      );
    }, delayMs);
  }
}
