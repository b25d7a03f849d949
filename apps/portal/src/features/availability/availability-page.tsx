import { TextInput } from "@mantine/core";
import type { Availability } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { useNowMs } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import { useRevised } from "../revisions/index.ts";
import classes from "./availability.module.css";
import { AvailabilityShare } from "./availability-share.tsx";

const route = getRouteApi("/in/availability");

/** Availability of every machine in a month, what was promised, and the credit it would give. */
export function AvailabilityPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.availability"));
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const now = useNowMs();
  const period = search.period ?? new Date(now).toISOString().slice(0, 7);
  const list = useApi(
    "availability.list",
    { query: { period, customerId: search.customer, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const revised = useRevised(period);
  return (
    <>
      <PageHead title={t("nav.availability")} lead={t("availability.lead")} />
      <Toolbar>
        <TextInput
          label={t("field.period")}
          type="month"
          value={period}
          onChange={(event) => setFilters({ period: event.currentTarget.value || undefined })}
        />
        <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list} lines={6}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("availability.none.title")}>
                {t("availability.none.text")}
              </EmptyState>
            ) : (
              <>
                <AvailabilityTable rows={page.items} revised={revised} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

function AvailabilityTable({
  rows,
  revised,
}: {
  rows: readonly Availability[];
  /** Machines whose month came out otherwise after its report. */
  revised: ReadonlySet<string>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      caption={t("nav.availability")}
      rows={rows}
      rowKey={(row) => row.serverId}
      columns={[
        {
          id: "server",
          header: t("field.server"),
          names: true,
          cell: (row) => (
            <Link
              to="/servers/$serverId"
              params={{ serverId: row.serverId }}
              search={{ tab: "availability" }}
              data-row-link=""
            >
              {row.hostname}
            </Link>
          ),
        },
        {
          id: "share",
          header: t("availability.reached"),
          cell: (row) => (
            <>
              <AvailabilityShare availability={row} />
              {revised.has(row.serverId) ? (
                <Link
                  className={classes.revised}
                  to="/revisions"
                  search={{ period: row.period, server: row.serverId }}
                >
                  {t("revisions.notice")}
                </Link>
              ) : null}
            </>
          ),
        },
        {
          id: "promised",
          header: t("availability.promised"),
          align: "end",
          cell: (row) =>
            row.promisedMilliPercent === null
              ? "–"
              : format.percent(row.promisedMilliPercent / 1000, 3),
        },
        {
          id: "down",
          header: t("availability.down"),
          align: "end",
          cell: (row) => format.duration(row.downSeconds),
        },
        {
          id: "excluded",
          header: t("availability.excluded"),
          align: "end",
          wideOnly: true,
          cell: (row) => <Dim>{format.duration(row.excludedSeconds)}</Dim>,
        },
        {
          id: "unknown",
          header: t("availability.unknown"),
          align: "end",
          wideOnly: true,
          cell: (row) => <Dim>{format.duration(row.unknownSeconds)}</Dim>,
        },
        {
          id: "credit",
          header: t("availability.credit"),
          align: "end",
          cell: (row) =>
            row.creditMinor !== null && row.currency !== null
              ? format.money(row.creditMinor, row.currency)
              : format.percent(row.creditPercent),
        },
      ]}
    />
  );
}
