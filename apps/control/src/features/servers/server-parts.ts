import type { Order } from "@driftvakt/protocol/agent";
import type { Envelope } from "@driftvakt/protocol/envelope";
import type { AuditActor } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";

/** The machine that speaks, as its session proves it. */
export type SpeakingServer = {
  readonly id: string;
  readonly customerId: string;
  readonly hostname: string;
  readonly epoch: number;
};

/** What other features know of a machine and the list of servers shows. */
export type ServerFacts = {
  readonly contractId: string | null;
  readonly planName: string | null;
  readonly openAlertCount: number;
  readonly promisesAtRiskCount: number;
};

/** What this feature needs of others; `app.ts` wires it. */
export type ServerParts = {
  readonly installationId: string;
  /** The machine's signed target state and charter for its present epoch. */
  compile(tx: Tx, serverId: string): Promise<{ target: Envelope; charter: Envelope }>;
  /** What an agent that connects, or of whom `orders` was published, is to be told; in this order. */
  readonly orders: readonly ((tx: Tx, serverId: string) => Promise<readonly Order[]>)[];
  /** Puts a new machine under a contract of its customer. */
  joinContract(
    tx: Tx,
    join: { contractId: string; serverId: string },
    actor: AuditActor,
  ): Promise<void>;
  /** Facts for a page of servers; each source fills in its own. */
  readonly facts: readonly ((
    tx: Tx,
    serverIds: readonly string[],
  ) => Promise<ReadonlyMap<string, Partial<ServerFacts>>>)[];
  /** Public halves of the keys that may sign newer agents, hex; machines pin them when they are installed. */
  readonly releaseKeys: () => Promise<readonly string[]>;
  /** Two agents with one identity: raise the alarm. The server is quarantined already. */
  onClone(tx: Tx, server: SpeakingServer, nowMs: number): Promise<void>;
};
