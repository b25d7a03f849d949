import type { Announcement, AvailabilityFacts, Outage } from "../availability/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { outageCauseOf } from "../contract/index.ts";
import type { AvailabilityPromise } from "../contract/index.ts";
import { eventsOf, momentMs } from "./world.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** The check that sees the machine itself, and the name its outages go by. */
export const HOST = "host";

export type PlayedOutage = Outage & { readonly machine: number; readonly check: string };

/** Every outage of the scenario with all the moments that some contract counts from. */
export function playedOutages(world: World): readonly PlayedOutage[] {
  return eventsOf(world, "outage").map((event) => {
    const endedMs = event.atMs + event.minutes * MINUTE_MS;
    const machine = event.machine ?? 1;
    return {
      id: event.id ?? `outage-${event.index + 1}`,
      machine,
      check: event.service === undefined ? HOST : `service:${event.service}`,
      service: `${machine}:${event.service ?? HOST}`,
      cause: outageCauseOf(event.cause),
      beganMs: event.atMs,
      detectedMs: event.atMs + (event.detectedAfterSeconds ?? 0) * 1000,
      ...(event.reportedAfterMinutes !== undefined && {
        reportedMs: event.atMs + event.reportedAfterMinutes * MINUTE_MS,
      }),
      endedMs,
      recoveryDetectedMs: endedMs,
      closedMs: endedMs + (event.closedAfterMinutes ?? 0) * MINUTE_MS,
      ...(event.announcement !== undefined && { announcementId: event.announcement }),
    };
  });
}

/** Announcements as they excuse downtime: only what went by every channel that the contract names was told. */
export function playedAnnouncements(world: World): readonly Announcement[] {
  const needed = neededChannels(world);
  return eventsOf(world, "announcement").map((event) => {
    const fromMs = momentMs(event.starts, world.timeZone);
    const by: readonly string[] = event.by ?? ["mail", "portal"];
    return {
      id: event.id,
      fromMs,
      toMs: fromMs + event.minutes * MINUTE_MS,
      publishedMs: needed.every((channel) => by.includes(channel)) ? event.atMs : Infinity,
      ...(event.withdrawn !== undefined && { withdrawn: event.withdrawn }),
    };
  });
}

function neededChannels({ catalogue, selection }: World): readonly string[] {
  const notice = listTerms(catalogue, selection, "notice").find(
    ({ term }) => term.of === "plannedInterruption",
  );
  if (notice === undefined) return [];
  const { channels, publishOn } = notice.term;
  return [
    ...(channels.includes("mail") ? ["mail"] : []),
    ...(publishOn.length > 0 ? ["portal"] : []),
  ];
}

/** What is judged together: a machine by itself, or all of them where the contract averages or joins them. */
export type Judged = { readonly machine?: number; readonly facts: AvailabilityFacts };

export function judgedTogether(
  world: World,
  promise: AvailabilityPromise,
  outages: readonly PlayedOutage[],
  announcements: readonly Announcement[],
): readonly Judged[] {
  const shared = { announcements, unknown: [], agreed: [world.agreed] };
  if (promise.rules.services !== "union") {
    const hosts = Array.from({ length: world.machines }, (_, k) => `${k + 1}:${HOST}`);
    const services = [...new Set([...hosts, ...outages.map((outage) => outage.service)])];
    return [{ facts: { ...shared, services, outages } }];
  }
  const byMachine = new Map<number, PlayedOutage[]>();
  for (const outage of outages) {
    const known = byMachine.get(outage.machine);
    if (known === undefined) byMachine.set(outage.machine, [outage]);
    else known.push(outage);
  }
  return [...byMachine].map(([machine, own]) => ({
    machine,
    facts: {
      ...shared,
      announcements: announcements.filter((notice) => touchesAny(notice, own)),
      services: [...new Set([`${machine}:${HOST}`, ...own.map((outage) => outage.service)])],
      outages: own,
    },
  }));
}

/** An announcement that touches no outage excuses nothing; leaving it out saves looking at it. */
function touchesAny(notice: Announcement, outages: readonly PlayedOutage[]): boolean {
  return outages.some(
    ({ beganMs, closedMs }) => notice.fromMs <= (closedMs ?? Infinity) && beganMs <= notice.toMs,
  );
}
