import { useTranslation } from "react-i18next";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { EmptyState } from "../../ui/waiting.tsx";
import { PROMISE_LOOKS, PROMISE_STATE_NAMES } from "../promises/index.ts";
import { ClauseNote } from "./clause-note.tsx";
import type { ClauseText, Played } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** Every promise with the worst it came to, the most worrying first, and in how many machine-months. */
export function PromisePanel({
  result,
  clauses,
}: {
  result: Played["result"];
  clauses: Readonly<Record<string, ClauseText>>;
}) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const promised = Object.entries(result.promises).toSorted(
    ([, a], [, b]) => PROMISE_STATE_NAMES.indexOf(a) - PROMISE_STATE_NAMES.indexOf(b),
  );
  const monthsOf = (clause: string) =>
    PROMISE_STATE_NAMES.flatMap((state) => {
      const n = result.promiseMonths[clause]?.[state];
      return n ? [`${t(`promiseState.${state}`)} ${format.number(n)}`] : [];
    }).join(" · ");
  return (
    <Panel title={t("simulator.promises")} flush>
      {promised.length === 0 ? (
        <EmptyState title={t("simulator.noPromises")} />
      ) : (
        <ul className={classes.promises}>
          {promised.map(([clause, state]) => (
            <li key={clause}>
              <StateMark {...PROMISE_LOOKS[state]} label={t(`promiseState.${state}`)} soft />
              <details>
                <summary>
                  {clauses[clause] ? text(clauses[clause].title) : clause} <code>{clause}</code>
                </summary>
                <ClauseNote clause={clauses[clause]} />
              </details>
              <small>{t("simulator.machineMonths", { states: monthsOf(clause) })}</small>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
