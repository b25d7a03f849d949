import type { Adjustment } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.tsx";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";
import {
  directionOf,
  isByCapAlone,
  whyRevised,
  type Direction,
  type RevisionKind,
} from "./why-revised.ts";

const DIRECTIONS: Readonly<Record<Direction, { tone: Tone; shape: Shape }>> = {
  worse: { tone: "bad", shape: "triangle" },
  better: { tone: "good", shape: "tick" },
  same: { tone: "idle", shape: "ring" },
};
const KINDS: Readonly<Record<RevisionKind, { tone: Tone; shape: Shape }>> = {
  found: { tone: "bad", shape: "cross" },
  longer: { tone: "bad", shape: "triangle" },
  shorter: { tone: "good", shape: "tick" },
  excluded: { tone: "odd", shape: "slash" },
  "taken-back": { tone: "good", shape: "tick" },
  same: { tone: "idle", shape: "ring" },
};

/** Whether the month is worse or better than its report said. */
export function RevisionMark({ revision, soft }: { revision: Adjustment; soft?: boolean }) {
  const { t } = useTranslation();
  const direction = directionOf(revision);
  return <StateMark {...DIRECTIONS[direction]} label={t(`revisions.${direction}`)} soft={soft} />;
}

export function KindMark({ kind }: { kind: RevisionKind }) {
  const { t } = useTranslation();
  return <StateMark {...KINDS[kind]} label={t(`revisionKind.${kind}`)} />;
}

/** Why a month was revised, in a sentence. */
export function useWhy(): (revision: Adjustment) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const list = new Intl.ListFormat(format.locale, { type: "conjunction" });
  return (revision) => {
    const reasons = whyRevised(revision);
    if (reasons.length > 0)
      return `${list.format(reasons.map(({ kind, count }) => t(`revisions.because.${kind as "found"}`, { count })))}.`;
    if (isByCapAlone(revision)) return `${t("revisions.because.cap")}.`;
    return `${t(directionOf(revision) === "same" ? "revisions.because.nothing" : "revisions.because.time")}.`;
  };
}

/** 99.865 % → 99.492 % */
export function useShares(): (revision: Adjustment) => string {
  const format = useFormat();
  return ({ reportedMilliPercent, correctedMilliPercent }) =>
    [reportedMilliPercent, correctedMilliPercent]
      .map((share) => format.percent(share === null ? null : share / 1000, 3))
      .join("\u00A0→\u00A0");
}
