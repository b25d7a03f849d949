import type { parseArgs } from "node:util";
import { DEFAULT_STATE_FOLDER } from "../state/index.ts";

/** Options of all commands together. */
export const OPTIONS = {
  state: { type: "string", default: DEFAULT_STATE_FOLDER },
  server: { type: "string" },
  token: { type: "string" },
  "server-key": { type: "string" },
  "tls-pin": { type: "string" },
  again: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
