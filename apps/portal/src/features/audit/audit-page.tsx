import { SegmentedControl } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, Mono, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";

const route = getRouteApi("/in/audit");

/** Who did what, in a chain that shows any change; and what was refused. */
export function AuditPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.audit"));
  const { tab } = route.useSearch();
  const setFilters = useSetFilters();
  return (
    <>
      <PageHead title={t("nav.audit")} lead={t("audit.lead")} actions={<ChainState />} />
      <SegmentedControl
        mb="md"
        aria-label={t("nav.audit")}
        value={tab ?? "log"}
        onChange={(next) =>
          setFilters({ tab: next === "log" ? undefined : next, search: undefined })
        }
        data={(["log", "security"] as const).map((value) => ({
          value,
          label: t(`audit.tab.${value}`),
        }))}
      />
      {tab === "security" ? <SecurityEvents /> : <AuditLog />}
    </>
  );
}

function ChainState() {
  const { t } = useTranslation();
  const format = useFormat();
  const verify = useApi("audit.verify", {}, { staleMs: 60_000 });
  if (!verify.data) return null;
  const { holds, entries, firstBadNumber } = verify.data;
  return holds ? (
    <StateMark
      tone="good"
      shape="tick"
      soft
      label={t("audit.holds", { count: entries, entries: format.number(entries) })}
    />
  ) : (
    <StateMark
      tone="bad"
      shape="cross"
      soft
      label={t("audit.broken", { number: firstBadNumber ?? 0 })}
    />
  );
}

function AuditLog() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const list = useApi(
    "audit.list",
    { query: { search: search.search, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  return (
    <>
      <Toolbar>
        <SearchField value={search.search} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list} lines={8}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("list.noMatch")} />
            ) : (
              <>
                <DataTable
                  caption={t("nav.audit")}
                  rows={page.items}
                  rowKey={(entry) => String(entry.number)}
                  columns={[
                    {
                      id: "number",
                      header: "#",
                      wideOnly: true,
                      cell: (entry) => <Mono dim>{entry.number}</Mono>,
                    },
                    {
                      id: "action",
                      header: t("audit.action"),
                      names: true,
                      cell: (entry) => <Mono>{entry.action}</Mono>,
                    },
                    {
                      id: "actor",
                      header: t("audit.actor"),
                      cell: (entry) => entry.actor.name || entry.actor.kind,
                    },
                    {
                      id: "object",
                      header: t("audit.object"),
                      wideOnly: true,
                      cell: (entry) => <Mono dim>{entry.object}</Mono>,
                    },
                    {
                      id: "detail",
                      header: t("audit.detail"),
                      wideOnly: true,
                      grows: true,
                      cell: (entry) => <Detail detail={entry.detail} />,
                    },
                    {
                      id: "at",
                      header: t("field.at"),
                      align: "end",
                      cell: (entry) => (
                        <Dim>
                          <TimeText ms={entry.atMs} />
                        </Dim>
                      ),
                    },
                  ]}
                />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

function SecurityEvents() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const list = useApi(
    "securityEvents.list",
    { query: { cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  return (
    <Panel flush>
      <Loaded query={list} lines={6}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t("audit.noEvents.title")}>{t("audit.noEvents.text")}</EmptyState>
          ) : (
            <>
              <DataTable
                caption={t("audit.tab.security")}
                rows={page.items}
                rowKey={(event) => event.id}
                columns={[
                  {
                    id: "kind",
                    header: t("audit.kind"),
                    names: true,
                    cell: (event) => <Mono>{event.kind}</Mono>,
                  },
                  {
                    id: "detail",
                    header: t("audit.detail"),
                    grows: true,
                    cell: (event) => <Detail detail={event.detail} />,
                  },
                  {
                    id: "at",
                    header: t("field.at"),
                    align: "end",
                    cell: (event) => (
                      <Dim>
                        <TimeText ms={event.atMs} />
                      </Dim>
                    ),
                  },
                ]}
              />
              <Pager {...paging} />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** Facts of an entry, in one line. */
function Detail({ detail }: { detail: Readonly<Record<string, unknown>> }) {
  const facts = Object.entries(detail).filter(([, value]) => value !== null && value !== "");
  return (
    <Dim>
      {facts
        .map(
          ([key, value]) =>
            `${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
        )
        .join(" · ")}
    </Dim>
  );
}
