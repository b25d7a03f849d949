import { decide, momentText } from "../contract/index.ts";
import { listTerms } from "../catalogue/index.ts";
import type { ClauseTerm, EventName } from "../catalogue/index.ts";
import type { Interval } from "../interval/index.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Line, LineCode } from "./timeline.ts";
import { eventsOf } from "./world.ts";
import type { Timed, World } from "./world.ts";

const HOUR_MS = 3_600_000;

type Happening = Timed<EventOf<"happens">>;

/** A stretch in which the service is switched off, and the clause that says so. */
export type SuspendedStretch = Interval & { readonly clause: string };

export type PlayedSuspensions = {
  readonly lines: readonly Line[];
  readonly suspended: readonly SuspendedStretch[];
};

export function toldAtMs(event: Happening): number | undefined {
  const hours = event.toldAfterHours ?? 0;
  return hours === "never" ? undefined : event.atMs + hours * HOUR_MS;
}

/** What the provider does by himself after an event: suspends at once or when a time is up, and restores (ba-15, ba-41, ba-42, ba-11). */
export function playSuspensions(world: World): PlayedSuspensions {
  const happenings = eventsOf(world, "happens");
  const terms = listTerms(world.catalogue, world.selection, "suspension");
  const lines: Line[] = [];
  const suspended: SuspendedStretch[] = [];
  for (const event of happenings) {
    const found = terms.find(({ term }) => term.on.includes(event.on));
    if (found !== undefined) {
      playOne(world, found, event, happenings, lines, suspended);
    } else {
      lines.push(...prohibitionLines(world, event));
    }
  }
  return { lines, suspended };
}

function playOne(
  world: World,
  { clause, term }: ClauseTerm<"suspension">,
  event: Happening,
  happenings: readonly Happening[],
  lines: Line[],
  suspended: SuspendedStretch[],
): void {
  const told = toldAtMs(event);
  const startMs = term.timerStarts === "event" ? event.atMs : told;
  const line = (
    atMs: number,
    code: LineCode,
    what: string,
    more: Partial<Line> & { readonly reason?: string } = {},
  ): void => {
    const { reason, ...rest } = more;
    const facts = { event: event.on, ...(reason !== undefined && { reason }) };
    const all = `${event.on} ${what}`;
    lines.push({ atMs, kind: "act", clause: clause.id, what: all, code, facts, ...rest });
  };
  if (startMs === undefined)
    return line(event.atMs, "not-told", "not acted on: the customer was not told");
  const dueMs = startMs + term.afterHours * HOUR_MS;
  if (term.afterHours > 0) {
    const what = `suspends ${momentText(dueMs, world.timeZone)} unless stopped`;
    line(startMs, "suspends-unless-stopped", what, { kind: "deadline", untilMs: dueMs });
  }
  if (dueMs >= world.span.toMs) return undefined;
  const cancelled = happenings
    .filter(
      ({ atMs, on }) => atMs >= event.atMs && [...term.cancelledBy, ...term.until].includes(on),
    )
    .map(({ on, atMs }) => ({ event: on, atMs }));
  const told2 = told === undefined ? {} : { toldAtMs: told };
  const decision = decide(
    world,
    { kind: "act", on: event.on, atMs: event.atMs, ...told2, cancelled },
    {},
    Temporal.Instant.fromEpochMilliseconds(dueMs),
  );
  if (decision.outcome !== "allowed") {
    const stopMs = cancelled.find(({ atMs }) => atMs <= dueMs)?.atMs ?? dueMs;
    return line(stopMs, "not-suspended", decision.reason, { reason: decision.reason });
  }
  line(dueMs, "suspended", `suspended: ${term.what}`, { reason: term.what });
  const endMs = restoredMs(term.until, dueMs, happenings);
  suspended.push({ clause: clause.id, fromMs: dueMs, toMs: endMs ?? world.span.toMs });
  if (endMs === undefined) return undefined;
  return term.restore === "automatic"
    ? line(endMs, "restored", "restored")
    : line(endMs, "may-be-restored", `may be restored ${term.restore}`, { reason: term.restore });
}

function restoredMs(
  until: readonly EventName[],
  fromMs: number,
  happenings: readonly Happening[],
): number | undefined {
  return happenings.find(({ atMs, on }) => atMs > fromMs && until.includes(on))?.atMs;
}

function prohibitionLines(world: World, event: Happening): readonly Line[] {
  const found = listTerms(world.catalogue, world.selection, "prohibition").find(({ term }) =>
    term.recognisedBy.includes(event.on),
  );
  if (found === undefined) return [];
  const { clause, term } = found;
  const ends = term.endsContract ? ", the contract ends" : "";
  return [
    {
      atMs: event.atMs,
      kind: "act",
      clause: clause.id,
      what: `${event.on} ${term.action}${ends}`,
      code: "prohibited",
      facts: { event: event.on, action: term.action, endsContract: term.endsContract === true },
    },
  ];
}
