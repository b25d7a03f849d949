import type { Contract } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

export type ContractState = Contract["state"];

/** How each state of a contract looks. */
export const CONTRACT_LOOKS: Readonly<Record<ContractState, { tone: Tone; shape: Shape }>> = {
  active: { tone: "good", shape: "tick" },
  ordered: { tone: "idle", shape: "clock" },
  offered: { tone: "idle", shape: "ring" },
  ended: { tone: "idle", shape: "dash" },
};

export function ContractMark({ state, soft }: { state: ContractState; soft?: boolean }) {
  const { t } = useTranslation();
  return <StateMark {...CONTRACT_LOOKS[state]} label={t(`contractState.${state}`)} soft={soft} />;
}
