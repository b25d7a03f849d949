import type { AgentUpdate } from "@driftvakt/protocol/api";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { Dim, Mono, Panel } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { LOOK_EVERY_MS } from "./look-every.ts";
import { UpdateMark } from "./release-state.tsx";
import { readReason } from "./update-reason.ts";

/** More than these are told on the command line. */
const SHOWN_AT_MOST = 200;

/** What became of a release on each machine that it was offered to, failures first. */
export function ReleaseMachines({ version }: { version: string }) {
  const { t } = useTranslation();
  const list = useApi(
    "releases.machines",
    { query: { version } },
    { refetchIntervalMs: LOOK_EVERY_MS },
  );
  return (
    <Panel title={t("releases.outcome", { version })} flush>
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("releases.noOutcome.title")}>
              {t("releases.noOutcome.text")}
            </EmptyState>
          ) : (
            <>
              <OutcomeTable version={version} rows={items.slice(0, SHOWN_AT_MOST)} />
              {items.length > SHOWN_AT_MOST ? (
                <EmptyState title={t("releases.more", { count: items.length - SHOWN_AT_MOST })}>
                  <Mono>driftvakt release machines {version}</Mono>
                </EmptyState>
              ) : null}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function OutcomeTable({ version, rows }: { version: string; rows: readonly AgentUpdate[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("releases.outcome", { version })}
      rows={rows}
      rowKey={(row) => row.serverId}
      columns={[
        {
          id: "server",
          header: t("field.server"),
          names: true,
          cell: (row) => (
            <Link to="/servers/$serverId" params={{ serverId: row.serverId }} data-row-link="">
              {row.hostname}
            </Link>
          ),
        },
        { id: "state", header: t("field.state"), cell: (row) => <UpdateMark state={row.state} /> },
        {
          id: "reason",
          header: t("field.reason"),
          grows: true,
          cell: (row) => <Reason detail={row.detail} />,
        },
        {
          id: "runs",
          header: t("releases.running"),
          cell: (row) => <Mono>{row.agentVersion ?? "–"}</Mono>,
        },
        {
          id: "at",
          header: t("field.at"),
          align: "end",
          cell: (row) => (
            <Dim>
              <TimeText ms={row.changedAtMs} />
            </Dim>
          ),
        },
      ]}
    />
  );
}

function Reason({ detail }: { detail: string }) {
  const { t } = useTranslation();
  const reason = readReason(detail);
  if (!reason) return detail === "" ? <Dim>–</Dim> : detail;
  return t(`updateReason.${reason.code}`, { number: reason.number });
}
