import type { AvailabilityFacts, Outage, OutageCause } from "@driftvakt/domain/availability";
import { outageCauses } from "@driftvakt/domain/availability";
import { coversInstant, type Interval } from "@driftvakt/domain/interval";
import { HOST_CHECK } from "../alerting/index.ts";
import type { Stretch, TimeLine, Work } from "./read-time-lines.ts";

/** An outage as the record has it, with the incident that it belongs to. */
export type RecordedOutage = Outage & { readonly alertId: string | null };

export type MachineFacts = Omit<AvailabilityFacts, "outages"> & {
  readonly outages: readonly RecordedOutage[];
};

/** How soon after a restart was carried out its silence begins, at the latest. */
const RESTART_EXPLAINS_MS = 5 * 60 * 1000;

/**
 * The facts that availability is judged by, from a machine's time line. Before it was watched, and while nobody could
 * tell, time is unknown. Pure.
 */
export function factsOf(
  line: TimeLine,
  agreed: readonly Interval[],
  measured: Measured,
): MachineFacts {
  const { outages, unknown } = troublesOf(line, measured);
  return {
    services: [...(measured.host ? [HOST_CHECK] : []), ...(measured.services ? line.services : [])],
    outages,
    announcements: line.works.map(({ id, fromMs, toMs, announcedMs, cancelled }) => ({
      id,
      fromMs,
      toMs,
      publishedMs: announcedMs,
      withdrawn: cancelled,
    })),
    unknown: measured.host
      ? [...unwatched(line, agreed), ...unknown]
      : agreed.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    agreed,
  };
}

type Measured = { readonly host: boolean; readonly services: boolean };
type Troubles = {
  readonly outages: readonly RecordedOutage[];
  readonly unknown: readonly (Interval & { service?: string })[];
};

/** Of hosts that nobody worked on, by their stretches: lines are remembered, and these depend on nothing else. */
const hostTroubles = new WeakMap<readonly Stretch[], Troubles>();

function troublesOf(line: TimeLine, measured: Measured): Troubles {
  const isPlain =
    !measured.services && line.works.length === 0 && line.orderedRestarts.length === 0;
  const known = isPlain && measured.host ? hostTroubles.get(line.stretches) : undefined;
  if (known) return known;
  const isMeasured = (check: string) => (check === HOST_CHECK ? measured.host : measured.services);
  const stretches = line.stretches.filter(({ check }) => isMeasured(check));
  const troubles = {
    outages: joinDown(stretches).flatMap((stretch) => outagesOf(stretch, line)),
    unknown: stretches.flatMap(unknownOf),
  };
  if (isPlain && measured.host) hostTroubles.set(line.stretches, troubles);
  return troubles;
}

/** Turns that follow each other in the same state are one outage. */
function joinDown(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    if (stretch.state !== "critical") continue;
    const last = joined.at(-1);
    if (last && last.check === stretch.check && last.toMs === stretch.fromMs)
      joined[joined.length - 1] = { ...last, toMs: stretch.toMs };
    else joined.push(stretch);
  }
  return joined;
}

/** One outage, cut where a declared attack or emergency begins and ends: only what lies inside has that cause. */
function outagesOf(stretch: Stretch, line: TimeLine): RecordedOutage[] {
  const works = line.works.filter(({ cancelled }) => !cancelled);
  const cuts = works
    .filter(({ cause }) => cause !== "planned-work")
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .filter((atMs) => atMs > stretch.fromMs && (stretch.toMs === null || atMs < stretch.toMs))
    .sort((a, b) => a - b);
  const edges = [stretch.fromMs, ...new Set(cuts)];
  return edges.map((fromMs, i) => {
    const toMs = edges[i + 1] ?? stretch.toMs;
    return {
      id: `${stretch.check}@${fromMs}`,
      service: stretch.check,
      cause: causeOf({ ...stretch, fromMs, toMs }, works, line),
      beganMs: fromMs,
      detectedMs: i === 0 ? detectedMs(stretch) : fromMs,
      ...(toMs !== null && { endedMs: toMs, recoveryDetectedMs: toMs, closedMs: toMs }),
      alertId: stretch.alertId,
    };
  });
}

/** Incidents are made when they are found, and their ids (UUIDv7) carry that time. */
function detectedMs({ alertId, fromMs }: Stretch): number {
  const madeMs = alertId === null ? fromMs : parseInt(alertId.replaceAll("-", "").slice(0, 12), 16);
  return Math.max(fromMs, madeMs);
}

function causeOf(stretch: Stretch, works: readonly Work[], line: TimeLine): OutageCause {
  const known = outageCauses.find((cause) => cause === stretch.cause);
  if (known) return known;
  const declared = works.find(
    (work) => work.cause !== "planned-work" && coversInstant([work], stretch.fromMs),
  );
  if (declared) return declared.cause;
  const ordered = line.orderedRestarts.some(
    (atMs) => Math.abs(stretch.fromMs - atMs) <= RESTART_EXPLAINS_MS,
  );
  if (ordered) return "requested-work";
  const isPlanned = works.some(
    (work) =>
      work.cause === "planned-work" &&
      work.fromMs < (stretch.toMs ?? Number.POSITIVE_INFINITY) &&
      work.toMs > stretch.fromMs,
  );
  return isPlanned ? "planned-work" : "unclassified";
}

function unwatched(line: TimeLine, agreed: readonly Interval[]): Interval[] {
  const since = line.watchedSinceMs ?? Number.POSITIVE_INFINITY;
  return agreed
    .filter(({ fromMs }) => fromMs < since)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, since) }));
}

/** Where nobody can tell of the machine, nobody can tell of what runs on it; a service that left is not missed. */
function unknownOf(stretch: Stretch): (Interval & { service?: string })[] {
  const { check, state, fromMs } = stretch;
  const toMs = stretch.toMs ?? Number.POSITIVE_INFINITY;
  if (check === HOST_CHECK)
    return state === "unknown" || state === "gone" ? [{ fromMs, toMs }] : [];
  return state === "unknown" ? [{ fromMs, toMs, service: check }] : [];
}
