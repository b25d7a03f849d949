import type { Adjustment } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Dim, Panel } from "../../ui/page.tsx";
import { RevisionDrawer } from "./revision-drawer.tsx";
import { RevisionMark, useShares, useWhy } from "./revision-marks.tsx";
import classes from "./revisions.module.css";

/** Months of a contract that came out otherwise after their report; nothing where every report holds. */
export function RevisionsPanel({ contractId }: { contractId: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Adjustment>();
  const list = useApi("availability.adjustments", { query: { contractId, limit: 200 } });
  const revisions = (list.data?.items ?? []).filter(({ isLast }) => isLast);
  if (revisions.length === 0) return null;
  return (
    <Panel title={t("revisions.panel")} id="revisions" flush>
      <ul className={classes.list}>
        {revisions.map((revision) => (
          <RevisionRow
            key={`${revision.serverId} ${revision.period}`}
            revision={revision}
            onOpen={() => setOpen(revision)}
          />
        ))}
      </ul>
      <RevisionDrawer revision={open} onClose={() => setOpen(undefined)} />
    </Panel>
  );
}

function RevisionRow({ revision, onOpen }: { revision: Adjustment; onOpen: () => void }) {
  const format = useFormat();
  const why = useWhy();
  const shares = useShares();
  const { credit } = revision;
  return (
    <li>
      <button type="button" onClick={onOpen}>
        <span>
          <strong>
            {format.month(revision.period)} · {revision.hostname}
          </strong>
          <Dim>{why(revision)}</Dim>
        </span>
        <span className={classes.figures}>
          <RevisionMark revision={revision} />
          <span>{shares(revision)}</span>
          {credit ? (
            <Dim>
              {format.money(credit.reportedMinor, credit.currency)}
              {"\u00A0→\u00A0"}
              {format.money(credit.correctedMinor, credit.currency)}
            </Dim>
          ) : null}
        </span>
      </button>
    </li>
  );
}
