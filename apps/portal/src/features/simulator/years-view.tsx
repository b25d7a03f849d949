import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DrawnYear } from "@driftvakt/domain/simulation";
import { useFormat } from "../../i18n/use-format.tsx";
import { Panel } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/waiting.tsx";
import { downloadJson } from "./download-json.ts";
import { CreditHistogram } from "./credit-histogram.tsx";
import { Figure } from "./result-view.tsx";
import type { PlayedYears } from "./worker-messages.ts";
import classes from "./simulator.module.css";

/** What so many years would have given back: the spread as a picture, the figures that a price is made by. */
export function YearsView({ played }: { played: PlayedYears }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { report, drawn } = played;
  const { credits, missedPeriods, currency } = report;
  const money = (minor: number) => format.money(minor, currency);
  const title = t("simulator.yearsOf", {
    count: report.years,
    machines: format.number(report.machines),
  });
  return (
    <Panel
      title={title}
      aside={
        <Button
          variant="default"
          size="xs"
          onClick={() => downloadJson(`years-${report.seed}`, report)}
        >
          {t("simulator.download")}
        </Button>
      }
    >
      <dl className={classes.figures}>
        <Figure name={t("simulator.median")} value={money(credits.half)} id="half" />
        <Figure
          name={t("simulator.ninetyFive")}
          value={money(credits.ninetyFive)}
          id="ninetyFive"
        />
        <Figure name={t("simulator.worst")} value={money(credits.most)} id="most" />
        <Figure name={t("simulator.mean")} value={money(credits.mean)} id="mean" />
        <Figure
          name={t("simulator.shareOfFees")}
          value={format.percent(report.shareOfFeesBasisPoints / 100, 2)}
          id="share"
        />
        <Figure
          name={t("simulator.missedPeriods")}
          value={format.number(missedPeriods.mean, 1)}
          id="missed"
        />
      </dl>
      {credits.most === 0 ? (
        <EmptyState title={t("simulator.noCredits.title")}>
          {t("simulator.noCredits.text")}
        </EmptyState>
      ) : (
        <CreditHistogram
          drawn={drawn}
          currency={currency}
          marks={[
            { minor: credits.half, label: t("simulator.median") },
            { minor: credits.ninetyFive, label: t("simulator.ninetyFive") },
            { minor: credits.most, label: t("simulator.worst") },
          ]}
        />
      )}
    </Panel>
  );
}

/** How far the drawing is, with the picture as it grows. */
export function YearsProgress({
  drawn,
  total,
  onCancel,
}: {
  drawn: readonly DrawnYear[];
  total: number;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t("simulator.drawnSoFar", {
    n: format.number(drawn.length),
    all: format.number(total),
  });
  return (
    <Panel title={t("simulator.playing")}>
      <div className={classes.progress}>
        {total > 0 ? (
          <>
            <progress max={total} value={drawn.length} aria-label={t("simulator.playing")} />
            <span>{text}</span>
          </>
        ) : (
          <progress aria-label={t("simulator.playing")} />
        )}
        <Button variant="default" size="xs" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </div>
    </Panel>
  );
}
