import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** Picks a time zone from those the browser knows. */
export function ZoneSelect({
  value,
  onChange,
}: {
  value: string;
  onChange: (timeZone: string) => void;
}) {
  const { t } = useTranslation();
  const zones = useMemo(() => {
    const known = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", value].filter(Boolean));
    return [...known].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  }, [value]);
  return (
    <Select
      label={t("profile.timeZone")}
      searchable
      limit={60}
      data={zones}
      value={value}
      onChange={(zone) => {
        if (zone) onChange(zone);
      }}
    />
  );
}
