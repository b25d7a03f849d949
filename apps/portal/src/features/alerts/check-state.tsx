import type { Alert } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

export type CheckState = Alert["state"];

/** How each state of a check looks, worst first. */
export const CHECK_LOOKS: Readonly<Record<CheckState, { tone: Tone; shape: Shape }>> = {
  critical: { tone: "bad", shape: "cross" },
  warning: { tone: "warn", shape: "triangle" },
  unknown: { tone: "odd", shape: "question" },
  ok: { tone: "good", shape: "tick" },
};

export function CheckMark({ state, soft }: { state: CheckState; soft?: boolean }) {
  const { t } = useTranslation();
  return <StateMark {...CHECK_LOOKS[state]} label={t(`checkState.${state}`)} soft={soft} />;
}
