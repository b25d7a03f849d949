import type { Alert } from "@driftvakt/protocol/api";
import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { StateMark } from "../../ui/state-mark.tsx";
import classes from "./alerts.module.css";

/** What is special about an alert: someone is on it, it is over, it came late, it changes back and forth. */
export function AlertFlags({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  if (alert.closedAtMs === null && !alert.acknowledgement && !alert.late && !alert.flapping)
    return null;
  return (
    <span className={classes.flags}>
      {alert.closedAtMs === null ? null : (
        <StateMark tone="good" shape="tick" label={t("alerts.recovered")} soft />
      )}
      {alert.acknowledgement ? (
        <StateMark
          tone="idle"
          shape="tick"
          label={t("alerts.acknowledgedBy", { name: alert.acknowledgement.byName })}
          soft
        />
      ) : null}
      {alert.late ? (
        <Tooltip label={t("alerts.lateText")}>
          <span>
            <StateMark tone="odd" shape="clock" label={t("alerts.late")} soft />
          </span>
        </Tooltip>
      ) : null}
      {alert.flapping ? (
        <Tooltip label={t("alerts.flappingText")}>
          <span>
            <StateMark tone="odd" shape="dots" label={t("alerts.flapping")} soft />
          </span>
        </Tooltip>
      ) : null}
    </span>
  );
}
