import { MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";

/** Picks machines, of one customer or of all. */
export function ServerPicker({
  customerId,
  value,
  onChange,
  label,
  description,
}: {
  customerId?: string | undefined;
  value: string[];
  onChange: (serverIds: string[]) => void;
  label: string;
  description?: string;
}) {
  const { t } = useTranslation();
  const found = useApi("servers.list", { query: { customerId, sort: "hostname", limit: 200 } });
  const servers = (found.data?.items ?? []).filter(({ state }) => state !== "retired");
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? t("contracts.chooseServers") : undefined}
      searchable
      clearable
      nothingFoundMessage={t("palette.nothing")}
      data={servers.map(({ id, hostname, planName }) => ({
        value: id,
        label: planName ? `${hostname} (${planName})` : hostname,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
