import { addMonths, monthOf } from "../calendar/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { decide } from "../contract/index.ts";
import type { Decision } from "../contract/index.ts";
import type { TimeEntry } from "../money/index.ts";
import type { Course } from "./course.ts";
import { decidedLine, factsAt, said } from "./course.ts";
import { fromQuota, quotaFacts } from "./hour-quotas.ts";
import { blockFacts, fromBlocks } from "./prepaid-blocks.ts";
import type { EventOf } from "./scenario-event.ts";
import type { Timed, World } from "./world.ts";

const MINUTE_MS = 60_000;

/** A technician works: what the contract says to it, and what it costs. */
export function playWork(course: Course, event: Timed<EventOf<"work">>): void {
  const { world } = course;
  const month = monthOf(world.timeZone, event.atMs);
  const decision = decide(
    world,
    {
      kind: "work",
      by: event.by ?? "orderer",
      channel: event.channel ?? "phone",
      topics: event.topics,
      minutes: event.minutes,
    },
    {
      ...factsAt(course, event.atMs),
      ...quotaFacts(course, event.atMs, event.topics),
      ...blockFacts(course, event.atMs),
      flatHoursByMonth: flatHoursBefore(course, month),
    },
    Temporal.Instant.fromEpochMilliseconds(event.atMs),
  );
  const asked = `${event.ticket} ${event.minutes} min ${event.topics.join("+")}`;
  course.lines.push({
    atMs: event.atMs,
    kind: "decision",
    clause: decision.clause,
    what: `${asked}: ${said(decision)}`,
    ...decidedLine(asked, decision),
  });
  if (decision.outcome !== "allowed" && decision.outcome !== "charged") return;
  if (isFlat(world, decision.clause)) {
    course.flatMinutes.set(month, (course.flatMinutes.get(month) ?? 0) + event.minutes);
  }
  const covered =
    fromQuota(course, event, decision.clause) + fromBlocks(course, event, decision.clause);
  bill(course, event, decision, covered);
}

function isFlat({ catalogue, selection }: World, clause: string): boolean {
  return listTerms(catalogue, selection, "flatRate").some((found) => found.clause.id === clause);
}

/** Hours under the flat rate in the twelve months before, the newest last (srv-22). */
function flatHoursBefore({ flatMinutes }: Course, month: string): readonly number[] {
  return Array.from(
    { length: 12 },
    (_, k) => (flatMinutes.get(addMonths(month, k - 12)) ?? 0) / 60,
  );
}

/** What is beyond the hours that are paid for, and driving where nothing pays for it. */
function bill(
  course: Course,
  event: Timed<EventOf<"work">>,
  decision: Decision,
  covered: number,
): void {
  const { world } = course;
  const { clause, charge } = decision;
  const { topics } = event;
  const priceId = charge?.price?.id;
  const entry = (id: string, minutes: number, fromMs: number, activity: TimeEntry["activity"]) => ({
    id: `${event.index}-${id}`,
    ticket: event.ticket,
    technician: event.technician ?? "technician",
    activity,
    fromMs,
    toMs: fromMs + minutes * MINUTE_MS,
  });
  if (decision.outcome === "charged" && priceId !== undefined && charge?.mode === "byTime") {
    const minutes = event.minutes - covered;
    const fromMs = event.atMs + covered * MINUTE_MS;
    const activity = event.activity === "driving" ? "other" : (event.activity ?? "remote");
    course.work.push({
      clause,
      priceId,
      topics: event.topics,
      entry: entry("work", minutes, fromMs, activity),
    });
  }
  if (covered > 0 && invoicesSurcharges(world, clause)) {
    const paid = entry("paid", covered, event.atMs, "other");
    course.work.push({ clause, surchargeOnly: true, topics, entry: paid });
  }
  const driving = drivingPrice(world, event, decision);
  const { driveMinutes = 0 } = event;
  if (driveMinutes === 0 || driving === undefined) return;
  const { isEachWay, ...price } = driving;
  const minutes = isEachWay ? driveMinutes / 2 : driveMinutes;
  const there = entry("drive", minutes, event.atMs - minutes * MINUTE_MS, "driving");
  const endMs = event.atMs + event.minutes * MINUTE_MS;
  const back = isEachWay ? [entry("drive-back", minutes, endMs, "driving")] : [];
  for (const drive of [there, ...back]) course.work.push({ ...price, topics, entry: drive });
}

/** Whether a surcharge on hours that are paid for costs money (`surcharges: invoiced`). */
function invoicesSurcharges({ catalogue, selection }: World, clause: string): boolean {
  return [
    ...listTerms(catalogue, selection, "hourQuota"),
    ...listTerms(catalogue, selection, "hourBlock"),
  ].some((found) => found.clause.id === clause && found.term.surcharges === "invoiced");
}

/** Where minutes are free each way, half of the drive is there and half is back. */
type Driving = { readonly clause: string; readonly priceId: string; readonly isEachWay: boolean };

/** dk-24, srv-31, srv-34: driving is charged by its own clause unless travel is paid for. */
function drivingPrice(
  { catalogue, selection }: World,
  { topics }: Timed<EventOf<"work">>,
  decision: Decision,
): Driving | undefined {
  const free = [
    ...listTerms(catalogue, selection, "flatRate").filter(({ term }) =>
      term.covers.includes("travel"),
    ),
    ...listTerms(catalogue, selection, "coveredBy").filter(
      ({ clause, term }) => clause.id === decision.clause && term.topics.includes("travel"),
    ),
  ];
  const travel = listTerms(catalogue, selection, "travel")[0];
  if (travel === undefined || free.length > 0 || topics.length === 0) return undefined;
  const priceId = travel.term.thereafter.price;
  if (priceId === undefined) return undefined;
  return { clause: travel.clause.id, priceId, isEachWay: travel.term.freePer === "direction" };
}
