import { sql } from "kysely";
import { prepared, type Tx } from "../../platform/database/index.ts";
import "./tables.ts";

/** States of a check over time; `gone`: not watched any more. Of the host, critical is down and unknown unreachable. */
export type IntervalState = "ok" | "warning" | "critical" | "unknown" | "gone";

/** From `atMs` on the check stood so. */
export type IntervalTurn = {
  readonly customerId: string;
  readonly serverId: string;
  readonly checkId: string;
  readonly state: IntervalState;
  readonly atMs: number;
  /** The origin's own count, by which turns that come late find their place; absent: after all that is there. */
  readonly count?: { readonly epoch: number; readonly seq: number } | undefined;
  readonly alertId?: string | null;
  /** Why, where it is known: an outage cause. */
  readonly cause?: string | null;
};

/** The same as a call of SQL, to be part of a larger statement. */
export function turnIntervalCall(turn: IntervalTurn) {
  return sql<boolean>`turn_interval(${turn.customerId}, ${turn.serverId}, ${turn.checkId}, ${turn.state}, ${turn.atMs}::bigint,
    ${turn.count?.epoch ?? null}::integer, ${turn.count?.seq ?? null}::bigint, ${turn.alertId ?? null}::uuid, ${turn.cause ?? null}::text)`;
}

/**
 * Puts a turn in its place, in whatever order turns come and however often (R7). The caller holds the machine's row.
 * @returns false where it changed nothing.
 */
export async function turnInterval(tx: Tx, turn: IntervalTurn): Promise<boolean> {
  const { rows } = await sql<{
    turned: boolean;
  }>`${prepared}select ${turnIntervalCall(turn)} as turned`.execute(tx);
  return rows[0]!.turned;
}
