import { Select, TextInput } from "@mantine/core";
import type { PromiseState } from "@driftvakt/protocol/api";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { useIsProvider } from "../../app/session.tsx";
import { useText } from "../../i18n/use-format.tsx";
import { Pager } from "../../ui/data-table.tsx";
import { PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { CustomerSelect } from "../customers/index.ts";
import { EvidenceDrawer } from "./evidence-drawer.tsx";
import { PROMISE_STATE_NAMES } from "./promise-state.tsx";
import { PromiseTable } from "./promise-table.tsx";

const route = getRouteApi("/in/promises");

/** The ledger: every promise for every machine and month, and the evidence behind each. */
export function PromisesPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.promises"));
  const search = route.useSearch();
  const navigate = useNavigate();
  const provider = useIsProvider();
  const list = useApi(
    "promises.list",
    {
      query: {
        state: search.state as PromiseState | undefined,
        clause: search.clause,
        period: search.period,
        customerId: search.customer,
        cursor: search.cursor,
      },
    },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  const openEvidence = (promise: string | undefined) =>
    void navigate({
      to: "/promises",
      search: { ...search, promise },
      replace: promise === undefined,
    });
  return (
    <>
      <PageHead title={t("nav.promises")} lead={t("promises.lead")} />
      <PromiseFilters />
      <Panel flush>
        <Loaded query={list} lines={8}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("promises.none.title")}>{t("promises.none.text")}</EmptyState>
            ) : (
              <>
                <PromiseTable promises={page.items} onOpen={openEvidence} withCustomer={provider} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
      <EvidenceDrawer promiseId={search.promise} onClose={() => openEvidence(undefined)} />
    </>
  );
}

function PromiseFilters() {
  const { t } = useTranslation();
  const text = useText();
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const catalogue = useApi("catalogue.get", {}, { staleMs: 600_000 });
  const clauses = (catalogue.data?.clauses ?? []).filter(({ kind }) => kind === "promise");
  return (
    <Toolbar>
      <Select
        label={t("field.clause")}
        placeholder={t("list.all")}
        clearable
        searchable
        data={clauses.map(({ id, title }) => ({ value: id, label: `${id} · ${text(title)}` }))}
        value={search.clause ?? null}
        onChange={(clause) => setFilters({ clause: clause ?? undefined })}
      />
      <Select
        label={t("field.state")}
        placeholder={t("list.all")}
        clearable
        data={PROMISE_STATE_NAMES.map((state) => ({
          value: state,
          label: t(`promiseState.${state}`),
        }))}
        value={search.state ?? null}
        onChange={(state) => setFilters({ state: state ?? undefined })}
      />
      <TextInput
        label={t("field.period")}
        type="month"
        value={search.period ?? ""}
        onChange={(event) => setFilters({ period: event.currentTarget.value || undefined })}
      />
      <CustomerSelect value={search.customer} onChange={(customer) => setFilters({ customer })} />
    </Toolbar>
  );
}
