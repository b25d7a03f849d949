import { decide } from "../contract/index.ts";
import type { DecisionFacts, DecisionRequest } from "../contract/index.ts";
import type { Course, PlayedDecisions } from "./course.ts";
import { decidedLine, factsAt, said } from "./course.ts";
import type { SuspendedStretch } from "./play-suspensions.ts";
import { openBlockAccount, playPurchase, refundedBlocks } from "./prepaid-blocks.ts";
import { playWork } from "./play-work.ts";
import type { EventOf, ScenarioEvent } from "./scenario-event.ts";
import type { AskedRequest } from "./scenario-parts.ts";
import type { Timed, World } from "./world.ts";

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
    blocks: openBlockAccount(world),
    flatMinutes: new Map(),
    lines: [],
    work: [],
    uses: [],
  };
  for (const event of world.events) step(course, event);
  const { lines, work: billable, uses } = course;
  const blocks = [...course.blocks.charged, ...refundedBlocks(course)];
  return { lines, work: billable, uses, blocks };
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
      playPurchase(course, event);
      break;
    case "work":
      playWork(course, event);
      break;
    default:
  }
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
    ...decidedLine(nameOf(request), decision),
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
    case "software":
      return `${request.found.name} ${request.found.version}`;
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
