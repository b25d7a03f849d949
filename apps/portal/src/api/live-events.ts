import type { LiveEvent } from "@driftvakt/protocol/api";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

/** Which reads each topic puts out of date, by prefix of the route's name. */
const TOPICS: Readonly<Record<LiveEvent["topic"], readonly string[]>> = {
  servers: ["servers.", "overview.", "enrolments.", "customers."],
  alerts: ["alerts.", "overview.", "servers.list", "servers.get", "servers.checks", "customers."],
  mandates: ["mandates.", "servers.journal"],
  promises: ["promises.", "overview.", "availability.", "servers.list", "servers.get"],
  contracts: ["contracts.", "agreements.", "documents.", "promises.", "overview."],
  mails: ["mails."],
};

/** A storm of events costs one round of reads a second, not one an event. */
const FLUSH_MS = 1000;

export type LiveState = "connecting" | "live" | "broken";
let state: LiveState = "connecting";
const watchers = new Set<() => void>();

function setState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const tell of watchers) tell();
}

/** Whether changes arrive by themselves at the moment. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => state,
  );
}

/** Keeps the stream of live events open while mounted and puts what changed out of date. */
export function useLiveEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const inbox = new Inbox(client);
    const source = new EventSource("/api/v1/events");
    source.addEventListener("open", () => {
      // Whatever happened while the line was cut was not told: read everything on screen again.
      if (state === "broken") void client.invalidateQueries();
      setState("live");
    });
    source.addEventListener("error", () => setState("broken"));
    source.addEventListener("message", (message) => {
      inbox.take(JSON.parse(message.data as string) as LiveEvent);
    });
    return () => {
      source.close();
      inbox.close();
    };
  }, [client]);
}

/** Gathers events and flushes them together: the first one at once, the next after a second. */
class Inbox {
  #waiting: LiveEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastFlushMs = 0;
  readonly #client: QueryClient;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  take(event: LiveEvent): void {
    this.#waiting.push(event);
    const sinceMs = Date.now() - this.#lastFlushMs;
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(50, FLUSH_MS - sinceMs));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    const events = this.#waiting;
    this.#waiting = [];
    this.#timer = undefined;
    this.#lastFlushMs = Date.now();
    void this.#client.invalidateQueries({
      predicate: ({ queryKey }) => events.some((event) => concerns(event, queryKey)),
    });
  }
}

/** Does an event put what was read under this key out of date? Reads of another machine are left alone. */
export function concerns(event: LiveEvent, key: readonly unknown[]): boolean {
  const name = String(key[0]);
  if (!TOPICS[event.topic]?.some((prefix) => name.startsWith(prefix))) return false;
  const args = key[1] as
    | { params?: { serverId?: string }; query?: { serverId?: string } }
    | undefined;
  const server = args?.params?.serverId ?? args?.query?.serverId;
  return server === undefined || event.serverId === null || server === event.serverId;
}
