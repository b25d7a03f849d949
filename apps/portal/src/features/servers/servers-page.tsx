import { Button, Select } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useCan, useIsProvider } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { Meter } from "../../ui/bars.tsx";
import { DataTable, Pager, type Column } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CHECK_LOOKS, CheckMark } from "../alerts/index.ts";
import { CustomerSelect } from "../customers/index.ts";
import { AddServerDialog } from "./add-server.tsx";
import { SERVER_LOOKS, ServerMark } from "./server-state.tsx";
import classes from "./servers.module.css";

const route = getRouteApi("/in/servers");
const SORTS = ["worst", "hostname", "customer", "last-seen"] as const;

/** The fleet. */
export function ServersPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.servers"));
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const can = useCan();
  const list = useApi(
    "servers.list",
    {
      query: {
        search: search.search,
        state: search.state as Server["state"] | undefined,
        worst: search.worst as Server["worst"] | undefined,
        customerId: search.customer,
        sort: (search.sort ?? "worst") as (typeof SORTS)[number],
        cursor: search.cursor,
        limit: 50,
      },
    },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const filtered = Boolean(search.search || search.state || search.worst || search.customer);
  const add = can("servers.write") ? (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setFilters({ add: "1" })}>
      {t("servers.add")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.servers")} lead={t("servers.lead")} actions={add} />
      <ServerFilters />
      <Panel flush>
        <Loaded query={list} lines={8}>
          {(page) =>
            page.items.length === 0 ? (
              <NoServers filtered={filtered} action={add} />
            ) : (
              <>
                <ServerTable servers={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      {can("servers.write") ? (
        <AddServerDialog
          opened={search.add === "1"}
          onClose={() => setFilters({ add: undefined })}
        />
      ) : null}
    </>
  );
}

function NoServers({ filtered, action }: { filtered: boolean; action: React.ReactNode }) {
  const { t } = useTranslation();
  const setFilters = useSetFilters();
  if (!filtered)
    return (
      <EmptyState title={t("servers.none.title")} action={action}>
        {action ? t("servers.none.text") : t("servers.none.customer")}
      </EmptyState>
    );
  return (
    <EmptyState
      title={t("list.noMatch")}
      action={
        <Button
          variant="default"
          onClick={() =>
            setFilters({
              search: undefined,
              state: undefined,
              worst: undefined,
              customer: undefined,
            })
          }
        >
          {t("list.clearFilters")}
        </Button>
      }
    />
  );
}

function ServerFilters() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const setFilters = useSetFilters();
  return (
    <Toolbar>
      <SearchField value={search.search} hint={t("servers.searchHint")} />
      <Select
        label={t("servers.state")}
        placeholder={t("list.all")}
        clearable
        data={Object.keys(SERVER_LOOKS).map((state) => ({
          value: state,
          label: t(`serverState.${state as Server["state"]}`),
        }))}
        value={search.state ?? null}
        onChange={(state) => setFilters({ state: state ?? undefined })}
      />
      <Select
        label={t("servers.worst")}
        placeholder={t("list.all")}
        clearable
        data={Object.keys(CHECK_LOOKS).map((state) => ({
          value: state,
          label: t(`checkState.${state as Server["worst"]}`),
        }))}
        value={search.worst ?? null}
        onChange={(worst) => setFilters({ worst: worst ?? undefined })}
      />
      <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
      <Select
        label={t("list.sort")}
        data={SORTS.map((sort) => ({ value: sort, label: t(`servers.sort.${sort}`) }))}
        value={search.sort ?? "worst"}
        onChange={(sort) =>
          setFilters({ sort: sort === "worst" ? undefined : (sort ?? undefined) })
        }
      />
    </Toolbar>
  );
}

function ServerTable({ servers }: { servers: readonly Server[] }) {
  const { t } = useTranslation();
  const columns = useServerColumns();
  return (
    <DataTable
      caption={t("nav.servers")}
      columns={columns}
      rows={servers}
      rowKey={(server) => server.id}
      muted={(server) => server.state === "retired"}
    />
  );
}

function useServerColumns(): Column<Server>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const provider = useIsProvider();
  const meter = (percent: number | null) => (
    <Meter percent={percent} text={format.percent(percent)} />
  );
  return [
    {
      id: "hostname",
      header: t("field.server"),
      names: true,
      cell: (server) => (
        <span className={classes.named}>
          <Link to="/servers/$serverId" params={{ serverId: server.id }} data-row-link="">
            {server.hostname}
          </Link>
          {provider ? <Dim>{server.customerName}</Dim> : null}
        </span>
      ),
    },
    {
      id: "state",
      header: t("servers.state"),
      cell: (server) => <ServerMark state={server.state} />,
    },
    {
      id: "worst",
      header: t("servers.worst"),
      cell: (server) => (server.state === "waiting" ? "" : <CheckMark state={server.worst} />),
    },
    {
      id: "plan",
      header: t("field.plan"),
      wideOnly: true,
      cell: (server) => server.planName ?? <Dim>{t("servers.noContract")}</Dim>,
    },
    { id: "cpu", header: t("metric.cpu"), cell: (server) => meter(server.latest.cpuPercent) },
    {
      id: "memory",
      header: t("metric.memory"),
      wideOnly: true,
      cell: (server) => meter(server.latest.memoryPercent),
    },
    {
      id: "disk",
      header: t("metric.disk"),
      wideOnly: true,
      cell: (server) => meter(server.latest.fullestFilesystemPercent),
    },
    {
      id: "word",
      header: t("servers.atRisk"),
      cell: (server) =>
        server.promisesAtRiskCount > 0 ? (
          <StateMark
            tone="warn"
            shape="triangle"
            label={format.number(server.promisesAtRiskCount)}
          />
        ) : (
          <Dim>0</Dim>
        ),
    },
    {
      id: "seen",
      header: t("servers.lastSeen"),
      align: "end",
      wideOnly: true,
      cell: (server) => (
        <Dim>
          <TimeText ms={server.lastSeenAtMs} relative />
        </Dim>
      ),
    },
  ];
}
