import type { CheckStandingView } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { Clauses, Dim, Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CheckMark, useCheckName } from "../alerts/index.ts";
import classes from "./servers.module.css";

const WORST_FIRST = ["critical", "warning", "unknown", "ok"];

/** Where each check stands, worst first. */
export function ChecksPanel({ serverId }: { serverId: string }) {
  const { t } = useTranslation();
  const query = useApi("servers.checks", { params: { serverId } });
  return (
    <Panel title={t("checks.title")} flush>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("checks.none.title")}>{t("checks.none.text")}</EmptyState>
          ) : (
            <ChecksTable checks={items} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function ChecksTable({ checks }: { checks: readonly CheckStandingView[] }) {
  const { t } = useTranslation();
  const checkName = useCheckName();
  const sorted = checks.toSorted(
    (a, b) =>
      WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || a.check.localeCompare(b.check),
  );
  return (
    <DataTable
      caption={t("checks.title")}
      rows={sorted}
      rowKey={(check) => check.check}
      columns={[
        {
          id: "check",
          header: t("field.check"),
          names: true,
          cell: (check) => <strong>{checkName(check.check)}</strong>,
        },
        { id: "state", header: t("field.state"), cell: (check) => <Standing check={check} /> },
        {
          id: "output",
          header: t("field.output"),
          grows: true,
          cell: (check) => <span className={classes.output}>{check.output}</span>,
        },
        {
          id: "clauses",
          header: t("field.clauses"),
          cell: (check) => <Clauses ids={check.clauses} />,
        },
        {
          id: "since",
          header: t("checks.since"),
          align: "end",
          cell: (check) => (
            <Dim>
              <TimeText ms={check.sinceMs} relative />
            </Dim>
          ),
        },
      ]}
    />
  );
}

function Standing({ check }: { check: CheckStandingView }) {
  const { t } = useTranslation();
  return (
    <span className={classes.stateHead}>
      <CheckMark state={check.state} />
      {check.hard ? null : <Dim>{t("checks.soft", { attempt: check.attempt })}</Dim>}
      {check.flapping ? <StateMark tone="odd" shape="dots" label={t("alerts.flapping")} /> : null}
    </span>
  );
}
