import type { ServerState } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

/** How each state of a machine looks. */
export const SERVER_LOOKS: Readonly<Record<ServerState, { tone: Tone; shape: Shape }>> = {
  up: { tone: "good", shape: "tick" },
  down: { tone: "bad", shape: "cross" },
  unreachable: { tone: "odd", shape: "question" },
  waiting: { tone: "idle", shape: "clock" },
  quarantined: { tone: "bad", shape: "shield" },
  retired: { tone: "idle", shape: "dash" },
};

export function ServerMark({ state, soft }: { state: ServerState; soft?: boolean }) {
  const { t } = useTranslation();
  return <StateMark {...SERVER_LOOKS[state]} label={t(`serverState.${state}`)} soft={soft} />;
}
