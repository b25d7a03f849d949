import { ActionIcon, Drawer, Tooltip, UnstyledButton } from "@mantine/core";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../api/index.ts";
import { useLiveEvents, useLiveState } from "../api/live-events.ts";
import { useFormat } from "../i18n/use-format.tsx";
import { Icon } from "../ui/icon.tsx";
import { useNowMs } from "../ui/time-text.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { API_DOCS, GROUPS, PAGES } from "./navigation.ts";
import { SessionGate, useCan, useMe } from "./session.tsx";
import classes from "./shell.module.css";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { UserMenu } from "./user-menu.tsx";

/** The frame around every page of a signed-in person. */
export function Shell() {
  return (
    <SessionGate>
      <Frame />
    </SessionGate>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  useLiveEvents();
  useShortcuts({ openSearch: () => setSearching(true), openHelp: () => setHelping(true) });
  useCloseOnNavigation(() => setMenuOpen(false));
  return (
    <div className={classes.frame}>
      <a href="#page" className={classes.skip}>
        {t("nav.skip")}
      </a>
      <aside className={classes.side}>
        <Link to="/" className={classes.home} aria-label="Driftvakt">
          <Brand />
        </Link>
        <Menu />
        <SideFoot />
      </aside>
      <header className={classes.bar}>
        <ActionIcon
          className={classes.burger}
          variant="subtle"
          size="lg"
          aria-label={t("nav.menu")}
          onClick={() => setMenuOpen(true)}
        >
          <Icon name="menu" size={22} />
        </ActionIcon>
        <Link to="/" className={classes.barBrand} aria-label="Driftvakt">
          <Brand />
        </Link>
        <UnstyledButton className={classes.search} onClick={() => setSearching(true)}>
          <Icon name="search" />
          <span>{t("palette.placeholder")}</span>
          <kbd>/</kbd>
        </UnstyledButton>
        <LiveLamp />
        <UserMenu onHelp={() => setHelping(true)} />
      </header>
      <main className={classes.main} id="page">
        <Outlet />
      </main>
      <Drawer
        opened={menuOpen}
        onClose={() => setMenuOpen(false)}
        position="left"
        size="17rem"
        title={<Brand />}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Menu />
        <SideFoot />
      </Drawer>
      <CommandPalette opened={searching} onClose={() => setSearching(false)} />
      <ShortcutHelp opened={helping} onClose={() => setHelping(false)} />
      <Toasts />
    </div>
  );
}

function useCloseOnNavigation(close: () => void): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    close();
    // Closing is wanted when the path changes, not when the closer does.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [path]);
}

function Menu() {
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
function SideFoot() {
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

function LiveLamp() {
  const { t } = useTranslation();
  const live = useLiveState();
  return (
    <Tooltip label={t(`live.${live}.text`)}>
      <span className={classes.lamp} data-live={live} role="status">
        <span className={classes.dot} aria-hidden="true" />
        {t(`live.${live}.title`)}
      </span>
    </Tooltip>
  );
}
