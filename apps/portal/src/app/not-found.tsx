import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./shell.module.css";
import { PageHead } from "../ui/page.tsx";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className={classes.lost}>
      <PageHead
        title={t("failure.not-found.title")}
        lead={t("failure.not-found.text")}
        actions={
          <Button component="a" href="/">
            {t("nav.toStart")}
          </Button>
        }
      />
    </main>
  );
}
