import type { AgentRelease, UpdateState } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

/** A release that has reached everybody still rolls, for machines that come later: people call that done. */
export type ShownState = AgentRelease["state"] | "done";

const RELEASE_LOOKS: Readonly<Record<ShownState, { tone: Tone; shape: Shape }>> = {
  rolling: { tone: "idle", shape: "dots" },
  done: { tone: "good", shape: "tick" },
  paused: { tone: "warn", shape: "clock" },
  stopped: { tone: "bad", shape: "cross" },
  superseded: { tone: "idle", shape: "dash" },
};

/** How what became of a release on a machine looks, in the order of worry. */
export const UPDATE_LOOKS: Readonly<Record<UpdateState, { tone: Tone; shape: Shape }>> = {
  "rolled-back": { tone: "bad", shape: "cross" },
  lost: { tone: "bad", shape: "question" },
  refused: { tone: "warn", shape: "slash" },
  installed: { tone: "good", shape: "tick" },
  started: { tone: "idle", shape: "dots" },
  offered: { tone: "idle", shape: "clock" },
};
export const UPDATE_STATE_NAMES = Object.keys(UPDATE_LOOKS) as UpdateState[];

export function shownState({ state, machines, rings }: AgentRelease): ShownState {
  const isEverywhere = machines.installed > 0 && machines.installed >= (rings.at(-1) ?? 0);
  return state === "rolling" && isEverywhere ? "done" : state;
}

export function ReleaseMark({ release, soft }: { release: AgentRelease; soft?: boolean }) {
  const { t } = useTranslation();
  const state = shownState(release);
  return <StateMark {...RELEASE_LOOKS[state]} label={t(`releaseState.${state}`)} soft={soft} />;
}

export function UpdateMark({ state }: { state: UpdateState }) {
  const { t } = useTranslation();
  return <StateMark {...UPDATE_LOOKS[state]} label={t(`updateState.${state}`)} />;
}
