import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { makeFormat } from "../../i18n/format.ts";
import { Notice, Panel } from "../../ui/page.tsx";
import { downloadJson } from "./download-json.ts";
import { InvoicePanel } from "./invoice-panel.tsx";
import { PromisePanel } from "./promise-panel.tsx";
import { TimelinePanels } from "./timeline-panel.tsx";
import type { Played } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** Everything that a scenario came to. Times are the provider's, as the contract counts them. */
export function ResultView({ played }: { played: Played }) {
  const { t, i18n } = useTranslation();
  const { result, clauses } = played;
  const format = useMemo(
    () => makeFormat(i18n.language, result.timeZone),
    [i18n.language, result.timeZone],
  );
  const money = ({ amountMinor, currency }: Played["result"]["credits"]) =>
    format.money(amountMinor, currency);
  const states = Object.values(result.promises);
  const count = (state: string) => states.filter((one) => one === state).length;
  return (
    <>
      {result.unmet.length > 0 ? (
        <Notice tone="warn" title={t("simulator.unmet", { count: result.unmet.length })}>
          <ul className={classes.unmet} lang="en">
            {result.unmet.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Panel
        title={result.name}
        aside={
          <Button variant="default" size="xs" onClick={() => downloadJson(result.name, result)}>
            {t("simulator.download")}
          </Button>
        }
      >
        <dl className={classes.figures}>
          <Figure name={t("simulator.invoiced")} value={money(result.invoiced)} id="invoiced" />
          <Figure name={t("simulator.charges")} value={money(result.charges)} id="charges" />
          <Figure
            name={t("simulator.credits")}
            value={money(result.credits)}
            id="credits"
            tone={result.credits.amountMinor > 0 ? "bad" : undefined}
          />
          <Figure
            name={t("simulator.broken")}
            value={t("simulator.ofAll", {
              n: format.number(count("broken")),
              all: format.number(states.length),
            })}
            id="broken"
            tone={count("broken") > 0 ? "bad" : undefined}
          />
        </dl>
      </Panel>
      <TimelinePanels
        played={played}
        format={format}
        between={
          <div className={classes.halves}>
            <PromisePanel result={result} clauses={clauses} />
            <InvoicePanel result={result} clauses={clauses} format={format} />
          </div>
        }
      />
    </>
  );
}

export function Figure({
  name,
  value,
  id,
  tone,
}: {
  name: string;
  value: string;
  id: string;
  tone?: "bad" | undefined;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-figure={id} data-tone={tone}>
        {value}
      </dd>
    </div>
  );
}
