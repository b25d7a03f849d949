import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { PageHead, useTabTitle } from "../../ui/page.tsx";
import { Loaded } from "../../ui/waiting.tsx";
import { Simulator } from "./simulator.tsx";

const route = getRouteApi("/in/simulator");

/** Plays events against a service description before anybody sells it. */
export function SimulatorPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.simulator"));
  const search = route.useSearch();
  const query = useApi("simulator.get", {}, { staleMs: 300_000 });
  return (
    <>
      <PageHead title={t("nav.simulator")} lead={t("simulator.lead")} />
      <Loaded query={query} lines={8}>
        {(offered) => <Simulator offered={offered} search={search} />}
      </Loaded>
    </>
  );
}
