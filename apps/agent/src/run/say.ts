import type { AgentEvent } from "@driftvakt/protocol/agent";

/** The agent's word on itself, put into the spool. */
export type Say = (what: AgentEvent["what"], detail: string) => void;
