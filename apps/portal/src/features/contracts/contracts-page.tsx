import { Button, Select } from "@mantine/core";
import type { Contract } from "@driftvakt/protocol/api";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { useCan, useIsProvider } from "../../app/session.tsx";
import { useFormat, useText } from "../../i18n/use-format.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import { CONTRACT_LOOKS, ContractMark, type ContractState } from "./contract-state.tsx";

const route = getRouteApi("/in/contracts");

/** Who is promised what. */
export function ContractsPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.contracts"));
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const navigate = useNavigate();
  const can = useCan();
  const list = useApi(
    "contracts.list",
    {
      query: {
        state: search.state as ContractState | undefined,
        customerId: search.customer,
        cursor: search.cursor,
      },
    },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const make = can("contracts.write") ? (
    <Button
      leftSection={<Icon name="plus" size={16} />}
      onClick={() => void navigate({ to: "/contracts/new" })}
    >
      {t("contracts.new")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.contracts")} lead={t("contracts.lead")} actions={make} />
      <Toolbar>
        <Select
          label={t("field.state")}
          placeholder={t("list.all")}
          clearable
          data={(Object.keys(CONTRACT_LOOKS) as ContractState[]).map((state) => ({
            value: state,
            label: t(`contractState.${state}`),
          }))}
          value={search.state ?? null}
          onChange={(state) => setFilters({ state: state ?? undefined })}
        />
        <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("contracts.none.title")} action={make}>
                {t("contracts.none.text")}
              </EmptyState>
            ) : (
              <>
                <ContractTable contracts={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}

function ContractTable({ contracts }: { contracts: readonly Contract[] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const provider = useIsProvider();
  return (
    <DataTable
      caption={t("nav.contracts")}
      rows={contracts}
      rowKey={(contract) => contract.id}
      muted={({ state }) => state === "ended"}
      columns={[
        {
          id: "number",
          header: t("contracts.number"),
          names: true,
          cell: (contract) => (
            <Link to="/contracts/$contractId" params={{ contractId: contract.id }} data-row-link="">
              {contract.number}
            </Link>
          ),
        },
        ...(provider
          ? [
              {
                id: "customer",
                header: t("field.customer"),
                cell: (contract: Contract) => contract.customerName,
              },
            ]
          : []),
        { id: "plan", header: t("field.plan"), cell: (contract) => text(contract.planName) },
        {
          id: "state",
          header: t("field.state"),
          cell: (contract) => <ContractMark state={contract.state} />,
        },
        {
          id: "servers",
          header: t("nav.servers"),
          align: "end",
          cell: (contract) => format.number(contract.serverIds.length),
        },
        {
          id: "since",
          header: t("contracts.startsAt"),
          align: "end",
          cell: (contract) => <Dim>{format.date(contract.startsAtMs)}</Dim>,
        },
      ]}
    />
  );
}
