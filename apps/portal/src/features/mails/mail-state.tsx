import type { Mail } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { StateMark, type Shape, type Tone } from "../../ui/state-mark.tsx";

export type MailState = Mail["state"];

/** How each state of a mail looks. */
export const MAIL_LOOKS: Readonly<Record<MailState, { tone: Tone; shape: Shape }>> = {
  sent: { tone: "good", shape: "tick" },
  waiting: { tone: "idle", shape: "clock" },
  sending: { tone: "idle", shape: "dots" },
  kept: { tone: "warn", shape: "triangle" },
  failed: { tone: "bad", shape: "cross" },
};

export function MailMark({ state }: { state: MailState }) {
  const { t } = useTranslation();
  return <StateMark {...MAIL_LOOKS[state]} label={t(`mailState.${state}`)} />;
}
