import type { BatchResponse, Report } from "@driftvakt/protocol/agent";
import { inScope } from "../../platform/database/index.ts";
import type { Platform } from "../../platform/index.ts";
import type { AgentSession } from "../servers/index.ts";
import { correctTimes, OLDEST_MS, type ClockCorrection } from "./correct-times.ts";
import type { EventSinks } from "./event-sinks.ts";
import type { Layout, Layouts } from "./open-layouts.ts";
import type { Presence } from "./open-presence.ts";
import type { SampleRow, SampleWriter } from "./open-sample-writer.ts";
import type { ParsedBatch, Rejection } from "./parse-batch.ts";
import { takeEvents } from "./take-events.ts";

export type BatchParts = {
  readonly platform: Pick<Platform, "db" | "bus" | "clock">;
  readonly sinks: EventSinks;
  readonly layouts: Layouts;
  readonly writer: SampleWriter;
  readonly presence: Presence;
};

/**
 * Takes a batch: answers only when everything in it that can be stored is stored for good (R1). What came before or
 * comes again changes nothing.
 */
export async function takeBatch(
  parts: BatchParts,
  session: AgentSession,
  batch: ParsedBatch,
): Promise<BatchResponse> {
  const nowMs = parts.platform.clock.nowMs();
  const clock = correctTimes(batch.sentAtMs, nowMs);
  const unknown = await learnLayouts(parts.layouts, session, batch);
  const rows: SampleRow[] = [];
  for (const report of batch.reports) {
    const layout = parts.layouts.recall(session.customerId, report.layout);
    // Unknown: the report waits until it comes again with its layout.
    if (!layout) continue;
    const row = readRow(parts, session, report, layout, clock, nowMs, batch.rejected);
    if (!row) continue;
    const noting = parts.layouts.use(session, layout);
    if (noting) await noting;
    rows.push(row);
  }
  const storing = parts.writer.store(rows);
  if (batch.events.length > 0) await Promise.all([storing, takeAll(parts, session, batch, clock)]);
  else await storing;
  parts.presence.spoke(session, nowMs);
  return answer(parts.platform.clock.nowMs(), unknown, batch.rejected);
}

function answer(
  nowMs: number,
  unknown: readonly string[],
  rejected: readonly Rejection[],
): BatchResponse {
  return {
    nowMs,
    ...(unknown.length > 0 && { unknownLayouts: [...unknown] }),
    ...(rejected.length > 0 && { rejected: [...rejected] }),
  };
}

/** @returns the layouts that reports name and nobody here knows. */
async function learnLayouts(
  layouts: Layouts,
  session: AgentSession,
  batch: ParsedBatch,
): Promise<readonly string[]> {
  if (batch.layouts.size > 0) await layouts.learn(session, batch.layouts);
  const missing = missingLayouts(layouts, session, batch.reports);
  if (missing.length === 0) return missing;
  await layouts.find(session.customerId, missing);
  return missingLayouts(layouts, session, batch.reports);
}

function missingLayouts(
  layouts: Layouts,
  session: AgentSession,
  reports: readonly Report[],
): readonly string[] {
  let missing: string[] = NONE;
  for (const { layout } of reports) {
    if (layouts.recall(session.customerId, layout) || missing.includes(layout)) continue;
    missing = [...missing, layout];
  }
  return missing;
}

const NONE: string[] = [];

/** @returns undefined for a report that can never be stored. */
function readRow(
  parts: BatchParts,
  session: AgentSession,
  report: Report,
  layout: Layout,
  clock: ClockCorrection,
  nowMs: number,
  rejected: Rejection[],
): SampleRow | undefined {
  if (layout.keys.length !== report.values.length) {
    const reason = `${report.values.length} values for a layout of ${layout.keys.length}`;
    rejected.push({ seq: report.seq, reason });
    return undefined;
  }
  const atMs = clock.correct(report.atMs);
  if (atMs < nowMs - OLDEST_MS) {
    rejected.push({ seq: report.seq, reason: "older than 7 days" });
    return undefined;
  }
  parts.presence.read(session, atMs, layout, report.values);
  return {
    atMs,
    seq: report.seq,
    serverNo: session.serverNo,
    layoutNo: layout.no,
    epoch: session.epoch,
    customerId: session.customerId,
    values: report.values,
    uncertain: clock.isUncertain(report.atMs),
  };
}

async function takeAll(
  parts: BatchParts,
  session: AgentSession,
  batch: ParsedBatch,
  clock: ClockCorrection,
): Promise<void> {
  const events = batch.events.map((event) => ({ ...event, atMs: clock.correct(event.atMs) }));
  await inScope(parts.platform.db, "provider", (tx) =>
    takeEvents(
      tx,
      { sinks: parts.sinks, bus: parts.platform.bus },
      session,
      events,
      parts.platform.clock.nowMs(),
    ),
  );
}
