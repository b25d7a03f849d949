import type { AgentEvent, CheckEvent, JournalEvent, MandateEvent } from "@driftvakt/protocol/agent";
import type { Tx } from "../../platform/database/index.ts";
import type { SpeakingServer } from "../servers/index.ts";
import type { Standing } from "./advance-standing.ts";

/**
 * Who takes what agents say. Called once for each event, in the order of the agent's numbers, in the transaction that
 * stores it, with the machine's row locked; `atMs` is already our time. Whatever a sink throws keeps the event from
 * being acknowledged: it comes again. `standing` is where the check stands once all events of the batch are taken; it may
 * not be written yet.
 */
export type EventSinks = {
  onCheckEvent(
    tx: Tx,
    server: SpeakingServer,
    event: CheckEvent,
    standing: Pick<Standing, "hardSeq" | "flapping">,
  ): Promise<void>;
  /**
   * An event that arrives after a later one of the same check: history, which must change nothing that people are told
   * now (R7).
   */
  onStaleCheckEvent?(tx: Tx, server: SpeakingServer, event: CheckEvent): Promise<void>;
  onAgentEvent(tx: Tx, server: SpeakingServer, event: AgentEvent): Promise<void>;
  onMandateEvent(tx: Tx, server: SpeakingServer, event: MandateEvent): Promise<void>;
  onJournalEntry(tx: Tx, server: SpeakingServer, event: JournalEvent): Promise<void>;
};
