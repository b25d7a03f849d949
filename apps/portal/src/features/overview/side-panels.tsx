import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { useFormat } from "../../i18n/use-format.tsx";
import { ShareBar } from "../../ui/bars.tsx";
import { Panel } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import { CHECK_LOOKS, useCheckName } from "../alerts/index.ts";
import { SERVER_LOOKS } from "../servers/index.ts";
import classes from "./overview.module.css";

type Overview = ApiAnswer<"overview.get">;

export function ServersPanel({ servers }: { servers: Overview["servers"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const states = (["up", "down", "unreachable", "waiting"] as const).filter(
    (state) => state === "up" || servers[state] > 0,
  );
  return (
    <Panel
      title={t("nav.servers")}
      aside={
        <Link to="/servers">{t("overview.all", { total: format.number(servers.total) })}</Link>
      }
    >
      <ShareBar
        parts={states.map((state) => ({
          key: state,
          tone: SERVER_LOOKS[state].tone,
          count: servers[state],
        }))}
      />
      <ul className={classes.lines}>
        {states.map((state) => (
          <li key={state}>
            <Link to="/servers" search={{ state }}>
              <StateShape {...SERVER_LOOKS[state]} />
              <span>{t(`serverState.${state}`)}</span>
              <strong>{format.number(servers[state])}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function AlertsPanel() {
  const { t } = useTranslation();
  const can = useCan();
  const checkName = useCheckName();
  const alerts = useApi("alerts.list", { query: { limit: 6 } }, { enabled: can("alerts.read") });
  if (!can("alerts.read")) return null;
  return (
    <Panel title={t("overview.openAlerts")} aside={<Link to="/alerts">{t("nav.alerts")}</Link>}>
      <Loaded query={alerts} lines={3}>
        {(page) =>
          page.items.length === 0 ? (
            <p className={classes.calm}>
              <StateShape tone="good" shape="tick" size={18} /> {t("alerts.calm")}
            </p>
          ) : (
            <ul className={classes.lines}>
              {page.items.map((alert) => (
                <li key={alert.id}>
                  <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
                    <StateShape
                      {...CHECK_LOOKS[alert.state]}
                      label={t(`checkState.${alert.state}`)}
                    />
                    <span>
                      {checkName(alert.check)}
                      <span className={classes.why}>{alert.hostname}</span>
                    </span>
                    <TimeText ms={alert.openedAtMs} relative />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
