import { Button, TextInput } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, Panel, Toolbar } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import type { Operation } from "../mandates/index.ts";
import { fieldOf, holdsText, type InventoryItem } from "./inventory.ts";

/** Inventory comes with reports, not as events. */
const REFRESH_MS = 5000;

/** Services of the machine, each with a way to restart it under the contract (se-08). */
export function ServicesTab({
  server,
  onOperation,
}: {
  server: Server;
  onOperation: (operation: Operation) => void;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState("");
  const units = useApi(
    "servers.inventory",
    { params: { serverId: server.id, part: "units" } },
    { refetchIntervalMs: REFRESH_MS },
  );
  const checks = useApi("servers.checks", { params: { serverId: server.id } });
  const watched = new Map(
    (checks.data?.items ?? []).map((check) => [check.check.replace(/^[a-z]+:/, ""), check]),
  );
  const nameOf = (item: InventoryItem) => fieldOf(item, "unit", "name", "id");
  const rank = (item: InventoryItem) => (watched.has(nameOf(item)) ? 0 : 1);
  return (
    <>
      <Toolbar>
        <TextInput
          label={t("list.search")}
          type="search"
          leftSection={<Icon name="search" size={16} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </Toolbar>
      <Panel flush>
        <Loaded query={units}>
          {({ items }) => {
            const shown = items
              .filter((item) => nameOf(item).endsWith(".service") && holdsText(item, wanted))
              .toSorted((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)));
            if (shown.length === 0)
              return (
                <EmptyState title={wanted ? t("list.noMatch") : t("services.none.title")}>
                  {wanted ? null : t("services.none.text")}
                </EmptyState>
              );
            return (
              <ServiceTable
                items={shown}
                nameOf={nameOf}
                isWatched={(name) => watched.has(name)}
                onOperation={onOperation}
              />
            );
          }}
        </Loaded>
      </Panel>
    </>
  );
}

function ServiceTable({
  items,
  nameOf,
  isWatched,
  onOperation,
}: {
  items: readonly InventoryItem[];
  nameOf: (item: InventoryItem) => string;
  isWatched: (name: string) => boolean;
  onOperation: (operation: Operation) => void;
}) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <DataTable
      caption={t("servers.tab.services")}
      rows={items}
      rowKey={nameOf}
      columns={[
        {
          id: "name",
          header: t("field.service"),
          names: true,
          cell: (item) => <strong>{nameOf(item).replace(/\.service$/, "")}</strong>,
        },
        { id: "state", header: t("field.state"), cell: (item) => <UnitMark item={item} /> },
        {
          id: "watched",
          header: t("services.watched"),
          cell: (item) =>
            isWatched(nameOf(item)) ? (
              <StateMark tone="good" shape="tick" label={t("services.isWatched")} />
            ) : (
              <Dim>{t("services.notWatched")}</Dim>
            ),
        },
        {
          id: "about",
          header: t("field.description"),
          wideOnly: true,
          cell: (item) => <Dim>{fieldOf(item, "description")}</Dim>,
        },
        {
          id: "restart",
          header: t("field.actions"),
          silent: true,
          align: "end",
          cell: (item) =>
            can("servers.operate") ? (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Icon name="restart" size={14} />}
                aria-label={t("services.restartNamed", { name: nameOf(item) })}
                onClick={() =>
                  onOperation({
                    name: "service.restart",
                    version: 1,
                    parameters: { unit: nameOf(item) },
                  })
                }
              >
                {t("services.restart")}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

/** The service manager's own words, with a mark. */
function UnitMark({ item }: { item: InventoryItem }) {
  const active = fieldOf(item, "active", "activeState", "state");
  const sub = fieldOf(item, "sub", "subState");
  const label = [active, sub && sub !== active ? `(${sub})` : ""].filter(Boolean).join(" ") || "–";
  if (active === "active") return <StateMark tone="good" shape="tick" label={label} />;
  if (active === "failed") return <StateMark tone="bad" shape="cross" label={label} />;
  return <StateMark tone="idle" shape={active.endsWith("ing") ? "dots" : "ring"} label={label} />;
}
