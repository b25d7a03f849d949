import type { CountedPart, ExcludedPart, MonthAvailability } from "@driftvakt/domain/availability";
import type { Availability } from "@driftvakt/protocol/api";
import type { GivenBack, JudgedMachine, Window } from "./judge-machine.ts";

export type NamedServer = {
  readonly id: string;
  readonly hostname: string;
  readonly customerId: string;
};

/** Thousandths of a percent in one. */
const FULL = 100_000;

/** A machine's availability as the API says it; seconds are rounded from exact milliseconds. */
export function viewAvailability(
  server: NamedServer,
  { promise, judged, credit, currency }: JudgedMachine,
  window: Window,
): Availability {
  const { agreedMs, unknownMs, downMs, excludedMs } = judged;
  const grant = credit?.tier?.grant;
  return {
    serverId: server.id,
    hostname: server.hostname,
    customerId: server.customerId,
    period: window.month,
    observedSeconds: seconds(agreedMs - unknownMs),
    downSeconds: seconds(downMs),
    excludedSeconds: seconds(excludedMs),
    unknownSeconds: seconds(unknownMs),
    milliPercent: milliPercentOf(judged),
    promisedMilliPercent: promise ? targetOf(promise.rules) : null,
    creditPercent: currency ? (grant?.kind === "percent" ? grant.basisPoints / 100 : 0) : null,
    creditMinor: currency ? (credit?.amount.amountMinor ?? 0) : null,
    creditCutMinor: currency ? cutOf(credit) : null,
    currency: currency ?? null,
  };
}

/** What nobody asked for in time was not cut by a cap. */
function cutOf(credit: GivenBack | undefined): number {
  return credit?.capped === true && credit.state !== "lapsed"
    ? credit.uncapped.amountMinor - credit.amount.amountMinor
    : 0;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** Thousandths of a percent, rounded down; null where nothing was observed. */
export function milliPercentOf({
  share,
  agreedMs,
  unknownMs,
}: Pick<MonthAvailability, "share" | "agreedMs" | "unknownMs">): number | null {
  return share.of > 0 && agreedMs > unknownMs ? Math.floor((share.up * FULL) / share.of) : null;
}

/** What was promised, in thousandths of a percent. */
export function targetOf({
  targetPoints,
  decimals,
}: {
  targetPoints: number;
  decimals: number;
}): number {
  return Math.round(targetPoints * 10 ** (3 - decimals));
}

export type OutageView = {
  fromMs: number;
  toMs: number | null;
  cause: string;
  counted: boolean;
  excludedByClause: string | null;
  alertId: string | null;
};

/** Every piece of every outage, counted or not and by which clause, oldest first; one that lasts has no end. */
export function viewOutages({ judged, facts }: JudgedMachine): OutageView[] {
  const byId = new Map(facts.outages.map((outage) => [outage.id, outage]));
  const view = (part: CountedPart | ExcludedPart, outageIds: readonly string[]) => {
    // A reported month may name outages that were taken back since; it stands all the same.
    const outages = outageIds.flatMap((id) => byId.get(id) ?? []);
    const lasts = part.toMs === judged.toMs && outages.some((one) => one.endedMs === undefined);
    return {
      fromMs: part.fromMs,
      toMs: lasts ? null : part.toMs,
      cause: outages[0]?.cause ?? "unclassified",
      counted: !("clause" in part),
      excludedByClause: "clause" in part ? part.clause : null,
      alertId: outages.find((one) => one.alertId !== null)?.alertId ?? null,
    };
  };
  return [
    ...judged.counted.map((part) => view(part, part.outageIds)),
    ...judged.excluded.map((part) => view(part, [part.outageId])),
  ].toSorted((a, b) => a.fromMs - b.fromMs);
}
