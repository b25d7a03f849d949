import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "../../api/index.ts";
import { Panel } from "../../ui/page.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { EvidenceDrawer, PromiseTable } from "../promises/index.ts";

/** What is promised for this machine, and how it stands. */
export function PromisesTab({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const list = useApi("promises.list", { query: { serverId: server.id, limit: 100 } });
  return (
    <Panel flush>
      <Loaded query={list}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t("promises.none.title")}>{t("promises.none.text")}</EmptyState>
          ) : (
            <PromiseTable promises={page.items} onOpen={setOpen} withServer={false} />
          )
        }
      </Loaded>
      <EvidenceDrawer promiseId={open} onClose={() => setOpen(undefined)} />
    </Panel>
  );
}
