import { useTranslation } from "react-i18next";
import type { DrawnYear } from "@driftvakt/domain/simulation";
import { useFormat } from "../../i18n/use-format.tsx";
import { binsOf } from "./histogram.ts";
import classes from "./histogram.module.css";

const BARS_AT_MOST = 24;

/** How often a year cost how much. The bars are for the eye; a table below says the same. */
export function CreditHistogram({
  drawn,
  currency,
  marks,
}: {
  drawn: readonly DrawnYear[];
  currency: string;
  marks: readonly { readonly minor: number; readonly label: string }[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const bins = binsOf(
    drawn.map(({ creditsMinor }) => creditsMinor),
    BARS_AT_MOST,
  );
  const highest = Math.max(1, ...bins.map(({ count }) => count));
  const top = bins.at(-1)?.to ?? 1;
  const money = (minor: number) => format.money(minor, currency);
  const across = (minor: number) => `${((minor / top) * 100).toFixed(3)}%`;
  return (
    <figure className={classes.histogram}>
      <figcaption>{t("simulator.histogram")}</figcaption>
      <div className={classes.field} aria-hidden="true">
        <div className={classes.bars}>
          {bins.map(({ from, to, count }) => (
            <span
              key={from}
              style={{ height: `${(count / highest) * 100}%` }}
              data-none={count === 0 || undefined}
              title={`${money(from)} – ${money(to)}: ${format.number(count)}`}
            />
          ))}
        </div>
        {marks.map(({ minor, label }, k) => (
          <span key={label} className={classes.mark} data-row={k} style={{ left: across(minor) }}>
            <b data-late={minor > top / 2 || undefined}>
              {label} {money(minor)}
            </b>
          </span>
        ))}
      </div>
      <div className={classes.axis} aria-hidden="true">
        <span>{money(0)}</span>
        <span>{money(top / 2)}</span>
        <span>{money(top)}</span>
      </div>
      <details>
        <summary>{t("simulator.histogramTable")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("simulator.creditsOfYear")}</th>
              <th scope="col">{t("simulator.years")}</th>
            </tr>
          </thead>
          <tbody>
            {bins
              .filter(({ count }) => count > 0)
              .map(({ from, to, count }) => (
                <tr key={from}>
                  <th scope="row">
                    {money(from)} – {money(to)}
                  </th>
                  <td>{format.number(count)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
