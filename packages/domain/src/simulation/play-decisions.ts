import type { ClauseTerm, Topic } from "../catalogue/index.ts";
import { listTerms } from "../catalogue/index.ts";
import { monthOf } from "../calendar/index.ts";
import { decide } from "../contract/index.ts";
import type { Decision, DecisionFacts, DecisionRequest } from "../contract/index.ts";
import type { TimeEntry } from "../money/index.ts";
import { countedMinutes, drawFrom, leftAt } from "./prepaid-blocks.ts";
import type { PrepaidBlock } from "./prepaid-blocks.ts";
import type { SuspendedStretch } from "./play-suspensions.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import type { AskedRequest } from "./scenario-parts.ts";
import type { Line } from "./timeline.ts";
import { moneyText } from "./timeline.ts";
import type { Timed, World } from "./world.ts";

const MINUTE_MS = 60_000;

/** Time that somebody worked and that the customer pays for, under the clause that says so. */
export type BillableWork = {
  readonly clause: string;
  readonly priceId: string;
  readonly topics: readonly Topic[];
  readonly entry: TimeEntry;
};

/** A counted thing or measured amount from a moment on. */
export type CountedUse = {
  readonly atMs: number;
  readonly thing?: string;
  readonly metric?: string;
  readonly amount: number;
};

/** A block of hours and what it cost. */
export type BoughtBlock = {
  readonly atMs: number;
  readonly clause: string;
  readonly priceId: string;
  readonly hours: number;
};

export type PlayedDecisions = {
  readonly lines: readonly Line[];
  readonly bought: readonly BoughtBlock[];
  readonly work: readonly BillableWork[];
  readonly uses: readonly CountedUse[];
};

/** What is known while the scenario is played, event by event. */
type Course = {
  readonly world: World;
  readonly suspended: readonly SuspendedStretch[];
  facts: DecisionFacts;
  asked: number[];
  answered: number[];
  counts: Record<string, number>;
  /** Minutes of the month's hours that are used up, by month. */
  readonly quotaMinutes: Map<string, number>;
  /** Prepaid hours, oldest first. */
  readonly blocks: PrepaidBlock[];
  readonly bought: BoughtBlock[];
  readonly lines: Line[];
  readonly work: BillableWork[];
  readonly uses: CountedUse[];
};

/** Everything that somebody asks, uses or does, in the order in which it happens, with what is on record then. */
export function playDecisions(
  world: World,
  suspended: readonly SuspendedStretch[],
): PlayedDecisions {
  const course: Course = {
    world,
    suspended,
    facts: (world.scenario.contract.facts ?? {}) as DecisionFacts,
    asked: [],
    answered: [],
    counts: {},
    quotaMinutes: new Map(),
    blocks: [],
    bought: [],
    lines: [],
    work: [],
    uses: [],
  };
  for (const event of world.events) step(course, event);
  const { lines, work: billable, uses, bought } = course;
  return { lines, work: billable, uses, bought };
}

function step(course: Course, event: Timed<ScenarioEvent>): void {
  switch (event.event) {
    case "record":
      course.facts = { ...course.facts, ...(event.facts as DecisionFacts) };
      break;
    case "asked":
      course.asked.push(event.atMs);
      break;
    case "answered":
      course.answered.push(event.atMs);
      break;
    case "ask":
      ask(course, event.atMs, event.request);
      break;
    case "use":
      use(course, event);
      break;
    case "buy":
      buy(course, event);
      break;
    case "work":
      work(course, event);
      break;
    default:
  }
}

function factsAt(
  { facts, asked, answered, counts, suspended }: Course,
  atMs: number,
): DecisionFacts {
  const stretch = suspended.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return {
    ...facts,
    askedMs: asked,
    answeredMs: answered,
    counts: { ...facts.counts, ...counts },
    ...(stretch && { suspendedBy: stretch.clause }),
  };
}

function said(decision: Decision): string {
  const missing = (decision.needs ?? []).map(({ kind }) => kind).join(", ");
  const { charge } = decision;
  const amount = charge?.estimate ?? charge?.price?.amount;
  const price = amount === undefined ? "" : ` ${moneyText(amount)}`;
  return `${decision.outcome}${missing === "" ? "" : ` ${missing}`}${price} (${decision.reason})`;
}

function ask(course: Course, atMs: number, asked: AskedRequest): void {
  const request = asked as DecisionRequest;
  const decision = decide(
    course.world,
    request,
    factsAt(course, atMs),
    Temporal.Instant.fromEpochMilliseconds(atMs),
  );
  course.lines.push({
    atMs,
    kind: "decision",
    clause: decision.clause,
    what: `${nameOf(request)}: ${said(decision)}`,
    sentence: decision.sentence.en,
  });
}

function nameOf(request: DecisionRequest): string {
  switch (request.kind) {
    case "operation":
      return `${request.operation} by ${request.by} (${request.channel})`;
    case "work":
      return `${request.topics.join("+")} by ${request.by} (${request.channel})`;
    case "order":
      return `order ${[request.plan, request.level, ...(request.options ?? [])].filter(Boolean).join(" ")}`;
    case "use":
      return `${request.thing ?? request.metric ?? "use"} ${request.amount}`;
    case "access":
      return request.way;
    case "php":
      return request.function;
    case "run":
      return request.process;
    case "credential":
      return `${request.credentials} credentials to ${request.by}`;
    default:
      return request.kind;
  }
}

