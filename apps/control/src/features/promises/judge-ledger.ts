import type { Interval } from "@driftvakt/domain/interval";
import { judgePromise, listPromises, type Texts } from "@driftvakt/domain/promises";
import { addMonths, monthInterval, monthOf } from "@driftvakt/domain/calendar";
import type { PromiseState } from "@driftvakt/protocol/api";
import type { Tx } from "../../platform/database/index.ts";
import {
  findPromise,
  judgeMachine,
  listBindings,
  measuredBy,
  readTimeLines,
  type Binding,
  type TimeLine,
} from "../availability/index.ts";
import { evidenceOf, type Evidence } from "./evidence-of.ts";
import { factsOf, type MachineLedger } from "./facts-of.ts";
import { readRecord, type LedgerRecord } from "./read-record.ts";

/** A row of the ledger as it stands by what is known now. */
export type LedgerRow = {
  readonly customerId: string;
  readonly contractId: string;
  readonly serverId: string;
  readonly clause: string;
  readonly period: string;
  readonly state: PromiseState;
  readonly waivedBy: string | null;
  readonly summary: Texts;
  readonly evidence: readonly Evidence[];
};

const DAY_MS = 24 * 3600 * 1000;
/** How long after its end a month is judged again: an agent keeps 72 hours, and they may come in late. */
const SETTLES_AFTER_MS = 4 * DAY_MS;

/** Judges every promise about these machines for the months that are not settled yet. */
export async function judgeLedger(
  tx: Tx,
  serverIds: readonly string[],
  nowMs: number,
): Promise<LedgerRow[]> {
  const range = { fromMs: nowMs - 40 * DAY_MS, toMs: nowMs + 1 };
  const bindings = await listBindings(tx, serverIds, range);
  const ids = [...new Set(bindings.map(({ serverId }) => serverId))];
  if (ids.length === 0) return [];
  const withServices = bindings
    .filter((one) => measuredBy(findPromise(one.catalogue, one.selection)).services)
    .map(({ serverId }) => serverId);
  const lines = await readTimeLines(tx, ids, withServices, range);
  const record = await readRecord(tx, ids, range);
  const recipients = await readRecipients(tx, bindings);
  const contracts = Map.groupBy(bindings, (one) => `${one.contractId} ${one.serverId}`);
  return [...contracts.values()].flatMap((own) => {
    const hasRecipients = recipients.get(own[0]!.contractId) ?? false;
    const line = lines.get(own[0]!.serverId)!;
    return judgeContract(own, line, record, hasRecipients, nowMs);
  });
}

async function readRecipients(tx: Tx, bindings: readonly Binding[]): Promise<Map<string, boolean>> {
  const rows = await tx
    .selectFrom("contract")
    .select(["id", "recipients"])
    .where("id", "in", [...new Set(bindings.map(({ contractId }) => contractId))])
    .execute();
  return new Map(rows.map((row) => [row.id, row.recipients.length > 0]));
}

/** One machine under one contract. */
function judgeContract(
  bindings: readonly Binding[],
  line: TimeLine,
  record: LedgerRecord,
  hasRecipients: boolean,
  nowMs: number,
): LedgerRow[] {
  const { serverId, contractId, catalogue } = bindings[0]!;
  const bound = bindings.map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, nowMs) }));
  const ledger = {
    line,
    bound: bound.filter(({ fromMs, toMs }) => toMs > fromMs),
    incidents: (record.incidents.get(serverId) ?? []).filter(
      (one) => one.contractId === null || one.contractId === contractId,
    ),
    operations: record.operations.get(serverId) ?? [],
    machine: record.machines.get(serverId),
    hasRecipients,
  };
  const { timeZone } = catalogue.provider;
  return monthsToJudge(timeZone, nowMs)
    .filter(({ period }) =>
      bound.some((one) => one.fromMs < period.toMs && one.toMs >= period.fromMs),
    )
    .flatMap(({ month, period }) => judgeMonthOf(bindings, ledger, month, period, nowMs));
}

function judgeMonthOf(
  bindings: readonly Binding[],
  ledger: Omit<MachineLedger, "judged">,
  month: string,
  period: Interval,
  nowMs: number,
): LedgerRow[] {
  const { serverId, contractId, customerId, catalogue, selection } = bindings.at(-1)!;
  const { timeZone } = catalogue.provider;
  const window = { kind: "month", month } as const;
  const judged = judgeMachine({ line: ledger.line, bindings }, window, timeZone, nowMs);
  const own: MachineLedger = { ...ledger, judged };
  const promises = listPromises(catalogue, selection, month);
  const facts = factsOf(promises, own, period, nowMs);
  // A month that is over is judged as it stood at its end; what came in late is known all the same.
  const now = Temporal.Instant.fromEpochMilliseconds(Math.max(period.fromMs, nowMs));
  return promises.map((promise) => {
    const verdict = judgePromise(promise, facts, now);
    return {
      customerId,
      contractId,
      serverId,
      clause: promise.clause,
      period: month,
      state: verdict.state,
      waivedBy: verdict.waivedBy ?? null,
      summary: verdict.summary,
      evidence: evidenceOf(promise, own, period, nowMs),
    };
  });
}

/** This month, and the last one while word of it may still come in. */
function monthsToJudge(
  timeZone: string,
  nowMs: number,
): { readonly month: string; readonly period: Interval }[] {
  const month = monthOf(timeZone, nowMs);
  const period = monthInterval(timeZone, month);
  const current = { month, period };
  if (nowMs - period.fromMs > SETTLES_AFTER_MS) return [current];
  const before = addMonths(month, -1);
  return [{ month: before, period: monthInterval(timeZone, before) }, current];
}
