import type { PromiseRow } from "@driftvakt/protocol/api";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Clauses, Dim } from "../../ui/page.tsx";
import { PromiseMark } from "./promise-state.tsx";
import classes from "./promises.module.css";

/** Rows of the ledger; a row opens its evidence. */
export function PromiseTable({
  promises,
  onOpen,
  withServer = true,
  withCustomer = false,
}: {
  promises: readonly PromiseRow[];
  onOpen: (promiseId: string) => void;
  withServer?: boolean;
  withCustomer?: boolean;
}) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const extra: Column<PromiseRow>[] = [
    ...(withServer
      ? [
          {
            id: "server",
            header: t("field.server"),
            cell: (row: PromiseRow) => row.hostname ?? "–",
          },
        ]
      : []),
    ...(withCustomer
      ? [
          {
            id: "customer",
            header: t("field.customer"),
            wideOnly: true,
            cell: (row: PromiseRow) => row.customerName,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={t("nav.promises")}
      rows={promises}
      rowKey={(row) => row.id}
      columns={[
        { id: "state", header: t("field.state"), cell: (row) => <PromiseMark state={row.state} /> },
        {
          id: "promise",
          header: t("promises.promise"),
          names: true,
          grows: true,
          cell: (row) => (
            <span className={classes.promise}>
              <UnstyledButton data-row-link="" onClick={() => onOpen(row.id)}>
                {text(row.title)}
              </UnstyledButton>
              <Dim>{text(row.summary)}</Dim>
            </span>
          ),
        },
        { id: "clause", header: t("field.clause"), cell: (row) => <Clauses ids={[row.clause]} /> },
        ...extra,
        {
          id: "period",
          header: t("field.period"),
          wideOnly: true,
          cell: (row) => <Dim>{format.month(row.period)}</Dim>,
        },
        {
          id: "evidence",
          header: t("promises.evidence"),
          align: "end",
          cell: (row) => <Dim>{format.number(row.evidenceCount)}</Dim>,
        },
      ]}
    />
  );
}
