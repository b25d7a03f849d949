import { Button } from "@mantine/core";
import type { AgentRelease } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { toast } from "../../ui/toasts.tsx";

/** Holds a roll-out, which technicians may, or lets it go on, which is the owner's and wants a fresh proof. */
export function TurnRelease({ release }: { release: AgentRelease }) {
  const can = useCan();
  if (release.state === "rolling" && can("servers.write"))
    return <TurnButton release={release} to="pause" />;
  if (release.state === "paused" && can("provider.write"))
    return <TurnButton release={release} to="resume" />;
  return null;
}

function TurnButton({ release, to }: { release: AgentRelease; to: "pause" | "resume" }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { version, ring } = release;
  const turn = useChange(`releases.${to}`, ["releases."], () => {
    toast(t(`releases.${to}.done`));
    setAsking(false);
  });
  return (
    <>
      <Button variant={to === "pause" ? "default" : "filled"} onClick={() => setAsking(true)}>
        {t(`releases.${to}.action`)}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t(`releases.${to}.title`, { version })}
        action={t(`releases.${to}.action`)}
        pending={turn.isPending}
        failure={turn.error}
        onConfirm={() => turn.mutate({ params: { version } })}
        onClose={() => setAsking(false)}
      >
        <p>{t(`releases.${to}.text`, { ring })}</p>
      </ConfirmDialog>
    </>
  );
}
