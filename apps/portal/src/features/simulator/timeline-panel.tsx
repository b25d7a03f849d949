import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { Panel } from "../../ui/page.tsx";
import { StateShape } from "../../ui/state-mark.tsx";
import { EmptyState } from "../../ui/waiting.tsx";
import { listEntries, type Entry } from "./entries.ts";
import { useEntryText } from "./entry-text.ts";
import type { Mark } from "./lay-out.ts";
import { ListedEntry, TimelineList } from "./timeline-list.tsx";
import { TimelinePicture } from "./timeline-picture.tsx";
import type { Played } from "./worker-messages.ts";
import classes from "./timeline.module.css";

/** More of one joint mark than these are in the list below. */
const DETAILS_AT_MOST = 6;

const NEVER: readonly never[] = [];
/** Room at both ends, so that what happens at midnight of the last day is not cut. */
const MARGIN_SHARE = 0.035;

/** The timeline twice: as a picture, and further down as a list with every word of it; `between` stands between them. */
export function TimelinePanels({
  played,
  format,
  between,
}: {
  played: Played;
  format: Format;
  between: ReactNode;
}) {
  const { t } = useTranslation();
  const { result, happenings, closed, clauses, fromMs, toMs } = played;
  const entries = useMemo(() => listEntries(result, happenings), [result, happenings]);
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const whole = useMemo(() => {
    const margin = Math.round((toMs - fromMs) * MARGIN_SHARE);
    return { fromMs: fromMs - margin, toMs: toMs + margin };
  }, [fromMs, toMs]);
  const textOf = useEntryText(format);
  const [mark, setMark] = useState<Mark<Entry>>();
  const shared = { clauses, machines: result.machines, format, textOf };
  if (entries.length === 0)
    return (
      <>
        <Panel title={t("simulator.timeline")}>
          <EmptyState title={t("simulator.nothing.title")}>
            {t("simulator.nothing.text")}
          </EmptyState>
        </Panel>
        {between}
      </>
    );
  return (
    <>
      <Panel title={t("simulator.timeline")} aside={<Legend closedBy={closed?.clause} />}>
        <TimelinePicture
          entries={entries}
          closed={closed?.intervals ?? NEVER}
          whole={whole}
          span={span}
          format={format}
          textOf={textOf}
          seen={mark?.id}
          onSee={setMark}
        />
        <div className={classes.detail} aria-live="polite">
          {mark ? (
            <ol className={classes.entries}>
              {mark.entries.slice(0, DETAILS_AT_MOST).map((entry) => (
                <ListedEntry
                  key={entry.id}
                  entry={entry}
                  {...shared}
                  open={mark.entries.length === 1}
                />
              ))}
            </ol>
          ) : (
            <p className={classes.hint}>{t("simulator.hint")}</p>
          )}
        </div>
      </Panel>
      {between}
      <Panel title={t("simulator.list")} flush>
        <TimelineList entries={entries} {...shared} />
      </Panel>
    </>
  );
}

function Legend({ closedBy }: { closedBy: string | undefined }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.legend} aria-label={t("simulator.legend.title")}>
      <li>
        <StateShape tone="bad" shape="cross" size={13} /> {t("simulator.legend.bad")}
      </li>
      <li>
        <StateShape tone="warn" shape="triangle" size={13} /> {t("simulator.legend.warn")}
      </li>
      <li>
        <StateShape tone="good" shape="tick" size={13} /> {t("simulator.legend.good")}
      </li>
      <li>
        <StateShape tone="odd" shape="question" size={13} /> {t("simulator.legend.odd")}
      </li>
      <li>
        <i data-look="bar" /> {t("simulator.legend.bar")}
      </li>
      <li>
        <i data-look="outline" /> {t("simulator.legend.outline")}
      </li>
      {closedBy === undefined ? null : (
        <li>
          <i data-look="closed" /> {t("simulator.legend.closed")} <code>{closedBy}</code>
        </li>
      )}
    </ul>
  );
}
