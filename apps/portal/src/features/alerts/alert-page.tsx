import type { Alert, Notification } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import {
  Clauses,
  Columns,
  Dim,
  Facts,
  Mono,
  PageHead,
  Panel,
  useTabTitle,
} from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText, useNowMs } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { MailMark } from "../mails/index.ts";
import { AcknowledgeButton } from "./acknowledge-alert.tsx";
import { AlertFlags } from "./alert-flags.tsx";
import classes from "./alerts.module.css";
import { useCheckName } from "./check-name.ts";
import { CheckMark } from "./check-state.tsx";

const route = getRouteApi("/in/alerts/$alertId");

/** One alert: what is wrong, what happened when, who was told, who is on it. */
export function AlertPage() {
  const { t } = useTranslation();
  const { alertId } = route.useParams();
  const query = useApi("alerts.get", { params: { alertId } });
  const checkName = useCheckName();
  useTabTitle(
    query.data
      ? `${checkName(query.data.alert.check)} · ${query.data.alert.hostname}`
      : t("nav.alerts"),
  );
  return <Loaded query={query}>{(data) => <AlertView data={data} />}</Loaded>;
}

function AlertView({ data }: { data: ApiAnswer<"alerts.get"> }) {
  const { t } = useTranslation();
  const checkName = useCheckName();
  const can = useCan();
  const { alert } = data;
  return (
    <>
      <PageHead
        above={
          <>
            <Link to="/alerts">{t("nav.alerts")}</Link> · {alert.customerName}
          </>
        }
        title={t("alerts.on", { check: checkName(alert.check), hostname: alert.hostname })}
        lead={
          <span className={classes.flags}>
            <CheckMark state={alert.state} soft />
            <AlertFlags alert={alert} />
          </span>
        }
        actions={
          can("alerts.acknowledge") && alert.closedAtMs === null ? (
            <AcknowledgeButton alert={alert} />
          ) : null
        }
      />
      <Columns
        main={
          <>
            <Panel title={t("alerts.says")}>
              <p className={classes.output}>{alert.output || "–"}</p>
            </Panel>
            <Panel title={t("alerts.timeline")}>
              <Timeline entries={data.timeline} />
            </Panel>
            <Panel title={t("alerts.notifications")} flush>
              <Notifications notifications={data.notifications} />
            </Panel>
          </>
        }
        side={<AlertFacts alert={alert} />}
      />
    </>
  );
}

function AlertFacts({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNowMs();
  const { acknowledgement } = alert;
  return (
    <>
      <Panel title={t("alerts.facts")}>
        <Facts
          items={[
            [
              t("field.server"),
              <Link key="server" to="/servers/$serverId" params={{ serverId: alert.serverId }}>
                {alert.hostname}
              </Link>,
            ],
            [t("field.check"), <Mono key="check">{alert.check}</Mono>],
            [t("field.clauses"), <Clauses key="clauses" ids={alert.clauses} />],
            [t("alerts.openedAt"), <TimeText key="opened" ms={alert.openedAtMs} />],
            [t("alerts.closedAt"), <TimeText key="closed" ms={alert.closedAtMs} />],
            [
              t("alerts.length"),
              format.duration(((alert.closedAtMs ?? now) - alert.openedAtMs) / 1000),
            ],
          ]}
        />
      </Panel>
      {acknowledgement ? (
        <Panel title={t("alerts.acknowledgement")}>
          <p>{acknowledgement.comment}</p>
          <Dim>
            {acknowledgement.byName}, <TimeText ms={acknowledgement.atMs} />
            {acknowledgement.sticky ? ` · ${t("alerts.sticky")}` : ""}
          </Dim>
        </Panel>
      ) : null}
    </>
  );
}

function Timeline({ entries }: { entries: ApiAnswer<"alerts.get">["timeline"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={classes.timeline}>
      {entries.map((entry) => (
        <li key={`${entry.atMs}-${entry.what}`}>
          <div>
            <strong>
              {t(`alertStep.${entry.what.replaceAll(" ", "-") as "opened"}`, {
                defaultValue: entry.what,
              })}
            </strong>
            {entry.detail ? <p>{entry.detail}</p> : null}
          </div>
          <time dateTime={new Date(entry.atMs).toISOString()}>{format.exact(entry.atMs)}</time>
        </li>
      ))}
    </ol>
  );
}

/** Who was told, how, and whether it left. */
function Notifications({ notifications }: { notifications: readonly Notification[] }) {
  const { t } = useTranslation();
  const can = useCan();
  if (notifications.length === 0)
    return <EmptyState title={t("alerts.noneTold.title")}>{t("alerts.noneTold.text")}</EmptyState>;
  return (
    <DataTable
      caption={t("alerts.notifications")}
      rows={notifications}
      rowKey={(row) => row.id}
      columns={[
        { id: "to", header: t("field.recipient"), names: true, cell: (row) => row.recipient },
        { id: "kind", header: t("alerts.kind"), cell: (row) => t(`notificationKind.${row.kind}`) },
        {
          id: "state",
          header: t("field.state"),
          cell: (row) =>
            row.channel === "portal" ? (
              <StateMark tone="good" shape="tick" label={t("alerts.inPortal")} />
            ) : (
              <MailMark state={row.state} />
            ),
        },
        {
          id: "at",
          header: t("field.at"),
          align: "end",
          cell: (row) => (
            <Dim>
              <TimeText ms={row.sentAtMs ?? row.createdAtMs} />
            </Dim>
          ),
        },
        {
          id: "mail",
          header: t("field.actions"),
          silent: true,
          align: "end",
          cell: (row) =>
            row.mailId && can("mails.read") ? (
              <Link to="/mails" search={{ mail: row.mailId }}>
                {t("mails.read")}
              </Link>
            ) : (
              ""
            ),
        },
      ]}
    />
  );
}
