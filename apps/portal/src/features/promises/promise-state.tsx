import type { PromiseState } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

/** How each state of a promise looks, in the order of worry. */
export const PROMISE_LOOKS: Readonly<Record<PromiseState, { tone: Tone; shape: Shape }>> = {
  broken: { tone: "bad", shape: "cross" },
  "at-risk": { tone: "warn", shape: "triangle" },
  kept: { tone: "good", shape: "tick" },
  pending: { tone: "idle", shape: "ring" },
  waived: { tone: "odd", shape: "slash" },
};

export const PROMISE_STATE_NAMES = Object.keys(PROMISE_LOOKS) as PromiseState[];

export function PromiseMark({ state, soft }: { state: PromiseState; soft?: boolean }) {
  const { t } = useTranslation();
  return <StateMark {...PROMISE_LOOKS[state]} label={t(`promiseState.${state}`)} soft={soft} />;
}
