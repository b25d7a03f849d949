import type { AdjustedOutage, Adjustment } from "@driftvakt/protocol/api";

export const REVISION_KINDS = [
  "found",
  "longer",
  "shorter",
  "excluded",
  "taken-back",
  "same",
] as const;
export type RevisionKind = (typeof REVISION_KINDS)[number];

/** What became of one outage since the report. */
export function kindOf({
  reportedSeconds: before,
  correctedSeconds: after,
  excludedByClause,
}: Pick<
  AdjustedOutage,
  "reportedSeconds" | "correctedSeconds" | "excludedByClause"
>): RevisionKind {
  if (before === after) return "same";
  if (before === 0) return "found";
  if (after === 0) return excludedByClause === null ? "taken-back" : "excluded";
  return after > before ? "longer" : "shorter";
}

/** How many outages are the reason in which way, in the order of worry; those that count as before are none. */
export function whyRevised({ outages }: Pick<Adjustment, "outages">): readonly {
  readonly kind: RevisionKind;
  readonly count: number;
}[] {
  const kinds = outages.map(kindOf);
  return REVISION_KINDS.flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return kind === "same" || count === 0 ? [] : [{ kind, count }];
  });
}

export type Direction = "worse" | "better" | "same";

/** Against the report, for the customer. */
export function directionOf({
  downSecondsChange,
  reportedMilliPercent,
  correctedMilliPercent,
}: Pick<
  Adjustment,
  "downSecondsChange" | "reportedMilliPercent" | "correctedMilliPercent"
>): Direction {
  if (downSecondsChange !== 0) return downSecondsChange > 0 ? "worse" : "better";
  const change = (correctedMilliPercent ?? 0) - (reportedMilliPercent ?? 0);
  if (change === 0) return "same";
  return change < 0 ? "worse" : "better";
}

/** The month is as it was reported, yet it gives more: another month freed the cap that both share. */
export function isByCapAlone(
  revision: Parameters<typeof directionOf>[0] & Pick<Adjustment, "outages" | "credit">,
): boolean {
  const { credit } = revision;
  return (
    credit !== null &&
    credit.correctedMinor > credit.reportedMinor &&
    directionOf(revision) === "same" &&
    whyRevised(revision).length === 0
  );
}
