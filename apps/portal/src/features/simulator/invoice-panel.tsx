import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { useText } from "../../i18n/use-format.tsx";
import { Panel } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/waiting.tsx";
import type { ClauseText, Played } from "./worker-messages.ts";
import classes from "./simulator.module.css";

type Line = Played["result"]["invoices"][number]["lines"][number];
type Kind = "fee" | "credit" | "other";

/** The invoice of a month, each line by its clause. */
export function InvoicePanel({
  result,
  clauses,
  format,
}: {
  result: Played["result"];
  clauses: Readonly<Record<string, ClauseText>>;
  format: Format;
}) {
  const { t } = useTranslation();
  const text = useText();
  const issued = result.invoices.filter(({ lines }) => lines.length > 0);
  const [month, setMonth] = useState(issued[0]?.month);
  const invoice = issued.find((one) => one.month === month) ?? issued[0];
  if (!invoice)
    return (
      <Panel title={t("simulator.invoice")}>
        <EmptyState title={t("simulator.noInvoice")} />
      </Panel>
    );
  const money = ({ amountMinor, currency }: Line["net"]) => format.money(amountMinor, currency);
  const nameOf = (line: Line): string => {
    const kind = kindOf(line);
    if (kind === "credit") return t("simulator.creditLine");
    const clause = clauses[line.clause];
    const by = clause ? text(clause.title) : line.clause;
    return kind === "fee" ? line.text : `${by}: ${line.text}`;
  };
  const { totals } = invoice;
  return (
    <Panel
      title={t("simulator.invoice")}
      flush
      aside={
        <Select
          size="xs"
          aria-label={t("field.period")}
          value={invoice.month}
          data={issued.map(({ month: value }) => ({ value, label: format.month(value) }))}
          onChange={(value) => setMonth(value ?? month)}
        />
      }
    >
      <table className={classes.invoice}>
        <caption
          className={classes.hidden}
        >{`${t("simulator.invoice")} ${format.month(invoice.month)}`}</caption>
        <thead className={classes.hidden}>
          <tr>
            <th scope="col">{t("field.description")}</th>
            <th scope="col">{t("field.clause")}</th>
            <th scope="col">{t("simulator.net")}</th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line) => (
            <tr key={`${line.id} ${line.clause}`}>
              <td>
                {nameOf(line)}
                {line.quantityMilli > 1000 && line.unit !== "minute"
                  ? ` × ${format.number(line.quantityMilli / 1000)}`
                  : ""}
              </td>
              <td>
                <code>{line.clause}</code>
              </td>
              <td>{money(line.net)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {(["net", "tax", "gross"] as const).map((which) => (
            <tr key={which} data-sum={which}>
              <th scope="row" colSpan={2}>
                {t(`simulator.${which}`)}
              </th>
              <td>{money(totals[which])}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </Panel>
  );
}

function kindOf({ id }: Line): Kind {
  if (id.startsWith("fee")) return "fee";
  return id.startsWith("credit") ? "credit" : "other";
}
