import type { EventName } from "../catalogue/index.ts";

type Problem = { readonly check: string; readonly state: "warning" | "critical" | "unknown" };

const EVENTS: Readonly<Record<string, readonly EventName[]>> = {
  service: ["service.down"],
  host: ["host.down"],
  cpu: ["cpu.high"],
  memory: ["memory.high"],
  filesystem: ["disk.filling"],
};

const NONE: readonly EventName[] = [];

/** The catalogue's events that a bad state of a check is. */
export function eventsOfProblem({ check, state }: Problem): readonly EventName[] {
  const colon = check.indexOf(":");
  const kind = colon === -1 ? check : check.slice(0, colon);
  const events = EVENTS[kind] ?? NONE;
  if (state === "critical") {
    const full: readonly EventName[] = kind === "filesystem" ? ["disk.full"] : NONE;
    return [...events, ...full, "state.critical"];
  }
  return state === "warning" && kind !== "service" && kind !== "host"
    ? [...events, "state.warning"]
    : events;
}
