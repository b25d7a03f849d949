import { Button } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan, useMe } from "../../app/session.tsx";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { ShareBar } from "../../ui/bars.tsx";
import { Clauses, Columns, Notice, PageHead, Panel, useTabTitle } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { TimeText, useNowMs } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CHECK_LOOKS, useCheckName } from "../alerts/index.ts";
import { EvidenceDrawer, PROMISE_LOOKS, PROMISE_STATE_NAMES } from "../promises/index.ts";
import { SERVER_LOOKS } from "../servers/index.ts";
import classes from "./overview.module.css";

type Overview = ApiAnswer<"overview.get">;

/** The front page: are we keeping our word? */
export function OverviewPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.overview"));
  const query = useApi("overview.get", {});
  return (
    <>
      <MailNotice />
      <Loaded query={query} lines={8}>
        {(overview) =>
          overview.servers.total === 0 ? <FirstSteps /> : <Answer overview={overview} />
        }
      </Loaded>
    </>
  );
}

/** Nobody may believe that alarms go out where they do not. */
function MailNotice() {
  const { t } = useTranslation();
  const me = useMe();
  const can = useCan();
  if (me.mailIsSent || !can("mails.read")) return null;
  return (
    <div className={classes.notice}>
      <Notice
        tone="warn"
        title={t("mails.keptTitle")}
        action={<Link to="/mails">{t("mails.read")}</Link>}
      >
        {t("mails.keptText")}
      </Notice>
    </div>
  );
}

function FirstSteps() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  return (
    <>
      <PageHead title={t("overview.question")} lead={t("overview.nothingYet")} />
      <Panel>
        <EmptyState
          title={t("servers.none.title")}
          action={
            can("servers.write") ? (
              <Button onClick={() => void navigate({ to: "/servers", search: { add: "1" } })}>
                {t("servers.add")}
              </Button>
            ) : null
          }
        >
          {can("servers.write") ? t("servers.none.text") : t("servers.none.customer")}
        </EmptyState>
      </Panel>
    </>
  );
}

function Answer({ overview }: { overview: Overview }) {
  return (
    <>
      <Verdict overview={overview} />
      <Columns
        main={
          <>
            <WorryPanel overview={overview} />
            <ClausesPanel overview={overview} />
          </>
        }
        side={
          <>
            <ServersPanel servers={overview.servers} />
            <AlertsPanel />
          </>
        }
      />
    </>
  );
}

