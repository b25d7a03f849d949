import { Select } from "@mantine/core";
import type { AgentVersionRow } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { ShareBar } from "../../ui/bars.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, Mono, Panel, Toolbar } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { ServerMark } from "../servers/index.ts";
import { LOOK_EVERY_MS } from "./look-every.ts";
import classes from "./releases.module.css";

type Versions = ApiAnswer<"releases.list">["versions"];
const route = getRouteApi("/in/releases");

/** How many machines run which version. */
export function VersionsInUse({ versions }: { versions: Versions }) {
  const { t } = useTranslation();
  const total = versions.reduce((sum, { machines }) => sum + machines, 0);
  return (
    <Panel title={t("releases.inUse")}>
      {versions.length === 0 ? (
        <Dim>{t("releases.noMachines.text")}</Dim>
      ) : (
        <ul className={classes.versions}>
          {versions.map(({ version, machines }) => {
            return (
              <li key={version}>
                <Link
                  to="/releases"
                  search={(before) => ({ ...before, runs: version, cursor: undefined })}
                  hash="machines"
                >
                  {version}
                </Link>
                <span>{t("releases.machines", { count: machines })}</span>
                <ShareBar
                  parts={[
                    { key: "own", tone: "idle", count: machines },
                    { key: "rest", tone: "none", count: total - machines },
                  ]}
                />
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

/** Every watched machine with the version of its agent. */
export function RunningVersions({ versions }: { versions: Versions }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const list = useApi(
    "releases.running",
    { query: { version: search.runs, cursor: search.cursor } },
    { keepPrevious: true, refetchIntervalMs: LOOK_EVERY_MS },
  );
  const paging = usePaging(search, list.data);
  return (
    <section id="machines">
      <Toolbar>
        <Select
          label={t("releases.running")}
          placeholder={t("list.all")}
          clearable
          data={versions.map(({ version }) => version)}
          value={search.runs ?? null}
          onChange={(runs) => setFilters({ runs: runs ?? undefined })}
        />
      </Toolbar>
      <Panel title={t("releases.whichRuns")} flush>
        <Loaded query={list}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("releases.noMachines.title")}>
                {t("releases.noMachines.text")}
              </EmptyState>
            ) : (
              <>
                <VersionTable rows={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </section>
  );
}

function VersionTable({ rows }: { rows: readonly AgentVersionRow[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("releases.whichRuns")}
      rows={rows}
      rowKey={(row) => row.serverId}
      columns={[
        {
          id: "server",
          header: t("field.server"),
          names: true,
          grows: true,
          cell: (row) => (
            <Link to="/servers/$serverId" params={{ serverId: row.serverId }} data-row-link="">
              {row.hostname}
            </Link>
          ),
        },
        {
          id: "runs",
          header: t("releases.running"),
          cell: (row) => <Mono>{row.agentVersion ?? "–"}</Mono>,
        },
        { id: "state", header: t("field.state"), cell: (row) => <ServerMark state={row.state} /> },
        {
          id: "customer",
          header: t("field.customer"),
          wideOnly: true,
          cell: (row) => row.customerName,
        },
        {
          id: "seen",
          header: t("people.lastSeen"),
          align: "end",
          cell: (row) => (
            <Dim>
              <TimeText ms={row.lastSeenAtMs} relative />
            </Dim>
          ),
        },
      ]}
    />
  );
}
