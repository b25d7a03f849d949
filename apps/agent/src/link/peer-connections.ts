import { connectPeer, type Peer } from "./connect.ts";
import { HttpConnection, Unanswered } from "./http-connection.ts";

/** Connections that may lie idle at the same time. */
const IDLE_MAX = 2;

/** The connections to one peer: opened when they are needed, and kept for the next request. */
export class PeerConnections {
  readonly #peer: Peer;
  readonly #all = new Set<HttpConnection>();
  #idle: HttpConnection[] = [];
  #isClosed = false;

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  /**
   * Has a request sent, on a connection that lies idle if there is one. The other side may close that in the same moment:
   * what was then not answered at all is sent once more, on a new one.
   */
  async send<T>(request: (connection: HttpConnection) => Promise<T>): Promise<T> {
    const kept = this.#idle.pop();
    if (kept) {
      try {
        return await request(kept);
      } catch (error) {
        if (!(error instanceof Unanswered) || this.#isClosed) throw error;
      }
    }
    return request(await this.#connect());
  }

  async #connect(): Promise<HttpConnection> {
    const socket = await connectPeer(this.#peer);
    const connection = new HttpConnection(
      socket,
      (free) => this.#keep(free),
      (gone) => this.#forget(gone),
    );
    this.#all.add(connection);
    if (this.#isClosed) {
      connection.destroy(CLOSED());
      throw CLOSED();
    }
    return connection;
  }

  #keep(connection: HttpConnection): void {
    if (this.#idle.length < IDLE_MAX && !this.#isClosed) this.#idle.push(connection);
    else connection.destroy(CLOSED());
  }

  #forget(connection: HttpConnection): void {
    this.#all.delete(connection);
    this.#idle = this.#idle.filter((one) => one !== connection);
  }

  /** Ends all of them, and what is under way. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#all) connection.destroy(CLOSED());
  }
}

const CLOSED = () => new Error("the connections to the control plane were closed");
