import { useMemo, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "../../i18n/format.ts";
import { StateShape } from "../../ui/state-mark.tsx";
import { closedBands } from "./closed-bands.ts";
import { clauseOf, machineOf, type Entry } from "./entries.ts";
import type { EntryText } from "./entry-text.ts";
import { layOut, ticksOf, worstOf, type LaidLane, type Mark, type Range } from "./lay-out.ts";
import { TimeAxis, zonedParts } from "./time-axis.tsx";
import { TimelineZoom } from "./timeline-zoom.tsx";
import { useDragZoom } from "./use-drag-zoom.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useTimeWindow, useWidth, type TimeWindow } from "./use-time-window.ts";
import classes from "./timeline.module.css";

const TICK_PX = 64;

/**
 * The course of a scenario as a picture: a lane for each kind of thing, time from left to right. Everything in it is in the
 * list beside it, too. Arrow keys go from mark to mark, + and − zoom, 0 shows all.
 */
export function TimelinePicture({
  entries,
  closed,
  whole,
  span,
  format,
  textOf,
  seen,
  onSee,
}: {
  entries: readonly Entry[];
  /** Hours outside service time, in order. */
  closed: readonly Range[];
  /** All that can be looked at: a little more than was played, so that nothing is cut at the ends. */
  whole: Range;
  /** What was played. */
  span: Range;
  format: Format;
  textOf: (entry: Entry) => EntryText;
  /** The mark that is looked at. */
  seen: string | undefined;
  onSee: (mark: Mark<Entry> | undefined) => void;
}) {
  const { t } = useTranslation();
  const view = useTimeWindow(whole);
  const { range } = view;
  const [place, widthPx] = useWidth<HTMLDivElement>();
  const lanes = useMemo(() => layOut(entries, range, widthPx), [entries, range, widthPx]);
  const parts = useMemo(() => zonedParts(format.timeZone), [format.timeZone]);
  const ticks = useMemo(
    () => ticksOf(range, Math.max(4, Math.floor(widthPx / TICK_PX)), parts),
    [range, widthPx, parts],
  );
  const bands = useMemo(() => closedBands(closed, range, widthPx), [closed, range, widthPx]);
  const drag = useDragZoom(range, view);
  const group = useRef<HTMLDivElement>(null);
  const held = useRef<string | undefined>(undefined);
  useKeptFocus(lanes, group, held);
  const heldMs = () => entries.find(({ id }) => id === held.current)?.fromMs;
  return (
    <div className={classes.picture}>
      <TimelineZoom view={view} span={span} format={format} />
      {/* The keys are of the marks inside, which are buttons; they are heard here for all of them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={classes.lanes}
        ref={group}
        role="group"
        tabIndex={-1}
        aria-label={t("simulator.picture")}
        aria-describedby="simulator-keys"
        onKeyDown={(event) => onKey(event, view, heldMs())}
        onFocus={(event) => {
          held.current = (event.target as HTMLElement).dataset["mark"];
        }}
        onPointerDown={() => {
          held.current = undefined;
        }}
      >
        <div className={classes.names} aria-hidden="true">
          {lanes.map(({ lane, rows }) => (
            <div key={lane} style={{ height: heightOf(rows) }}>
              {t(`simulator.lane.${lane}`)}
            </div>
          ))}
        </div>
        <div className={classes.field} ref={place} {...drag.handlers}>
          {bands.map(({ left, length }) => (
            <span
              key={left}
              className={classes.closed}
              data-closed=""
              style={{ left: percent(left), width: percent(length) }}
            />
          ))}
          {ticks.map(({ atMs }) => (
            <span
              key={atMs}
              className={classes.grid}
              style={{ left: percent((atMs - range.fromMs) / (range.toMs - range.fromMs)) }}
            />
          ))}
          {lanes.map((laid) => (
            <Lane
              key={laid.lane}
              laid={laid}
              format={format}
              textOf={textOf}
              seen={seen}
              view={view}
              onSee={onSee}
            />
          ))}
          {drag.box ? <span className={classes.box} style={drag.box} /> : null}
          <TimeAxis ticks={ticks} range={range} format={format} />
        </div>
      </div>
      <p className={classes.keys} id="simulator-keys">
        {t("simulator.keys")}
      </p>
    </div>
  );
}

const ROW_PX = 26;
const heightOf = (rows: number): number => rows * ROW_PX + 10;
const percent = (share: number): string => `${(share * 100).toFixed(4)}%`;

function Lane({
  laid,
  format,
  textOf,
  seen,
  view,
  onSee,
}: {
  laid: LaidLane<Entry>;
  format: Format;
  textOf: (entry: Entry) => EntryText;
  seen: string | undefined;
  view: TimeWindow;
  onSee: (mark: Mark<Entry> | undefined) => void;
}) {
  const { t } = useTranslation();
  const name = t(`simulator.lane.${laid.lane}`);
  return (
    <div
      className={classes.lane}
      role="group"
      aria-label={name}
      style={{ height: heightOf(laid.rows) }}
    >
      <span className={classes.laneName} aria-hidden="true">
        {name}
      </span>
      {laid.marks.map((mark, k) => {
        const worst = worstOf(mark.entries);
        const { length } = mark.entries;
        const [first] = mark.entries;
        const spoken =
          length === 1
            ? spokenOf(first, textOf(first).title, format)
            : t("simulator.several", { count: length, from: format.dateTime(first.fromMs) });
        return (
          <button
            key={mark.id}
            type="button"
            className={classes.mark}
            data-mark={mark.id}
            data-tone={worst.tone}
            data-bar={mark.length > 0 || undefined}
            data-outlined={worst.outlined || undefined}
            aria-label={spoken}
            aria-pressed={seen === mark.id}
            tabIndex={seen === mark.id || (seen === undefined && k === 0) ? 0 : -1}
            style={{
              left: percent(mark.left),
              top: mark.row * ROW_PX + 5,
              ...(mark.length > 0 ? { width: percent(mark.length) } : {}),
            }}
            onPointerEnter={() => onSee(mark)}
            onFocus={() => onSee(mark)}
            onClick={() => {
              onSee(mark);
              if (length > 1) zoomTo(mark, view);
            }}
          >
            <StateShape tone={worst.tone} shape={worst.shape} size={16} />
            {length > 1 ? <b>{length}</b> : null}
          </button>
        );
      })}
    </div>
  );
}

/** Time, what it says, and of which machine and clause. */
function spokenOf(entry: Entry, title: string, format: Format): string {
  const machine = machineOf(entry);
  const clause = clauseOf(entry);
  const more = [machine === undefined ? [] : `#${machine}`, clause ?? []].flat().join(", ");
  return `${format.dateTime(entry.fromMs)}: ${title}${more === "" ? "" : ` (${more})`}`;
}

/** Looks closely at what stands too close together. */
function zoomTo({ entries }: Mark<Entry>, view: TimeWindow): void {
  const from = Math.min(...entries.map(({ fromMs }) => fromMs));
  const to = Math.max(...entries.map(({ fromMs }) => fromMs));
  const room = Math.max((to - from) * 0.25, 1_800_000);
  view.show(from - room, to + room);
}

function onKey(event: KeyboardEvent<HTMLElement>, view: TimeWindow, aroundMs?: number): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const marks = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-mark]")];
  const at = marks.indexOf(document.activeElement as HTMLElement);
  const go = (step: number) => marks[Math.min(marks.length - 1, Math.max(0, at + step))]?.focus();
  const lane = (step: 1 | -1) => {
    const own = marks[at]?.parentElement;
    const lanes = [...new Set(marks.map((mark) => mark.parentElement))];
    const next = lanes[lanes.indexOf(own ?? null) + step];
    next?.querySelector<HTMLElement>("[data-mark]")?.focus();
  };
  if (event.key === "ArrowRight") go(1);
  else if (event.key === "ArrowLeft") go(-1);
  else if (event.key === "ArrowDown") lane(1);
  else if (event.key === "ArrowUp") lane(-1);
  else if (event.key === "+" || event.key === "=") view.zoom(0.5, aroundMs);
  else if (event.key === "-") view.zoom(2, aroundMs);
  else if (event.key === "0" || event.key === "Home") view.reset();
  else if (event.key === "PageDown") view.move(0.5);
  else if (event.key === "PageUp") view.move(-0.5);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
