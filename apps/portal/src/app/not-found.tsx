import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/waiting.tsx";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t("failure.not-found.title")}
      action={
        <Button component="a" href="/" variant="light">
          {t("nav.toStart")}
        </Button>
      }
    >
      {t("failure.not-found.text")}
    </EmptyState>
  );
}
