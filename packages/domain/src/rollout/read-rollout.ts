import type { EpochMs } from "../interval/index.ts";
import type { RolloutFacts, RolloutReading, RolloutStep } from "./rollout-curve.ts";

type Server = RolloutFacts["servers"][number];

/**
 * How far an update is on its curve (srv-20: 95 % of servers within 7 days of release, 99 % within
 * 14). Days are calendar days in the zone, so a clock change moves nothing; the due moment itself
 * is in time. Exempt servers are not counted; with none left to count the promise is kept. A server
 * told twice counts once, with its earliest installation.
 */
export function readRollout(
  steps: readonly RolloutStep[],
  facts: RolloutFacts,
  timeZone: string,
  now: Temporal.Instant,
): readonly RolloutReading[] {
  const servers = countedServers(facts.servers);
  return steps.map((step) => readStep(step, facts.releasedMs, servers, timeZone, now));
}

function countedServers(servers: readonly Server[]): ReadonlyMap<string, EpochMs | undefined> {
  const exempt = new Set(
    servers.filter((one) => one.exemptBy !== undefined).map((one) => one.server),
  );
  const counted = new Map<string, EpochMs | undefined>();
  for (const { server, installedMs } of servers) {
    if (exempt.has(server)) continue;
    const known = counted.get(server);
    counted.set(server, earlier(known, installedMs));
  }
  return counted;
}

function earlier(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function readStep(
  step: RolloutStep,
  releasedMs: EpochMs,
  servers: ReadonlyMap<string, EpochMs | undefined>,
  timeZone: string,
  now: Temporal.Instant,
): RolloutReading {
  const nowMs = now.epochMilliseconds;
  const dueMs = Temporal.Instant.fromEpochMilliseconds(releasedMs)
    .toZonedDateTimeISO(timeZone)
    .add({ days: step.withinDays }).epochMilliseconds;
  const installed = [...servers.values()]
    .filter((atMs) => atMs !== undefined)
    .filter((atMs) => atMs <= nowMs)
    .toSorted((a, b) => a - b);
  const needed = Math.ceil((servers.size * step.basisPoints) / 10_000);
  const inTime = installed.filter((atMs) => atMs <= dueMs).length;
  const reachedMs = installed[needed - 1];
  return {
    clause: step.clause,
    dueMs,
    basisPoints: step.basisPoints,
    needed,
    inTime,
    of: servers.size,
    state: inTime >= needed ? "kept" : nowMs > dueMs ? "broken" : "pending",
    ...(reachedMs !== undefined && { reachedMs }),
    missing: [...servers]
      .filter(([, atMs]) => atMs === undefined || atMs > nowMs)
      .map(([server]) => server)
      .toSorted(),
  };
}
