import type { DecisionView, MandateState } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

/** How each state of a mandate looks. */
export const MANDATE_LOOKS: Readonly<Record<MandateState, { tone: Tone; shape: Shape }>> = {
  issued: { tone: "idle", shape: "clock" },
  delivered: { tone: "idle", shape: "clock" },
  accepted: { tone: "idle", shape: "dots" },
  running: { tone: "idle", shape: "dots" },
  succeeded: { tone: "good", shape: "tick" },
  failed: { tone: "bad", shape: "cross" },
  refused: { tone: "warn", shape: "slash" },
  expired: { tone: "idle", shape: "dash" },
  cancelled: { tone: "idle", shape: "dash" },
};

export function MandateMark({ state, soft }: { state: MandateState; soft?: boolean }) {
  const { t } = useTranslation();
  return <StateMark {...MANDATE_LOOKS[state]} label={t(`mandateState.${state}`)} soft={soft} />;
}

const FINAL: readonly MandateState[] = ["succeeded", "failed", "refused", "expired", "cancelled"];
/** Nothing will happen to it any more. */
export const isFinal = (state: MandateState): boolean => FINAL.includes(state);

export const DECISION_LOOKS: Readonly<
  Record<DecisionView["outcome"], { tone: Tone; shape: Shape }>
> = {
  allowed: { tone: "good", shape: "tick" },
  charged: { tone: "warn", shape: "triangle" },
  needs: { tone: "odd", shape: "question" },
  refused: { tone: "bad", shape: "cross" },
};
