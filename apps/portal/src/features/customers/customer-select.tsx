import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";

/** Picks a customer; searched by the control plane, so that hundreds of them do no harm. Nothing for a customer's own people. */
export function CustomerSelect({
  value,
  onChange,
  required = false,
}: {
  value: string | undefined;
  onChange: (customerId: string | undefined) => void;
  required?: boolean;
}) {
  const { t } = useTranslation();
  const can = useCan();
  const [text, setText] = useState("");
  const [searched] = useDebouncedValue(text, 200);
  const enabled = can("customers.read");
  const found = useApi(
    "customers.list",
    { query: { search: searched || undefined, limit: 50 } },
    { enabled, keepPrevious: true },
  );
  const chosen = useApi(
    "customers.get",
    { params: { customerId: value ?? "" } },
    { enabled: enabled && Boolean(value) },
  );
  if (!enabled) return null;
  const options = new Map((found.data?.items ?? []).map(({ id, name }) => [id, name]));
  if (value && chosen.data) options.set(value, chosen.data.name);
  return (
    <Select
      label={t("field.customer")}
      placeholder={required ? t("customers.choose") : t("list.all")}
      clearable={!required}
      required={required}
      withAsterisk={false}
      searchable
      nothingFoundMessage={t("palette.nothing")}
      filter={({ options: all }) => all}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      value={value ?? null}
      onSearchChange={(next) =>
        setText(options.size > 0 && [...options.values()].includes(next) ? "" : next)
      }
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
