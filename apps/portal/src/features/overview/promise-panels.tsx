import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { ShareBar } from "../../ui/bars.tsx";
import { Clauses, Panel } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { EvidenceDrawer, PROMISE_LOOKS, PROMISE_STATE_NAMES } from "../promises/index.ts";
import classes from "./overview.module.css";

type Overview = ApiAnswer<"overview.get">;

/** What needs someone now: broken and at-risk promises. */
export function WorryPanel({ overview }: { overview: Overview }) {
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
export function ClausesPanel({ overview }: { overview: Overview }) {
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
