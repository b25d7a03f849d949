import { TextInput } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { Panel, Toolbar } from "../../ui/page.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import { AvailabilityMonth } from "../availability/index.ts";

/** One month of the machine's availability, exact to the second. */
export function AvailabilityTab({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState("");
  const query = useApi(
    "availability.get",
    { params: { serverId: server.id }, query: { period: period || undefined } },
    { keepPrevious: true },
  );
  return (
    <>
      <Toolbar>
        <TextInput
          label={t("field.period")}
          type="month"
          value={period || (query.data?.availability.period ?? "")}
          onChange={(event) => setPeriod(event.currentTarget.value)}
        />
      </Toolbar>
      <Panel>
        <Loaded query={query}>{(data) => <AvailabilityMonth data={data} />}</Loaded>
      </Panel>
    </>
  );
}
