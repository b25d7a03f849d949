import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { StateShape } from "../../ui/state-mark.tsx";
import { clauseOf, machineOf, type Entry } from "./entries.ts";
import { spanText, type EntryText } from "./entry-text.ts";
import { ClauseNote } from "./clause-note.tsx";
import { LANES, type Lane } from "./lay-out.ts";
import type { ClauseText } from "./worker-messages.ts";
import classes from "./timeline.module.css";

const PAGE = 100;

/** The same as the picture, in words: every entry with its time, its clause and the clause's text. */
export function TimelineList({
  entries,
  clauses,
  machines,
  format,
  textOf,
}: {
  entries: readonly Entry[];
  clauses: Readonly<Record<string, ClauseText>>;
  machines: number;
  format: Format;
  textOf: (entry: Entry) => EntryText;
}) {
  const { t } = useTranslation();
  const [lane, setLane] = useState<Lane | "all">("all");
  const [shown, setShown] = useState(PAGE);
  const wanted = lane === "all" ? entries : entries.filter((entry) => entry.lane === lane);
  const lanes = LANES.filter((one) => entries.some((entry) => entry.lane === one));
  return (
    <div className={classes.list}>
      <div className={classes.filter}>
        <Select
          label={t("simulator.show")}
          size="xs"
          value={lane}
          data={[
            { value: "all", label: t("simulator.everything") },
            ...lanes.map((value) => ({ value, label: t(`simulator.lane.${value}`) })),
          ]}
          onChange={(value) => {
            setLane(value ?? "all");
            setShown(PAGE);
          }}
        />
        <span>{t("simulator.entries", { count: wanted.length })}</span>
      </div>
      <ol className={classes.entries}>
        {wanted.slice(0, shown).map((entry) => (
          <ListedEntry
            key={entry.id}
            entry={entry}
            clauses={clauses}
            machines={machines}
            format={format}
            textOf={textOf}
          />
        ))}
      </ol>
      {shown < wanted.length ? (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setShown(shown + PAGE)}>
            {t("simulator.more")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

export function ListedEntry({
  entry,
  clauses,
  machines,
  format,
  textOf,
  open = false,
}: {
  entry: Entry;
  clauses: Readonly<Record<string, ClauseText>>;
  machines: number;
  format: Format;
  textOf: (entry: Entry) => EntryText;
  /** Shows the clause's words at once. */
  open?: boolean;
}) {
  const { title, words } = textOf(entry);
  const id = clauseOf(entry);
  const clause = id === undefined ? undefined : clauses[id];
  const machine = machineOf(entry);
  const at = spanText(entry.fromMs, entry.outlined ? entry.fromMs : entry.toMs, format);
  return (
    <li data-tone={entry.tone}>
      <time dateTime={new Date(entry.fromMs).toISOString()}>{at}</time>
      <div>
        <p>
          <StateShape tone={entry.tone} shape={entry.shape} /> {title}
          {machines > 1 && machine !== undefined ? <small> #{machine}</small> : null}
        </p>
        {words === undefined ? null : <code lang="en">{words}</code>}
        {clause === undefined ? null : open ? (
          <ClauseNote clause={clause} />
        ) : (
          <details>
            <summary>{clause.id}</summary>
            <ClauseNote clause={clause} />
          </details>
        )}
      </div>
    </li>
  );
}
