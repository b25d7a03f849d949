import { createHash } from "node:crypto";
import type { UpdateState } from "@driftvakt/protocol/api";

/** Machines that a ring may reach in all, of a fleet of so many: one, one in a hundred, one in ten, all. */
const QUOTAS: readonly ((fleet: number) => number)[] = [
  () => 1,
  (fleet) => Math.max(2, Math.ceil(fleet / 100)),
  (fleet) => Math.max(5, Math.ceil(fleet / 10)),
  (fleet) => fleet,
];
export const LAST_RING = QUOTAS.length;
/** How many machines each ring may reach in all, of a fleet of so many. */
export function reachOfRings(fleet: number): number[] {
  return QUOTAS.map((quota) => Math.min(fleet, quota(fleet)));
}
/** When a ring that was settled at a moment has been watched for long enough. */
export function widensAt(settledMs: number, soakSeconds: number): number {
  return settledMs + soakSeconds * 1000;
}
/** Machines that may be between two versions at a time: the reach of a mistake, and of what fetching takes from the line. */
const AT_ONCE = 20;
/** In the last ring this share of the machines may fail for reasons of their own, in percent. */
const FAILED_MAX_PERCENT = 2;
/** An offer that was not taken up is withdrawn; the machine gets another one when it can be reached. */
const OFFER_HOLDS_MS = 30 * 60 * 1000;
/** A machine that began and is not heard of for so long counts as lost. */
const LOST_AFTER_MS = 20 * 60 * 1000;
/** A machine that root held is asked again after this. */
const ASK_AGAIN_MS = 3600 * 1000;

export type RolloutMachine = Readonly<{
  serverId: string;
  /** Its agent runs an older version and can be reached. */
  isReady: boolean;
  update?: Readonly<{ state: UpdateState; detail: string; changedAtMs: number }> | undefined;
}>;

export type Rollout = Readonly<{
  version: string;
  ring: number;
  soakSeconds: number;
  canaries: readonly string[];
  machines: readonly RolloutMachine[];
  nowMs: number;
}>;

export type RolloutStep = Readonly<{
  /** Began and were not heard of again. */
  lost: readonly string[];
  /** Offers that nobody took up. */
  withdrawn: readonly string[];
  next:
    | Readonly<{ kind: "stop"; why: string }>
    | Readonly<{ kind: "offer"; serverIds: readonly string[] }>
    | Readonly<{ kind: "next-ring" }>
    | Readonly<{ kind: "wait" }>;
}>;

/**
 * The next step of a roll-out, from how it stands. Pure. A failure in one of the first rings stops it at once; in the last
 * one more than two in a hundred do.
 */
export function planRollout(rollout: Rollout): RolloutStep {
  const { machines, nowMs } = rollout;
  const older = (state: UpdateState, ms: number) =>
    machines.filter((one) => one.update?.state === state && nowMs - one.update.changedAtMs > ms);
  const lost = older("started", LOST_AFTER_MS).map(({ serverId }) => serverId);
  const withdrawn = older("offered", OFFER_HOLDS_MS).map(({ serverId }) => serverId);
  const gone = new Set(withdrawn);
  const rest = machines.map((one) =>
    gone.has(one.serverId) ? { ...one, update: undefined } : one,
  );
  return { lost, withdrawn, next: nextMove({ ...rollout, machines: rest }, lost) };
}

function nextMove(rollout: Rollout, lost: readonly string[]): RolloutStep["next"] {
  const { machines, ring, nowMs, soakSeconds } = rollout;
  const inState = (...states: UpdateState[]) =>
    machines.filter(({ update }) => update && states.includes(update.state));
  const failed = inState("rolled-back", "lost").length + lost.length;
  const installed = inState("installed");
  if (isTooMany(failed, installed.length + failed, ring))
    return { kind: "stop", why: `it failed on ${failed} of ${installed.length + failed} machines` };
  const waiting = inState("offered", "started").length - lost.length;
  const reached = installed.length + failed + waiting;
  const quota = QUOTAS[ring - 1]!(machines.length);
  const room = Math.min(quota - reached, AT_ONCE - waiting);
  const candidates = machines.filter((one) => isCandidate(one, nowMs));
  if (room > 0 && candidates.length > 0)
    return { kind: "offer", serverIds: inOrder(rollout, candidates).slice(0, room) };
  const settledMs = Math.max(0, ...installed.map(({ update }) => update!.changedAtMs));
  const isProven =
    waiting === 0 && installed.length > 0 && nowMs >= widensAt(settledMs, soakSeconds);
  return isProven && ring < LAST_RING ? { kind: "next-ring" } : { kind: "wait" };
}

function isTooMany(failed: number, settled: number, ring: number): boolean {
  if (failed === 0) return false;
  return ring < LAST_RING || failed * 100 > settled * FAILED_MAX_PERCENT;
}

function isCandidate({ isReady, update }: RolloutMachine, nowMs: number): boolean {
  if (!isReady) return false;
  if (!update) return true;
  const { state, detail, changedAtMs } = update;
  return state === "refused" && detail === "on-hold" && nowMs - changedAtMs > ASK_AGAIN_MS;
}

/** Canaries first, the rest shuffled by the version, so that it is not always the same customers who go first. */
function inOrder(
  { version, canaries }: Rollout,
  candidates: readonly RolloutMachine[],
): readonly string[] {
  const place = (serverId: string) => {
    const hash = createHash("sha256").update(`${version} ${serverId}`).digest("hex");
    return `${canaries.includes(serverId) ? 0 : 1}${hash}`;
  };
  return candidates
    .map(({ serverId }) => ({ serverId, place: place(serverId) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ serverId }) => serverId);
}
