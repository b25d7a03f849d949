import type { Server } from "@driftvakt/protocol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { DataTable, Pager } from "../../ui/data-table.tsx";
import { Dim, Mono, Panel, Stack } from "../../ui/page.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { TimeText } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { MandateTable } from "../mandates/index.ts";
import classes from "./servers.module.css";

/** What was done to the machine: the mandates, and the agent's own journal. */
export function RecordTab({ server }: { server: Server }) {
  const { t } = useTranslation();
  const mandates = useApi("mandates.list", { query: { serverId: server.id, limit: 50 } });
  return (
    <Stack>
      <Panel title={t("nav.mandates")} flush>
        <Loaded query={mandates}>
          {(page) =>
            page.items.length === 0 ? (
              <EmptyState title={t("mandates.none.title")}>{t("mandates.none.text")}</EmptyState>
            ) : (
              <MandateTable mandates={page.items} withServer={false} />
            )
          }
        </Loaded>
      </Panel>
      <JournalPanel serverId={server.id} />
    </Stack>
  );
}

type Entry = ApiAnswer<"servers.journal">["items"][number];

function JournalPanel({ serverId }: { serverId: string }) {
  const { t } = useTranslation();
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useApi(
    "servers.journal",
    { params: { serverId }, query: { cursor: cursors.at(-1), limit: 50 } },
    { keepPrevious: true },
  );
  const chain = query.data ? <ChainMark holds={query.data.chainHolds} /> : null;
  return (
    <Panel title={t("journal.title")} aside={chain} flush>
      <Loaded query={query}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t("journal.none.title")}>{t("journal.none.text")}</EmptyState>
          ) : (
            <>
              <JournalTable entries={page.items} />
              <Pager
                shown={page.items.length}
                total={page.total}
                offset={cursors.length * 50}
                onNext={
                  page.nextCursor
                    ? () => setCursors([...cursors, page.nextCursor ?? ""])
                    : undefined
                }
                onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
              />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** Whether every entry's hash follows from the one before. */
function ChainMark({ holds }: { holds: boolean }) {
  const { t } = useTranslation();
  return holds ? (
    <StateMark tone="good" shape="tick" label={t("journal.holds")} soft />
  ) : (
    <StateMark tone="bad" shape="cross" label={t("journal.broken")} soft />
  );
}

function JournalTable({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("journal.title")}
      rows={entries}
      rowKey={(entry) => String(entry.number)}
      columns={[
        { id: "number", header: "#", names: true, cell: (entry) => <Mono>{entry.number}</Mono> },
        { id: "at", header: t("field.at"), cell: (entry) => <TimeText ms={entry.atMs} /> },
        {
          id: "body",
          header: t("journal.entry"),
          grows: true,
          cell: (entry) => <Body body={entry.body} />,
        },
        {
          id: "hash",
          header: t("journal.hash"),
          align: "end",
          wideOnly: true,
          cell: (entry) => <Mono dim>{entry.hash.slice(0, 12)}</Mono>,
        },
      ]}
    />
  );
}

/** An entry's kind in bold and its facts behind; every entry is an object with a kind. */
function Body({ body }: { body: unknown }) {
  if (typeof body !== "object" || body === null)
    return <span className={classes.output}>{String(body)}</span>;
  const { kind, what, type, ...rest } = body as Record<string, unknown>;
  const name = [kind, what, type].find((word) => typeof word === "string");
  const facts = Object.entries(rest).filter(([, value]) => value !== null && value !== "");
  return (
    <span>
      {name ? <strong>{String(name)} </strong> : null}
      <Dim>
        {facts
          .map(
            ([key, value]) =>
              `${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
          )
          .join(" · ")}
      </Dim>
    </span>
  );
}
