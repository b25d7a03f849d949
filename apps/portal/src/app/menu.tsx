import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/index.ts";
import { useFormat } from "../i18n/use-format.tsx";
import { Icon } from "../ui/icon.tsx";
import { useNowMs } from "../ui/time-text.tsx";
import { API_DOCS, GROUPS, PAGES } from "./navigation.ts";
import { useCan, useMe } from "./session.tsx";
import classes from "./shell.module.css";

/** The pages that the person may see, and how many alerts are open. */
export function Menu() {
  const { t } = useTranslation();
  const can = useCan();
  const overview = useApi("overview.get", {}, { enabled: can("promises.read") });
  const open = overview.data?.openAlerts;
  const openCount = open ? open.critical + open.warning + open.unknown : 0;
  return (
    <nav className={classes.menu} aria-label={t("nav.menu")}>
      {GROUPS.map((group) => {
        const pages = PAGES.filter((page) => page.group === group && can(page.permission));
        if (pages.length === 0) return null;
        return (
          <div key={group}>
            <h2 id={`menu-${group}`}>{t(`nav.group.${group}`)}</h2>
            <ul aria-labelledby={`menu-${group}`}>
              {pages.map((page) => (
                <li key={page.id}>
                  <Link
                    to={page.to}
                    activeOptions={{ exact: page.to === "/", includeSearch: false }}
                    className={classes.entry}
                  >
                    <Icon name={page.icon} />
                    <span>{t(`nav.${page.id}`)}</span>
                    {page.id === "alerts" && openCount > 0 ? (
                      <span
                        className={classes.count}
                        aria-label={t("alerts.openCount", { count: openCount })}
                      >
                        {openCount}
                      </span>
                    ) : null}
                  </Link>
                </li>
              ))}
              {group === "house" ? (
                <li>
                  <a href={API_DOCS} className={classes.entry}>
                    <Icon name="docs" />
                    <span>{t("nav.apiDocs")}</span>
                  </a>
                </li>
              ) : null}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** Whose system this is, and in which zone its times are shown. */
export function SideFoot() {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const now = useNowMs();
  return (
    <div className={classes.foot}>
      <strong>{me.provider.name}</strong>
      <Link to="/profile">
        {t("nav.timesIn", { zone: format.timeZone.replaceAll("_", " "), short: format.zone(now) })}
      </Link>
      <span>{me.version}</span>
    </div>
  );
}
