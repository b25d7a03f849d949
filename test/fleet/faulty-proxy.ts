import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { seededRandom } from "./seeded-random.ts";

/** What goes wrong by itself on a connection; all chances from 0 to 1, drawn from the seed. */
export type Faults = {
  /** Each piece of data waits this long, evenly between the two. Order within a connection is kept. */
  readonly latencyMilliseconds?: readonly [least: number, most: number];
  /** Chance of each piece that the connection is reset right after passing it on: what it said may have been done. */
  readonly resetChance?: number;
  /** Chance of each connection that all the client says is said to the server a second time, on a connection of its own. */
  readonly duplicateChance?: number;
};

export type FaultyProxyOptions = Faults & {
  readonly to: { readonly host: string; readonly port: number };
  /** Where to listen; default 127.0.0.1 and a free port. */
  readonly host?: string;
  readonly port?: number;
  /** Print it when a test fails: the same seed and the same traffic give the same faults. */
  readonly seed: number;
};

type Step = { readonly act: () => void; readonly dueMilliseconds: number };

/** One way of a connection: what happens on one side happens on the other, in order, later, and not while held. */
class Way {
  readonly #queue: Step[] = [];
  #timer: NodeJS.Timeout | undefined;
  held = false;

  push(act: () => void, delayMilliseconds: number): void {
    const last = this.#queue.at(-1)?.dueMilliseconds ?? 0;
    this.#queue.push({
      act,
      dueMilliseconds: Math.max(last, performance.now() + delayMilliseconds),
    });
    this.flow();
  }

  flow(): void {
    clearTimeout(this.#timer);
    for (let next = this.#queue[0]; next !== undefined && !this.held; next = this.#queue[0]) {
      const waitMilliseconds = next.dueMilliseconds - performance.now();
      if (waitMilliseconds > 0) {
        this.#timer = setTimeout(() => this.flow(), waitMilliseconds);
        return;
      }
      this.#queue.shift();
      next.act();
    }
  }

  /** Forgets what has not happened yet. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }
}

class Connection {
  readonly client: Socket;
  readonly server: Socket;
  readonly #faults: Faults;
  readonly #ways: readonly Way[];
  #halfOpen = false;

  constructor(client: Socket, to: FaultyProxyOptions["to"], faults: Faults, seed: number) {
    this.client = client;
    this.server = connect({ ...to, allowHalfOpen: true });
    this.#faults = faults;
    const duplicated = seededRandom(seed)() < (faults.duplicateChance ?? 0);
    this.#ways = [
      this.#join(client, this.server, seededRandom(seed + 1)),
      this.#join(this.server, client, seededRandom(seed + 2)),
    ];
    if (duplicated) this.#sayTwice(connect(to));
  }

  #join(from: Socket, to: Socket, random: () => number): Way {
    const way = new Way();
    const [least, most] = this.#faults.latencyMilliseconds ?? [0, 0];
    const later = (act: () => void) => way.push(act, least + random() * (most - least));
    from.on("data", (data: Buffer) => {
      later(() => to.destroyed || to.write(data));
      if (random() < (this.#faults.resetChance ?? 0)) later(() => this.reset());
    });
    from.on("end", () => later(() => to.destroyed || to.end()));
    from.on("error", () => {}); // Its close follows, and is what counts.
    from.on("close", (broken) => {
      if (broken && !this.#halfOpen) later(() => to.resetAndDestroy());
    });
    return way;
  }

  #sayTwice(second: Socket): void {
    second.on("error", () => {}).resume();
    this.client.pipe(second);
    this.client.on("close", () => second.end());
  }

  hold(held: boolean): void {
    for (const way of this.#ways) {
      way.held = held;
      way.flow();
    }
  }

  reset(): void {
    for (const way of this.#ways) way.drop();
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }

  /** One side is gone without the other being told. */
  abandon(side: "client" | "server"): void {
    this.#halfOpen = true;
    this[side].resetAndDestroy();
  }

  get isOver(): boolean {
    return this.client.destroyed && this.server.destroyed;
  }
}

/** A TCP proxy that delays, doubles, resets, holds back and half-closes, by seed and on command. */
export class FaultyProxy implements AsyncDisposable {
  readonly seed: number;
  readonly #options: FaultyProxyOptions;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #accepted = 0;
  #partitioned = false;
  #faults: Faults;

  constructor(options: FaultyProxyOptions) {
    this.seed = options.seed;
    this.#options = options;
    this.#faults = options;
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** Starts listening; `startFaultyProxy` does. */
  async listen(): Promise<void> {
    this.#server.listen(this.#options.port ?? 0, this.#options.host ?? "127.0.0.1");
    await once(this.#server, "listening");
  }

  get address(): { readonly host: string; readonly port: number } {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  /** How many connections it has accepted. */
  get accepted(): number {
    return this.#accepted;
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    // Generators for each connection and way: how connections interleave does not change what happens on one.
    const seed = this.seed * 1_000_003 + this.#accepted * 3;
    const connection = new Connection(client, this.#options.to, this.#faults, seed);
    connection.hold(this.#partitioned);
    this.#connections.add(connection);
    const forget = () => connection.isOver && this.#connections.delete(connection);
    client.on("close", forget);
    connection.server.on("close", forget);
  }

  /** From now on new connections get these faults; `{}` for none. */
  setFaults(faults: Faults): void {
    this.#faults = faults;
  }

  /** Nothing passes any more, open and new connections hang; both ends believe the other is slow. */
  partition(): void {
    this.#partitioned = true;
    for (const connection of this.#connections) connection.hold(true);
  }

  /** What was held back passes in order, and everything after it. */
  heal(): void {
    this.#partitioned = false;
    for (const connection of this.#connections) connection.hold(false);
  }

  /** Resets all open connections on both sides. */
  resetAll(): void {
    for (const connection of this.#connections) connection.reset();
    this.#connections.clear();
  }

  /** One side's connections die; the other side is not told and keeps waiting on its own. */
  halfOpen({ lost }: { readonly lost: "client" | "server" }): void {
    for (const connection of this.#connections) connection.abandon(lost);
  }

  async close(): Promise<void> {
    this.resetAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

export async function startFaultyProxy(options: FaultyProxyOptions): Promise<FaultyProxy> {
  const proxy = new FaultyProxy(options);
  await proxy.listen();
  return proxy;
}
