import { Button } from "@mantine/core";
import type { ApiKey } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { API_DOCS } from "../../app/navigation.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, Mono, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText, useNowMs } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { ApiKeyDialog } from "./api-key-dialog.tsx";

/** Keys for programs, each allowed a part of what its maker may do. */
export function ApiKeysPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.apiKeys"));
  const [making, setMaking] = useState(false);
  const list = useApi("apiKeys.list", {});
  const make = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {t("apiKeys.new")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("nav.apiKeys")}
        lead={
          <>
            {t("apiKeys.lead")} <a href={API_DOCS}>{t("nav.apiDocs")}</a>
          </>
        }
        actions={make}
      />
      <Panel flush>
        <Loaded query={list}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t("apiKeys.none.title")} action={make}>
                {t("apiKeys.none.text")}
              </EmptyState>
            ) : (
              <KeyTable keys={items} />
            )
          }
        </Loaded>
      </Panel>
      <ApiKeyDialog opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNowMs();
  const [revoking, setRevoking] = useState<ApiKey>();
  const revoke = useChange("apiKeys.revoke", ["apiKeys."], () => {
    toast(t("apiKeys.revoked"));
    setRevoking(undefined);
  });
  return (
    <>
      <DataTable
        caption={t("nav.apiKeys")}
        rows={keys}
        rowKey={(key) => key.id}
        columns={[
          {
            id: "name",
            header: t("field.name"),
            names: true,
            cell: (key) => <strong>{key.name}</strong>,
          },
          {
            id: "prefix",
            header: t("apiKeys.prefix"),
            cell: (key) => <Mono dim>{key.prefix}…</Mono>,
          },
          {
            id: "may",
            header: t("apiKeys.may"),
            grows: true,
            cell: (key) => (
              <Dim>
                {key.permissions.map((permission) => t(`permission.${permission}`)).join(", ")}
              </Dim>
            ),
          },
          {
            id: "expires",
            header: t("apiKeys.expires"),
            cell: (key) =>
              key.expiresAtMs === null ? (
                <Dim>{t("apiKeys.never")}</Dim>
              ) : key.expiresAtMs < now ? (
                <StateMark tone="idle" shape="dash" label={t("apiKeys.expired")} />
              ) : (
                format.date(key.expiresAtMs)
              ),
          },
          {
            id: "used",
            header: t("apiKeys.lastUsed"),
            wideOnly: true,
            cell: (key) => (
              <Dim>
                <TimeText ms={key.lastUsedAtMs} relative />
              </Dim>
            ),
          },
          {
            id: "act",
            header: t("field.actions"),
            silent: true,
            align: "end",
            cell: (key) => (
              <Button size="compact-sm" variant="default" onClick={() => setRevoking(key)}>
                {t("apiKeys.revoke")}
              </Button>
            ),
          },
        ]}
      />
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t("apiKeys.revokeTitle", { name: revoking?.name ?? "" })}
        action={t("apiKeys.revoke")}
        danger
        pending={revoke.isPending}
        failure={revoke.error}
        onConfirm={() => revoking && revoke.mutate({ params: { apiKeyId: revoking.id } })}
        onClose={() => setRevoking(undefined)}
      >
        <p>{t("apiKeys.revokeText")}</p>
      </ConfirmDialog>
    </>
  );
}
