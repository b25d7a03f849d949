import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ApiAnswer } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { ShareBar } from "../../ui/bars.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { useNowMs } from "../../ui/time-text.tsx";
import { PROMISE_LOOKS, PROMISE_STATE_NAMES } from "../promises/index.ts";
import classes from "./overview.module.css";

type Overview = ApiAnswer<"overview.get">;

/** The answer in one sentence, and the ledger's sum under it. */
export function Verdict({ overview }: { overview: Overview }) {
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
