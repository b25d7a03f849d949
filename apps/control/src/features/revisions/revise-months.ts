import { reviseMonth, type MonthAvailability } from "@driftvakt/domain/availability";
import { monthInterval } from "@driftvakt/domain/calendar";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/index.ts";
import type { Tx } from "../../platform/database/index.ts";
import {
  judgeMachine,
  readMachines,
  targetOf,
  type Binding,
  type JudgedMachine,
} from "../availability/index.ts";
import { SYSTEM_ACTOR } from "../provider/index.ts";
import { compareCredits } from "./compare-credits.ts";
import type { AdjustmentEvidence } from "./tables.ts";

/** How long after its report a month is looked at again: what comes later has no evidence kept to judge it by. */
export const REVISED_FOR_DAYS = 93;

export type ReportedMonth = {
  readonly customer_id: string;
  readonly contract_id: string;
  readonly server_id: string;
  readonly month: string;
  readonly result: MonthAvailability;
  readonly frozen_at: Date;
};

const AT_ONCE = 100;

/** Months whose reports may still be revised, oldest first. */
export async function listOpenMonths(tx: Tx, nowMs: number): Promise<string[]> {
  const rows = await tx
    .selectFrom("frozen_month")
    .select("month")
    .distinct()
    .where("frozen_at", ">", revisedSince(nowMs))
    .orderBy("month")
    .execute();
  return rows.map((row) => row.month);
}

/** The next machines' reports of one month; none: those were all. */
export function listReported(
  tx: Tx,
  month: string,
  after: ReportedMonth | undefined,
  nowMs: number,
): Promise<ReportedMonth[]> {
  let query = tx
    .selectFrom("frozen_month")
    .selectAll()
    .where("month", "=", month)
    .where("frozen_at", ">", revisedSince(nowMs))
    .orderBy("server_id")
    .orderBy("contract_id")
    .limit(AT_ONCE);
  if (after)
    query = query.where(
      sql<boolean>`(server_id, contract_id) > (${after.server_id}::uuid, ${after.contract_id}::uuid)`,
    );
  return query.execute();
}

function revisedSince(nowMs: number): Date {
  return new Date(nowMs - REVISED_FOR_DAYS * 86_400_000);
}

/**
 * Months that share a cap are looked at twice: first what less is due for is taken back, then what is left of the cap is given,
 * to the earliest month first. Other months have no such order.
 */
export type Round = "take-back" | "give";

/** How many adjustments were recorded, and whether months under a shared cap wait for the second round. */
export type Recorded = { readonly count: number; readonly isMoreToGive: boolean };
export const NOTHING_RECORDED: Recorded = { count: 0, isMoreToGive: false };

/**
 * Judges reported months again by all that is known now. The reports stand; where one would come out otherwise, or otherwise
 * than was found last, that is put on record with its evidence (R18); so is a credit that comes out otherwise because another
 * month freed the cap that both share. Done twice it changes nothing.
 * @param reported machines of one month.
 */
export async function reviseMonths(
  tx: Tx,
  reported: readonly ReportedMonth[],
  timeZone: string,
  nowMs: number,
  round: Round,
): Promise<Recorded> {
  const [first] = reported;
  if (!first) return NOTHING_RECORDED;
  const { month } = first;
  const ids = reported.map(({ server_id }) => server_id);
  const machines = await readMachines(tx, ids, monthInterval(timeZone, month));
  let count = 0;
  let isMoreToGive = false;
  for (const one of reported) {
    const machine = machines.get(one.server_id);
    // Under another contract since: the months of that one are its own.
    const binding = machine?.bindings.at(-1);
    if (!machine || binding?.contractId !== one.contract_id) continue;
    const judged = judgeMachine(machine, { kind: "month", month }, timeZone, nowMs);
    const became = await recordChange(tx, one, judged, binding, nowMs, round);
    if (became === "recorded") count++;
    // What was taken back may be another month's.
    if (became === "waits" || (became === "recorded" && capOf(judged))) isMoreToGive = true;
  }
  return { count, isMoreToGive };
}

function capOf({ promise }: JudgedMachine) {
  return promise?.credits[0]?.capPeriod;
}

async function recordChange(
  tx: Tx,
  reported: ReportedMonth,
  machine: JudgedMachine,
  binding: Binding,
  nowMs: number,
  round: Round,
): Promise<"recorded" | "waits" | "same"> {
  const { promise, judged, facts } = machine;
  const { customer_id, contract_id, server_id, month, result } = reported;
  // A contract that promises otherwise now judges by another clause; what was reported was reported by the old one.
  if (judged.clause !== result.clause) return "same";
  const frozen = { result, frozenMs: reported.frozen_at.getTime() };
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const { adjustment } = reviseMonth(frozen, judged, now);
  const change = {
    corrected_points: adjustment?.correctedPoints ?? result.points,
    down_ms_change: adjustment?.downMsChange ?? 0,
  };
  const last = await findLast(tx, reported);
  const before = last ?? { number: 0, corrected_points: result.points, down_ms_change: 0 };
  const isSame =
    before.corrected_points === change.corrected_points &&
    before.down_ms_change === change.down_ms_change;
  if (isSame && capOf(machine) === undefined) return "same";
  const compared = promise && (await compareCredits(tx, promise, binding, reported, judged));
  if (isSame && compared?.isOtherwise !== true) return "same";
  if (round === "take-back" && compared?.isMoreDue === true && capOf(machine)) return "waits";
  await tx
    .insertInto("month_adjustment")
    .values({
      customer_id,
      contract_id,
      server_id,
      month,
      number: before.number + 1,
      found_at: new Date(nowMs),
      clause: result.clause,
      reported_points: result.points,
      ...change,
      evidence: JSON.stringify({
        corrected: judged,
        outages: facts.outages,
        ...(promise && {
          promisedMilliPercent: targetOf(promise.rules),
          credit: compared?.credit,
        }),
      } satisfies AdjustmentEvidence),
    })
    .execute();
  await recordAudit(
    tx,
    {
      actor: SYSTEM_ACTOR,
      customerId: customer_id,
      action: "availability.adjust",
      object: `server:${server_id}`,
      detail: {
        month,
        contractId: contract_id,
        clause: result.clause,
        ...change,
        ...(compared && { credit: compared.credit }),
      },
    },
    new Date(nowMs),
  );
  return "recorded";
}

/**
 * Under a lock of that machine, so that two processes do not record the same finding twice, nor both give away what is left
 * of a cap that its months share.
 */
async function findLast(tx: Tx, one: ReportedMonth) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${one.contract_id} ${one.server_id}`}, 7201015))`.execute(
    tx,
  );
  return tx
    .selectFrom("month_adjustment")
    .select(["number", "corrected_points", "down_ms_change"])
    .where("contract_id", "=", one.contract_id)
    .where("server_id", "=", one.server_id)
    .where("month", "=", one.month)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
}
