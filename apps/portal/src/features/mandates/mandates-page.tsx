import { Select } from "@mantine/core";
import type { MandateState } from "@driftvakt/protocol/api";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { usePaging, useSetFilters } from "../../app/filters.ts";
import { Pager } from "../../ui/data-table.tsx";
import { PageHead, Panel, Toolbar, useTabTitle } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { MANDATE_LOOKS } from "./mandate-state.tsx";
import { MandateTable } from "./mandate-table.tsx";

const route = getRouteApi("/in/mandates");

/** Everything that was done, or was not allowed to be done, on machines. */
export function MandatesPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.mandates"));
  const search = route.useSearch();
  const setFilters = useSetFilters();
  const list = useApi(
    "mandates.list",
    { query: { state: search.state as MandateState | undefined, cursor: search.cursor } },
    { keepPrevious: true },
  );
  const paging = usePaging(search, list.data);
  return (
    <>
      <PageHead title={t("nav.mandates")} lead={t("mandates.lead")} />
      <Toolbar>
        <Select
          label={t("field.state")}
          placeholder={t("list.all")}
          clearable
          data={(Object.keys(MANDATE_LOOKS) as MandateState[]).map((state) => ({
            value: state,
            label: t(`mandateState.${state}`),
          }))}
          value={search.state ?? null}
          onChange={(state) => setFilters({ state: state ?? undefined })}
        />
      </Toolbar>
      <Panel flush>
        <Loaded query={list} lines={6}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("mandates.none.title")}>{t("mandates.none.text")}</EmptyState>
            ) : (
              <>
                <MandateTable mandates={page.items} />
                <Pager {...paging} />
              </>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
