import { TextInput, UnstyledButton } from "@mantine/core";
import type { Adjustment } from "@driftvakt/protocol/api";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { useIsProvider } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable, Pager, type Column } from "../../ui/data-table.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import { RevisionDrawer } from "./revision-drawer.tsx";
import { RevisionMark, useShares, useWhy } from "./revision-marks.tsx";
import classes from "./revisions.module.css";

const route = getRouteApi("/in/revisions");

/** Every finding about a month that was reported already, newest first. */
export function RevisionsPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.revisions"));
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const [open, setOpen] = useState<Adjustment>();
  const list = useApi(
    "availability.adjustments",
    {
      query: {
        period: search.period,
        customerId: search.customer,
        serverId: search.server,
        cursor: search.cursor,
      },
    },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  return (
    <>
      <PageHead title={t("nav.revisions")} lead={t("revisions.lead")} />
      <Toolbar>
        <TextInput
          label={t("field.period")}
          type="month"
          value={search.period ?? ""}
          onChange={(event) => setFilters({ period: event.currentTarget.value || undefined })}
        />
        <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list} lines={6}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("revisions.none.title")}>{t("revisions.none.text")}</EmptyState>
            ) : (
              <>
                <RevisionTable rows={page.items} onOpen={setOpen} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      <RevisionDrawer revision={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function RevisionTable({
  rows,
  onOpen,
}: {
  rows: readonly Adjustment[];
  onOpen: (revision: Adjustment) => void;
}) {
  const { t } = useTranslation();
  const provider = useIsProvider();
  const format = useFormat();
  const why = useWhy();
  const shares = useShares();
  const customer: Column<Adjustment> = {
    id: "customer",
    header: t("field.customer"),
    wideOnly: true,
    cell: (row) => row.customerName,
  };
  return (
    <DataTable
      caption={t("nav.revisions")}
      rows={rows}
      rowKey={(row) => `${row.contractId} ${row.serverId} ${row.period} ${row.number}`}
      muted={(row) => !row.isLast}
      columns={[
        {
          id: "month",
          header: t("field.period"),
          names: true,
          grows: true,
          cell: (row) => (
            <span className={classes.named}>
              <UnstyledButton data-row-link="" onClick={() => onOpen(row)}>
                {format.month(row.period)} · {row.hostname}
              </UnstyledButton>
              <Dim>{why(row)}</Dim>
            </span>
          ),
        },
        ...(provider ? [customer] : []),
        {
          id: "direction",
          header: t("field.state"),
          cell: (row) => <RevisionMark revision={row} />,
        },
        { id: "share", header: t("nav.availability"), align: "end", cell: shares },
        {
          id: "credit",
          header: t("availability.credit"),
          align: "end",
          cell: (row) => <CreditChange revision={row} />,
        },
        {
          id: "holds",
          header: t("revisions.finding"),
          wideOnly: true,
          cell: (row) => (
            <Dim>{t(row.isLast ? "revisions.state.last" : "revisions.state.older")}</Dim>
          ),
        },
        {
          id: "found",
          header: t("revisions.found"),
          align: "end",
          cell: (row) => (
            <Dim>
              <TimeText ms={row.foundAtMs} />
            </Dim>
          ),
        },
      ]}
    />
  );
}

function CreditChange({ revision: { credit } }: { revision: Adjustment }) {
  const format = useFormat();
  if (!credit) return <Dim>–</Dim>;
  const change = credit.correctedMinor - credit.reportedMinor;
  if (change === 0) return format.money(0, credit.currency);
  return `${change > 0 ? "+" : "−"}${format.money(Math.abs(change), credit.currency)}`;
}
