import { Button } from "@mantine/core";
import type { Customer } from "@driftvakt/protocol/api";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging } from "../../app/filters.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useCan } from "../../app/session.tsx";
import { LANGUAGE_NAMES } from "../../i18n/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerDialog, NewCustomerButton } from "./customer-dialog.tsx";

const route = getRouteApi("/in/customers");

/** Those we gave our word to. */
export function CustomersPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.customers"));
  const search = route.useSearch();
  const [changing, setChanging] = useState<Customer>();
  const list = useApi(
    "customers.list",
    { query: { search: search.search, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  return (
    <>
      <PageHead
        title={t("nav.customers")}
        lead={t("customers.lead")}
        actions={<NewCustomerButton primary />}
      />
      <Toolbar>
        <SearchField value={search.search} />
      </Toolbar>
      <Panel flush>
        <Loaded query={list}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={search.search ? t("list.noMatch") : t("customers.none.title")}>
                {search.search ? null : t("customers.none.text")}
              </EmptyState>
            ) : (
              <>
                <CustomerTable customers={page.items} onChange={setChanging} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      <CustomerDialog
        customer={changing}
        opened={changing !== undefined}
        onClose={() => setChanging(undefined)}
      />
    </>
  );
}

function CustomerTable({
  customers,
  onChange,
}: {
  customers: readonly Customer[];
  onChange: (customer: Customer) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const can = useCan();
  return (
    <DataTable
      caption={t("nav.customers")}
      rows={customers}
      rowKey={(customer) => customer.id}
      columns={[
        {
          id: "name",
          header: t("field.name"),
          names: true,
          cell: (customer) => (
            <Link to="/servers" search={{ customer: customer.id }} data-row-link="">
              {customer.name}
            </Link>
          ),
        },
        {
          id: "servers",
          header: t("nav.servers"),
          align: "end",
          cell: (customer) => format.number(customer.serverCount),
        },
        {
          id: "alerts",
          header: t("overview.openAlerts"),
          cell: (customer) =>
            customer.openAlertCount > 0 ? (
              <StateMark
                tone="warn"
                shape="triangle"
                label={format.number(customer.openAlertCount)}
              />
            ) : (
              <Dim>0</Dim>
            ),
        },
        {
          id: "language",
          header: t("profile.language"),
          wideOnly: true,
          cell: (customer) => LANGUAGE_NAMES[customer.locale],
        },
        {
          id: "zone",
          header: t("profile.timeZone"),
          wideOnly: true,
          cell: (customer) => <Dim>{customer.timeZone.replaceAll("_", " ")}</Dim>,
        },
        {
          id: "since",
          header: t("customers.since"),
          wideOnly: true,
          align: "end",
          cell: (customer) => <Dim>{format.date(customer.createdAtMs)}</Dim>,
        },
        {
          id: "act",
          header: t("field.actions"),
          silent: true,
          align: "end",
          cell: (customer) => (
            <span>
              <Link to="/contracts" search={{ customer: customer.id }}>
                {t("nav.contracts")}
              </Link>{" "}
              {can("customers.write") ? (
                <Button size="compact-sm" variant="default" onClick={() => onChange(customer)}>
                  {t("action.change")}
                </Button>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}
