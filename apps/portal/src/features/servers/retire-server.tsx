import { Button, TextInput } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChange } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Notice } from "../../ui/page.tsx";
import { toast } from "../../ui/toasts.tsx";
import { FailureLine } from "../../ui/waiting.tsx";

/** Stops watching for good; the name must be typed. */
export function ConfirmRetire({
  server,
  opened,
  onClose,
}: {
  server: Server;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const retire = useChange("servers.retire", ["servers.", "overview."], () => {
    toast(t("servers.retire.done", { hostname: server.hostname }));
    onClose();
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t("servers.retire.title", { hostname: server.hostname })}
      action={t("servers.retire.action")}
      danger
      pending={retire.isPending}
      failure={retire.error}
      blocked={typed.trim().toLowerCase() !== server.hostname.toLowerCase()}
      onConfirm={() => retire.mutate({ params: { serverId: server.id } })}
      onClose={onClose}
    >
      <p>{t("servers.retire.text")}</p>
      <TextInput
        mt="md"
        label={t("mandates.typeName", { hostname: server.hostname })}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

/** After a clone alarm: says what happened, and lets a technician end it. */
export function ReleaseNotice({ server }: { server: Server }) {
  const { t } = useTranslation();
  const can = useCan();
  const release = useChange("servers.release", ["servers."], () =>
    toast(t("servers.release.done")),
  );
  return (
    <Notice
      tone="bad"
      title={t("servers.release.title")}
      action={
        can("servers.write") ? (
          <Button
            size="xs"
            variant="default"
            loading={release.isPending}
            onClick={() => release.mutate({ params: { serverId: server.id } })}
          >
            {t("servers.release.action")}
          </Button>
        ) : null
      }
    >
      {t("servers.release.text")}
      <FailureLine failure={release.error} />
    </Notice>
  );
}