/** The answer in one sentence, and the ledger's sum under it. */
function Verdict({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { promises } = overview;
  const now = useNowMs();
  const total = PROMISE_STATE_NAMES.reduce((sum, state) => sum + promises[state], 0);
  const month = new Intl.DateTimeFormat(format.locale, {
    month: "long",
    year: "numeric",
    timeZone: format.timeZone,
  }).format(now);
  return (
    <header className={classes.verdict}>
      <p className={classes.question}>
        {t("overview.question")} · {month}
      </p>
      <h1 tabIndex={-1} id="page-title">
        <Sentence promises={promises} total={total} />
      </h1>
      <ShareBar
        tall
        parts={PROMISE_STATE_NAMES.toReversed().map((state) => ({
          key: state,
          tone: PROMISE_LOOKS[state].tone,
          count: promises[state],
        }))}
      />
      <ul className={classes.sums}>
        {PROMISE_STATE_NAMES.map((state) => (
          <li key={state}>
            <Link to="/promises" search={{ state }}>
              <StateShape {...PROMISE_LOOKS[state]} size={18} />
              <strong>{format.number(promises[state])}</strong>
              <span>{t(`promiseState.${state}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </header>
  );
}

function Sentence({ promises, total }: { promises: Overview["promises"]; total: number }) {
  const { t } = useTranslation();
  if (total === 0) return t("overview.noPromises");
  if (promises.broken > 0) {
    const rest =
      promises["at-risk"] > 0 ? ` ${t("overview.andAtRisk", { count: promises["at-risk"] })}` : "";
    return t("overview.broken", { count: promises.broken }) + rest;
  }
  if (promises["at-risk"] > 0) return t("overview.atRisk", { count: promises["at-risk"] });
  if (promises.kept === 0) return t("overview.notJudged");
  return t("overview.kept", { count: promises.kept });
}

/** What needs someone now: broken and at-risk promises. */
function WorryPanel({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState<string>();
  const worried = overview.promises.broken + overview.promises["at-risk"] > 0;
  const broken = useApi(
    "promises.list",
    { query: { state: "broken", limit: 5 } },
    { enabled: worried },
  );
  const atRisk = useApi(
    "promises.list",
    { query: { state: "at-risk", limit: 8 } },
    { enabled: worried },
  );
  if (!worried) return null;
  const rows = [...(broken.data?.items ?? []), ...(atRisk.data?.items ?? [])];
  return (
    <Panel
      title={t("overview.worry")}
      aside={
        <Link to="/promises" search={{ state: "at-risk" }}>
          {t("nav.promises")}
        </Link>
      }
      flush
    >
      <Loaded query={atRisk} lines={3}>
        {() => (
          <ul className={classes.worries}>
            {rows.map((row) => (
              <li key={row.id}>
                <button type="button" onClick={() => setOpen(row.id)}>
                  <StateShape
                    {...PROMISE_LOOKS[row.state]}
                    label={t(`promiseState.${row.state}`)}
                    size={18}
                  />
                  <span>
                    <strong>{text(row.title)}</strong>
                    <span className={classes.why}>{text(row.summary)}</span>
                  </span>
                  <span className={classes.where}>
                    {row.hostname ?? row.customerName}
                    <Clauses ids={[row.clause]} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <EvidenceDrawer promiseId={open} onClose={() => setOpen(undefined)} />
    </Panel>
  );
}

/** Each promise of the service description, and how it stands over all machines. */
function ClausesPanel({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("overview.byClause")} flush>
      {overview.clauses.length === 0 ? (
        <EmptyState title={t("promises.none.title")}>{t("promises.none.text")}</EmptyState>
      ) : (
        <ul className={classes.clauses}>
          {overview.clauses.map((row) => (
            <ClauseRow key={row.clause} row={row} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ClauseRow({ row }: { row: Overview["clauses"][number] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const shown = PROMISE_STATE_NAMES.filter((state) => row.counts[state] > 0);
  return (
    <li>
      <Link to="/promises" search={{ clause: row.clause }} data-row-link="">
        <Clauses ids={[row.clause]} />
        <span className={classes.clauseTitle}>{text(row.title)}</span>
        <span className={classes.clauseBar}>
          <ShareBar
            parts={PROMISE_STATE_NAMES.toReversed().map((state) => ({
              key: state,
              tone: PROMISE_LOOKS[state].tone,
              count: row.counts[state],
            }))}
          />
        </span>
        <span className={classes.counts}>
          {shown.map((state) => (
            <span key={state}>
              <StateShape {...PROMISE_LOOKS[state]} label={t(`promiseState.${state}`)} />{" "}
              {format.number(row.counts[state])}
            </span>
          ))}
        </span>
      </Link>
    </li>
  );
}

function ServersPanel({ servers }: { servers: Overview["servers"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const states = (["up", "down", "unreachable", "waiting"] as const).filter(
    (state) => state === "up" || servers[state] > 0,
  );
  return (
    <Panel
      title={t("nav.servers")}
      aside={
        <Link to="/servers">{t("overview.all", { total: format.number(servers.total) })}</Link>
      }
    >
      <ShareBar
        parts={states.map((state) => ({
          key: state,
          tone: SERVER_LOOKS[state].tone,
          count: servers[state],
        }))}
      />
      <ul className={classes.lines}>
        {states.map((state) => (
          <li key={state}>
            <Link to="/servers" search={{ state }}>
              <StateShape {...SERVER_LOOKS[state]} />
              <span>{t(`serverState.${state}`)}</span>
              <strong>{format.number(servers[state])}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function AlertsPanel() {
  const { t } = useTranslation();
  const can = useCan();
  const checkName = useCheckName();
  const alerts = useApi("alerts.list", { query: { limit: 6 } }, { enabled: can("alerts.read") });
  if (!can("alerts.read")) return null;
  return (
    <Panel title={t("overview.openAlerts")} aside={<Link to="/alerts">{t("nav.alerts")}</Link>}>
      <Loaded query={alerts} lines={3}>
        {(page) =>
          page.items.length === 0 ? (
            <p className={classes.calm}>
              <StateShape tone="good" shape="tick" size={18} /> {t("alerts.calm")}
            </p>
          ) : (
            <ul className={classes.lines}>
              {page.items.map((alert) => (
                <li key={alert.id}>
                  <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
                    <StateShape
                      {...CHECK_LOOKS[alert.state]}
                      label={t(`checkState.${alert.state}`)}
                    />
                    <span>
                      {checkName(alert.check)}
                      <span className={classes.why}>{alert.hostname}</span>
                    </span>
                    <TimeText ms={alert.openedAtMs} relative />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
