import { Button } from "@mantine/core";
import type { Announcement } from "@driftvakt/protocol/api";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, useChange } from "../../api/index.ts";
import { usePaging } from "../../app/filters.ts";
import { useCan } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { TimeText, useNowMs } from "../../ui/time-text.tsx";
import { toast } from "../../ui/toasts.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { AnnouncementMark } from "./announcement-state.tsx";
import { AnnounceDialog } from "./announce-dialog.tsx";

const route = getRouteApi("/in/announcements");

/** Work that was announced before it was done (ba-05). */
export function AnnouncementsPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.announcements"));
  const search = route.useSearch();
  const can = useCan();
  const [making, setMaking] = useState(false);
  const list = useApi(
    "announcements.list",
    { query: { cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const make = can("announcements.write") ? (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {t("announcements.new")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.announcements")} lead={t("announcements.lead")} actions={make} />
      <Panel flush>
        <Loaded query={list}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("announcements.none.title")} action={make}>
                {t("announcements.none.text")}
              </EmptyState>
            ) : (
              <>
                <AnnouncementTable announcements={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      <AnnounceDialog opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

function AnnouncementTable({ announcements }: { announcements: readonly Announcement[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  const now = useNowMs();
  const [cancelling, setCancelling] = useState<Announcement>();
  const cancel = useChange("announcements.cancel", ["announcements.", "availability."], () => {
    toast(t("announcements.cancelled"));
    setCancelling(undefined);
  });
  return (
    <>
      <DataTable
        caption={t("nav.announcements")}
        rows={announcements}
        rowKey={(row) => row.id}
        muted={(row) => row.cancelledAtMs !== null}
        columns={[
          {
            id: "subject",
            header: t("field.subject"),
            names: true,
            grows: true,
            cell: (row) => (
              <>
                <strong>{row.subject}</strong>
                <br />
                <Dim>{row.text}</Dim>
              </>
            ),
          },
          {
            id: "state",
            header: t("field.state"),
            cell: (row) => <AnnouncementMark announcement={row} nowMs={now} />,
          },
          {
            id: "cause",
            header: t("announcements.cause"),
            cell: (row) => t(`announcementCause.${row.cause}`),
          },
          { id: "from", header: t("field.from"), cell: (row) => <TimeText ms={row.startsAtMs} /> },
          {
            id: "length",
            header: t("availability.length"),
            wideOnly: true,
            cell: (row) => format.duration((row.endsAtMs - row.startsAtMs) / 1000),
          },
          {
            id: "notice",
            header: t("announcements.notice"),
            wideOnly: true,
            cell: (row) => (
              <Dim>{format.duration((row.startsAtMs - row.announcedAtMs) / 1000)}</Dim>
            ),
          },
          {
            id: "servers",
            header: t("nav.servers"),
            align: "end",
            cell: (row) => format.number(row.serverIds.length),
          },
          {
            id: "act",
            header: t("field.actions"),
            silent: true,
            align: "end",
            cell: (row) =>
              can("announcements.write") && row.cancelledAtMs === null && now < row.startsAtMs ? (
                <Button size="compact-sm" variant="default" onClick={() => setCancelling(row)}>
                  {t("announcements.cancel")}
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        opened={cancelling !== undefined}
        title={t("announcements.cancelTitle")}
        action={t("announcements.cancel")}
        pending={cancel.isPending}
        failure={cancel.error}
        onConfirm={() => cancelling && cancel.mutate({ params: { announcementId: cancelling.id } })}
        onClose={() => setCancelling(undefined)}
      >
        <p>{cancelling?.subject}</p>
      </ConfirmDialog>
    </>
  );
}
