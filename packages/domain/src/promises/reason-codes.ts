import { dutySentences } from "./sentence-table-duties.ts";
import { recordSentences } from "./sentence-table-records.ts";
import { sentenceTable } from "./sentence-table.ts";

export const sentences = { ...sentenceTable, ...dutySentences, ...recordSentences };

/** Why a promise, or a part of it, stands as it does; a closed list with a sentence in every language. */
export type ReasonCode = keyof typeof sentences;
export const reasonCodes = Object.keys(sentences) as readonly ReasonCode[];
