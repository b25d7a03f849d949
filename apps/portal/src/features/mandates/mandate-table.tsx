import type { MandateView } from "@driftvakt/protocol/api";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../ui/data-table.tsx";
import { Clauses, Dim } from "../../ui/page.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { MandateMark } from "./mandate-state.tsx";
import { useOperationText } from "./operation-text.ts";

/** Mandates as a list; the machine's column is left out on its own page. */
export function MandateTable({
  mandates,
  withServer = true,
}: {
  mandates: readonly MandateView[];
  withServer?: boolean;
}) {
  const { t } = useTranslation();
  const text = useOperationText();
  return (
    <DataTable
      caption={t("nav.mandates")}
      rows={mandates}
      rowKey={(mandate) => mandate.id}
      columns={[
        {
          id: "operation",
          header: t("mandates.what"),
          names: true,
          cell: (mandate) => (
            <Link to="/mandates/$mandateId" params={{ mandateId: mandate.id }} data-row-link="">
              {text(mandate)}
            </Link>
          ),
        },
        ...(withServer
          ? [
              {
                id: "server",
                header: t("field.server"),
                cell: (mandate: MandateView) => mandate.hostname,
              },
            ]
          : []),
        {
          id: "state",
          header: t("field.state"),
          cell: (mandate) => <MandateMark state={mandate.state} />,
        },
        {
          id: "clause",
          header: t("field.clause"),
          cell: (mandate) => <Clauses ids={[mandate.clause]} />,
        },
        { id: "asked", header: t("mandates.askedBy"), cell: (mandate) => mandate.askedBy.name },
        {
          id: "at",
          header: t("mandates.issuedAt"),
          align: "end",
          cell: (mandate) => (
            <Dim>
              <TimeText ms={mandate.issuedAtMs} />
            </Dim>
          ),
        },
      ]}
    />
  );
}
