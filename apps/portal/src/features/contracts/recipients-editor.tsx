import { Button, CloseButton, Select, TextInput } from "@mantine/core";
import type { Recipient } from "@driftvakt/protocol/api";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES, LOCALES } from "../../i18n/index.ts";
import { Icon } from "../../ui/icon.tsx";
import classes from "./contracts.module.css";

/** Who is alarmed, each in their language. */
export function RecipientsEditor({
  value,
  onChange,
  defaultLocale,
}: {
  value: readonly Recipient[];
  onChange: (recipients: Recipient[]) => void;
  defaultLocale: Recipient["locale"];
}) {
  const { t } = useTranslation();
  const set = (at: number, change: Partial<Recipient>) =>
    onChange(value.map((entry, i) => (i === at ? { ...entry, ...change } : entry)));
  return (
    <fieldset className={classes.recipients}>
      <legend>{t("contracts.recipients")}</legend>
      <p>{t("contracts.recipientsHint")}</p>
      {value.map((entry, i) => (
        // Rows have no identity but their place; they are never reordered.
        <div key={i} className={classes.recipient}>
          <TextInput
            aria-label={t("field.name")}
            placeholder={t("field.name")}
            required
            value={entry.name}
            onChange={(event) => set(i, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t("field.email")}
            placeholder={t("field.email")}
            type="email"
            required
            value={entry.email}
            onChange={(event) => set(i, { email: event.currentTarget.value })}
          />
          <Select
            aria-label={t("profile.language")}
            data={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))}
            value={entry.locale}
            onChange={(locale) => set(i, { locale: locale ?? "en" })}
          />
          <CloseButton
            aria-label={t("contracts.removeRecipient", { name: entry.name || entry.email })}
            onClick={() => onChange(value.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => onChange([...value, { name: "", email: "", locale: defaultLocale }])}
      >
        {t("contracts.addRecipient")}
      </Button>
    </fieldset>
  );
}
