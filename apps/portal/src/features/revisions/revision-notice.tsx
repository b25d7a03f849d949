import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { Notice } from "../../ui/page.tsx";
import { RevisionDrawer } from "./revision-drawer.tsx";
import { useShares, useWhy } from "./revision-marks.tsx";
import { directionOf } from "./why-revised.ts";

/** Says beside a machine's month that it came out otherwise after its report; nothing where it did not. */
export function RevisionNotice({
  serverId,
  period,
  clause,
}: {
  serverId: string;
  period: string;
  /** Only a revision of this promise; any where it is absent. */
  clause?: string;
}) {
  const { t } = useTranslation();
  const why = useWhy();
  const shares = useShares();
  const [open, setOpen] = useState(false);
  const list = useApi("availability.adjustments", { query: { serverId, period, limit: 50 } });
  const revision = list.data?.items.find(
    (one) => one.isLast && (clause === undefined || one.clause === clause),
  );
  if (!revision) return null;
  return (
    <>
      <Notice
        tone={directionOf(revision) === "worse" ? "warn" : "idle"}
        title={t("revisions.notice")}
        action={
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            {t("revisions.show")}
          </Button>
        }
      >
        {shares(revision)} · {why(revision)}
      </Notice>
      <RevisionDrawer revision={open ? revision : undefined} onClose={() => setOpen(false)} />
    </>
  );
}
