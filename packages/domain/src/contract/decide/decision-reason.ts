import { decisionSentences } from "./decision-sentences.ts";
import { refusalSentences } from "./refusal-sentences.ts";

export const decisionTable = { ...decisionSentences, ...refusalSentences };

/** Why a request is answered as it is; a closed list with a sentence in every language. */
export type DecisionReason = keyof typeof decisionTable;
export const decisionReasons = Object.keys(decisionTable) as readonly DecisionReason[];
