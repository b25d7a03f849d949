import { SegmentedControl, Select } from "@mantine/core";
import type { Alert } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useIsProvider } from "../../app/session.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import { AlertFlags } from "./alert-flags.tsx";
import { useCheckName } from "./check-name.ts";
import { CHECK_LOOKS, CheckMark, type CheckState } from "./check-state.tsx";
import classes from "./alerts.module.css";

const route = getRouteApi("/in/alerts");
type Open = "yes" | "no" | "all";

/** What is wrong, or was. */
export function AlertsPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.alerts"));
  const search = route.useSearch();
  const open = (search.open ?? "yes") as Open;
  const list = useApi(
    "alerts.list",
    {
      query: {
        open,
        state: search.state as CheckState | undefined,
        search: search.search,
        customerId: search.customer,
        cursor: search.cursor,
      },
    },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const narrowed = Boolean(search.state || search.search || search.customer);
  return (
    <>
      <PageHead title={t("nav.alerts")} lead={t("alerts.lead")} />
      <AlertFilters open={open} />
      <Panel flush>
        <Loaded query={list} lines={6}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={narrowed ? t("list.noMatch") : t("alerts.none.title")}>
                {narrowed ? null : t("alerts.none.text")}
              </EmptyState>
            ) : (
              <>
                <AlertTable alerts={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

function AlertFilters({ open }: { open: Open }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const setFilters = useSetFilters();
  return (
    <>
      <SegmentedControl
        mb="sm"
        aria-label={t("alerts.which")}
        value={open}
        onChange={(next) => setFilters({ open: next === "yes" ? undefined : next })}
        data={(["yes", "no", "all"] as const).map((value) => ({
          value,
          label: t(`alerts.open.${value}`),
        }))}
      />
      <Toolbar>
        <SearchField value={search.search} hint={t("alerts.searchHint")} />
        <Select
          label={t("field.state")}
          placeholder={t("list.all")}
          clearable
          data={(Object.keys(CHECK_LOOKS) as CheckState[]).map((state) => ({
            value: state,
            label: t(`checkState.${state}`),
          }))}
          value={search.state ?? null}
          onChange={(state) => setFilters({ state: state ?? undefined })}
        />
        <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
      </Toolbar>
    </>
  );
}

function AlertTable({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const provider = useIsProvider();
  const checkName = useCheckName();
  return (
    <DataTable
      caption={t("nav.alerts")}
      rows={alerts}
      rowKey={(alert) => alert.id}
      muted={(alert) => alert.closedAtMs !== null}
      columns={[
        {
          id: "state",
          header: t("field.state"),
          cell: (alert) => <CheckMark state={alert.state} />,
        },
        {
          id: "check",
          header: t("field.check"),
          names: true,
          grows: true,
          cell: (alert) => (
            <span className={classes.named}>
              <Link to="/alerts/$alertId" params={{ alertId: alert.id }} data-row-link="">
                {checkName(alert.check)}
              </Link>
              <Dim>{alert.output}</Dim>
            </span>
          ),
        },
        { id: "server", header: t("field.server"), cell: (alert) => alert.hostname },
        ...(provider
          ? [
              {
                id: "customer",
                header: t("field.customer"),
                wideOnly: true,
                cell: (alert: Alert) => alert.customerName,
              },
            ]
          : []),
        { id: "flags", header: t("alerts.flags"), cell: (alert) => <AlertFlags alert={alert} /> },
        {
          id: "since",
          header: t("alerts.since"),
          align: "end",
          cell: (alert) => (
            <Dim>
              <TimeText ms={alert.openedAtMs} relative />
            </Dim>
          ),
        },
      ]}
    />
  );
}