function use(course: Course, { atMs, thing, metric, amount }: Timed<EventOf<"use">>): void {
  const request: DecisionRequest = {
    kind: "use",
    amount,
    ...(thing !== undefined && { thing }),
    ...(metric !== undefined && { metric }),
  };
  ask(course, atMs, request);
  if (thing !== undefined) course.counts[thing] = amount;
  course.uses.push({
    atMs,
    amount,
    ...(thing !== undefined && { thing }),
    ...(metric !== undefined && { metric }),
  });
}

function buy(course: Course, event: Timed<EventOf<"buy">>): void {
  const { world } = course;
  const found = listTerms(world.catalogue, world.selection, "hourBlock")[0];
  const expiresMs = Temporal.Instant.fromEpochMilliseconds(event.atMs)
    .toZonedDateTimeISO(world.timeZone)
    .add({ months: event.validMonths }).epochMilliseconds;
  course.blocks.push({ expiresMs, leftMinutes: event.hours * 60 });
  course.bought.push({
    atMs: event.atMs,
    clause: found?.clause.id ?? world.catalogue.clauses[0]?.id ?? "",
    priceId: event.price,
    hours: event.hours,
  });
}

function work(course: Course, event: Timed<EventOf<"work">>): void {
  const { world } = course;
  const month = monthOf(world.timeZone, event.atMs);
  const usedMinutes = course.quotaMinutes.get(month) ?? 0;
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
      quotaHoursUsed: usedMinutes / 60,
      blockHoursLeft: leftAt(course.blocks, event.atMs) / 60,
    },
    Temporal.Instant.fromEpochMilliseconds(event.atMs),
  );
  course.lines.push({
    atMs: event.atMs,
    kind: "decision",
    clause: decision.clause,
    what: `${event.ticket} ${event.minutes} min ${event.topics.join("+")}: ${said(decision)}`,
    sentence: decision.sentence.en,
  });
  if (decision.outcome !== "allowed" && decision.outcome !== "charged") return;
  const quota = quotaFor(world, event.topics);
  const hasQuota = quota !== undefined && quota.clause.id === decision.clause;
  const leftMinutes = hasQuota ? Math.max(0, quota.term.hours * 60 - usedMinutes) : 0;
  const fromQuota = hasQuota ? Math.min(leftMinutes, event.minutes) : 0;
  if (fromQuota > 0) course.quotaMinutes.set(month, usedMinutes + fromQuota);
  bill(course, event, decision, fromQuota + fromBlocks(course, event, decision.clause));
}

/** Prepaid minutes that the work uses up, counted in the contract's units; what it billed for is what they did not cover. */
function fromBlocks(course: Course, event: Timed<EventOf<"work">>, clause: string): number {
  const { world } = course;
  const terms = listTerms(world.catalogue, world.selection, "hourBlock");
  if (!terms.some((found) => found.clause.id === clause)) return 0;
  const units = listTerms(world.catalogue, world.selection, "timeUnits")[0]?.term;
  const wanted = countedMinutes(event.minutes, units);
  const over = drawFrom(course.blocks, event.atMs, wanted);
  course.lines.push({
    atMs: event.atMs,
    kind: "charge",
    clause,
    what: `${event.ticket} ${wanted - over} min from the block, ${leftAt(course.blocks, event.atMs)} left`,
  });
  return event.minutes - Math.min(over, event.minutes);
}

function quotaFor(world: World, topics: readonly Topic[]): ClauseTerm<"hourQuota"> | undefined {
  return listTerms(world.catalogue, world.selection, "hourQuota").find(({ term }) =>
    term.covers.some((topic) => topics.includes(topic)),
  );
}

/** What is beyond the month's hours, and driving where nothing pays for it. */
function bill(
  course: Course,
  event: Timed<EventOf<"work">>,
  decision: Decision,
  fromQuota: number,
): void {
  const { world } = course;
  const { clause, charge } = decision;
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
    const minutes = event.minutes - fromQuota;
    const fromMs = event.atMs + fromQuota * MINUTE_MS;
    const activity = event.activity === "driving" ? "other" : (event.activity ?? "remote");
    course.work.push({
      clause,
      priceId,
      topics: event.topics,
      entry: entry("work", minutes, fromMs, activity),
    });
  }
  const driving = drivingPrice(world, event, decision);
  if (event.driveMinutes !== undefined && event.driveMinutes > 0 && driving !== undefined) {
    const fromMs = event.atMs - event.driveMinutes * MINUTE_MS;
    course.work.push({
      ...driving,
      topics: event.topics,
      entry: entry("drive", event.driveMinutes, fromMs, "driving"),
    });
  }
}

/** dk-24, srv-31, srv-34: driving is charged by its own clause unless travel is paid for. */
function drivingPrice(
  { catalogue, selection }: World,
  { topics }: Timed<EventOf<"work">>,
  decision: Decision,
): { readonly clause: string; readonly priceId: string } | undefined {
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
  return priceId === undefined ? undefined : { clause: travel.clause.id, priceId };
}
