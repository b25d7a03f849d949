import { SegmentedControl, TextInput } from "@mantine/core";
import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Meter } from "../../ui/bars.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, Facts, Panel, Toolbar } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import {
  fieldOf,
  fieldsOf,
  holdsText,
  INVENTORY_PARTS,
  type InventoryItem,
  type InventoryPart,
} from "./inventory.ts";
import classes from "./servers.module.css";

/** More rows than anyone reads; the search finds the rest. */
const SHOWN_MAX = 300;
/** Inventory comes with reports, not as events. */
const REFRESH_MS = 15_000;

/** What is on the machine, as its agent last reported it. */
export function InventoryTab({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<InventoryPart>("packages");
  const [wanted, setWanted] = useState("");
  const query = useApi(
    "servers.inventory",
    { params: { serverId: server.id, part } },
    { refetchIntervalMs: REFRESH_MS },
  );
  const withUse = useFilesystemUse(server.id, part);
  return (
    <>
      <div className={classes.range}>
        <SegmentedControl
          aria-label={t("servers.tab.inventory")}
          value={part}
          onChange={(next) => {
            setPart(next);
            setWanted("");
          }}
          data={INVENTORY_PARTS.map((value) => ({ value, label: t(`inventory.${value}`) }))}
        />
        <Dim>
          {t("inventory.asOf")} <TimeText ms={query.data?.atMs ?? null} relative />
        </Dim>
      </div>
      {part === "system" ? null : (
        <Toolbar>
          <TextInput
            label={t("list.search")}
            type="search"
            leftSection={<Icon name="search" size={16} />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        </Toolbar>
      )}
      <Panel flush={part !== "system"}>
        <Loaded query={query} lines={8}>
          {(data) => <Items part={part} data={withUse(data)} wanted={wanted} />}
        </Loaded>
      </Panel>
    </>
  );
}

/** How full each file system is, which its check knows and the inventory does not. */
function useFilesystemUse(serverId: string, part: InventoryPart) {
  const checks = useApi(
    "servers.checks",
    { params: { serverId } },
    { enabled: part === "filesystems" },
  );
  const used = new Map((checks.data?.items ?? []).map(({ check, value }) => [check, value]));
  return (data: ApiAnswer<"servers.inventory">): ApiAnswer<"servers.inventory"> =>
    part === "filesystems"
      ? {
          ...data,
          items: data.items.map((item) => ({
            ...item,
            usedPercent: used.get(`filesystem:${String(item["path"])}`) ?? null,
          })),
        }
      : data;
}

function Items({
  part,
  data,
  wanted,
}: {
  part: InventoryPart;
  data: ApiAnswer<"servers.inventory">;
  wanted: string;
}) {
  const { t } = useTranslation();
  const columns = useColumns(part, data.items);
  const found = data.items.filter((item) => holdsText(item, wanted));
  if (part === "system" && data.items[0]) return <SystemFacts item={data.items[0]} />;
  if (found.length === 0)
    return (
      <EmptyState title={wanted ? t("list.noMatch") : t("inventory.none.title")}>
        {wanted
          ? null
          : t(
              part === "updates" && data.atMs !== null
                ? "inventory.noUpdates"
                : "inventory.none.text",
            )}
      </EmptyState>
    );
  return (
    <>
      <DataTable
        caption={t(`inventory.${part}`)}
        columns={columns}
        rows={found.slice(0, SHOWN_MAX)}
        rowKey={(item) => JSON.stringify(item)}
      />
      {found.length > SHOWN_MAX ? (
        <p className={classes.moreRows}>
          {t("inventory.more", { count: found.length - SHOWN_MAX })}
        </p>
      ) : null}
    </>
  );
}

function SystemFacts({ item }: { item: InventoryItem }) {
  const fieldName = useFieldName();
  const show = useCellText();
  return (
    <Facts
      items={fieldsOf("system", [item]).map(
        (field) => [fieldName(field), show(field, item)] as const,
      )}
    />
  );
}

/** Field names that are known get a translation; a newer agent's field shows under its own name. */
function useFieldName(): (field: string) => string {
  const { t } = useTranslation();
  return (field) => t(`inventoryField.${field as "name"}`);
}

function useColumns(part: InventoryPart, items: readonly InventoryItem[]): Column<InventoryItem>[] {
  const fieldName = useFieldName();
  const show = useCellText();
  return fieldsOf(part, items).map((field, i) => ({
    id: field,
    header: fieldName(field),
    names: i === 0,
    wideOnly: i > 4,
    cell: (item) => (i === 0 ? <strong>{show(field, item)}</strong> : show(field, item)),
  }));
}

/** A cell as people read it: who installed a package (se-06), bytes, percent, yes and no, moments. */
function useCellText(): (field: string, item: InventoryItem) => React.ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (field, item) => {
    const value = item[field];
    if (value === null || value === undefined || value === "") return <Dim>–</Dim>;
    if (field === "origin" || field === "installedBy")
      return <Origin origin={fieldOf(item, field)} />;
    if (typeof value === "boolean") return t(value ? "state.yes" : "state.no");
    if (typeof value === "string") return value;
    if (/percent$/i.test(field)) return <Meter percent={value} text={format.percent(value)} />;
    if (/bytes$/i.test(field)) return format.bytes(value);
    if (/(atms|ms)$/i.test(field)) return <TimeText ms={value} />;
    if (/seconds$/i.test(field)) return format.duration(value);
    return /^(pid|port|uid)$/i.test(field) ? String(value) : format.number(value, 1);
  };
}

function Origin({ origin }: { origin: string }) {
  const { t } = useTranslation();
  if (origin === "provider")
    return <StateMark tone="good" shape="shield" label={t("inventory.byProvider")} />;
  if (origin === "customer")
    return <StateMark tone="idle" shape="ring" label={t("inventory.byCustomer")} />;
  return <>{origin}</>;
}
