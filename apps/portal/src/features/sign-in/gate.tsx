import { Menu, UnstyledButton } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BrandMark } from "../../app/brand.tsx";
import { LANGUAGE_NAMES, LOCALES, showLocale } from "../../i18n/index.ts";
import classes from "./gate.module.css";

/** The door: one sheet in the middle, the languages below. */
export function Gate({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const sheet = useRef<HTMLElement>(null);
  // Each step begins where the person has to type.
  useEffect(() => sheet.current?.querySelector("input")?.focus(), []);
  return (
    <div className={classes.gate}>
      <main className={classes.sheet} ref={sheet}>
        <div className={classes.brand}>
          <BrandMark size={34} />
          <span>Driftvakt</span>
        </div>
        <h1>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
        {children}
      </main>
      <footer className={classes.foot}>
        <Menu>
          <Menu.Target>
            <UnstyledButton className={classes.language} aria-label={t("profile.language")}>
              {LANGUAGE_NAMES[i18n.language as keyof typeof LANGUAGE_NAMES]}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {LOCALES.map((locale) => (
              <Menu.Item key={locale} lang={locale} onClick={() => void showLocale(locale)}>
                {LANGUAGE_NAMES[locale]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <span>{t("signIn.motto")}</span>
      </footer>
    </div>
  );
}
