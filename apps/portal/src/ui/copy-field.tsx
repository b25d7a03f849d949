import { Button, CopyButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./copy-field.module.css";
import { Icon } from "./icon.tsx";

/** Text to take along: a command, a token, a link. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.field} role="group" aria-label={label}>
      <code className={classes.text}>{text}</code>
      <CopyButton value={text} timeout={2000}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant={copied ? "light" : "filled"}
            onClick={copy}
            leftSection={<Icon name={copied ? "check" : "copy"} size={15} />}
          >
            {copied ? t("action.copied") : t("action.copy")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
