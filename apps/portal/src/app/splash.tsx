import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./shell.module.css";

/** Nothing to show yet. */
export function Splash() {
  const { t } = useTranslation();
  return (
    <div className={classes.splash} role="status" aria-label={t("state.loading")}>
      <Loader size="sm" />
    </div>
  );
}
