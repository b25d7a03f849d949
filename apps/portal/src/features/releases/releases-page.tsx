import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useCan } from "../../app/session.tsx";
import { Columns, Mono, PageHead, Panel, Stack, useTabTitle } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { LOOK_EVERY_MS } from "./look-every.ts";
import { PublishDialog } from "./publish-release.tsx";
import { ReleaseList } from "./release-list.tsx";
import { ReleaseMachines } from "./release-machines.tsx";
import { RolloutPanel } from "./rollout-panel.tsx";
import { RunningVersions, VersionsInUse } from "./versions-in-use.tsx";

const route = getRouteApi("/in/releases");

/** Releases of the agent: what is being rolled out, how far it is, and which machine runs what. */
export function ReleasesPage() {
  const { t } = useTranslation();
  useTabTitle(t("nav.releases"));
  const can = useCan();
  const [publishing, setPublishing] = useState(false);
  const list = useApi("releases.list", {}, { refetchIntervalMs: LOOK_EVERY_MS });
  const publish = can("provider.write") ? (
    <Button onClick={() => setPublishing(true)}>{t("releases.publish.action")}</Button>
  ) : null;
  return (
    <>
      <PageHead title={t("nav.releases")} lead={t("releases.lead")} actions={publish} />
      <Loaded query={list} lines={8}>
        {(answer) => <ReleasesView {...answer} />}
      </Loaded>
      <PublishDialog opened={publishing} onClose={() => setPublishing(false)} />
    </>
  );
}

function ReleasesView({ items, versions }: ApiAnswer<"releases.list">) {
  const { t } = useTranslation();
  const { version } = route.useSearch();
  const chosen = items.find((release) => release.version === version) ?? items[0];
  return (
    <Stack>
      <Columns
        main={
          chosen ? (
            <RolloutPanel release={chosen} />
          ) : (
            <Panel flush>
              <EmptyState title={t("releases.none.title")}>
                {t("releases.none.text")} <Mono>driftvakt release publish</Mono>
              </EmptyState>
            </Panel>
          )
        }
        side={
          <>
            <VersionsInUse versions={versions} />
            {chosen ? <ReleaseList releases={items} chosen={chosen.version} /> : null}
          </>
        }
      />
      {chosen ? <ReleaseMachines version={chosen.version} /> : null}
      <RunningVersions versions={versions} />
    </Stack>
  );
}
