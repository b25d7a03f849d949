import { log } from "../log.ts";
import { runAgent } from "../run/run-agent.ts";
import { findIdentity, type StateFolder } from "../state/index.ts";
import { AGENT_VERSION } from "../version.ts";
import { EXIT, NotEnrolled } from "./exit-codes.ts";

/** `run`: watches until SIGTERM or SIGINT, then says a last word and ends in good order. */
export async function watchMachine(folder: StateFolder): Promise<number> {
  const identity = findIdentity(folder);
  if (!identity) throw new NotEnrolled();
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  const { serverId, serverUrl } = identity;
  log("info", "watching", { serverId, server: serverUrl, version: AGENT_VERSION });
  await runAgent(folder, identity, stop.signal);
  log("info", "stopped");
  return EXIT.done;
}
