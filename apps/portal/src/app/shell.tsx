import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLiveEvents, useLiveState } from "../api/live-events.ts";
import { Icon } from "../ui/icon.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { Brand } from "./brand.tsx";
import { Menu, SideFoot } from "./menu.tsx";
import { SessionGate } from "./session.tsx";
import classes from "./shell.module.css";
import { useShortcuts } from "./shortcuts.ts";
import { UserMenu } from "./user-menu.tsx";

// Opened now and then, so not part of the first load.
const CommandPalette = lazy(() =>
  import("./command-palette.tsx").then(({ CommandPalette }) => ({ default: CommandPalette })),
);
const ShortcutHelp = lazy(() =>
  import("./shortcut-help.tsx").then(({ ShortcutHelp }) => ({ default: ShortcutHelp })),
);
const ProofDialog = lazy(() =>
  import("../features/sign-in/index.ts").then(({ ProofDialog }) => ({
    default: ProofDialog,
  })),
);
const MenuDrawer = lazy(() =>
  import("./menu-drawer.tsx").then(({ MenuDrawer }) => ({ default: MenuDrawer })),
);

/** The frame around every page of a signed-in person. */
export function Shell() {
  return (
    <SessionGate>
      <Frame />
      <Suspense>
        <ProofDialog />
      </Suspense>
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
        <UnstyledButton
          className={classes.search}
          // On a phone its text is not shown.
          aria-label={t("palette.placeholder")}
          onClick={() => setSearching(true)}
        >
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
      <Suspense fallback={null}>
        {menuOpen ? <MenuDrawer onClose={() => setMenuOpen(false)} /> : null}
        {searching ? <CommandPalette onClose={() => setSearching(false)} /> : null}
        {helping ? <ShortcutHelp onClose={() => setHelping(false)} /> : null}
      </Suspense>
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
