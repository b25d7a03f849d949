import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import { useFormat } from "../i18n/use-format.tsx";
import classes from "./chart.module.css";

export type ChartLine = {
  label: string;
  values: readonly (number | null)[];
  /** Highest readings of each step, drawn as a faint line above. */
  highest?: readonly (number | null)[];
};
export type ChartLimit = { value: number; tone: "warn" | "bad"; label: string };
export type ChartMark = { atMs: number; tone: "warn" | "bad" | "odd"; label: string };

/** Lines that tell each other apart without colour, too: whole, dashed, dotted. */
const STROKES = [
  { light: "#155a6b", dark: "#7fc4d3", dash: [] },
  { light: "#a35a00", dark: "#f2b84b", dash: [6, 3] },
  { light: "#5a4a8c", dark: "#c0b1f2", dash: [2, 3] },
  { light: "#1a6b45", dark: "#78d3a3", dash: [8, 3, 2, 3] },
  { light: "#8a3158", dark: "#f0a3c4", dash: [4, 4] },
  { light: "#46525a", dark: "#a7b4ba", dash: [1, 2] },
] as const;

const HEIGHT_PX = 190;

/** A graph over time. Dragging across it zooms in; a double click asks for the whole range again. */
export function Chart({
  atMs,
  lines,
  limits = [],
  marks = [],
  show,
  fixedTop,
  label,
  onZoom,
  syncKey,
}: {
  atMs: readonly number[];
  lines: readonly ChartLine[];
  limits?: readonly ChartLimit[];
  marks?: readonly ChartMark[];
  show: (value: number) => string;
  /** Top of the scale, e.g. 100 for percent; else it follows the readings. */
  fixedTop?: number;
  label: string;
  onZoom?: (fromMs: number, toMs: number) => void;
  /** Graphs with the same key share the cursor. */
  syncKey?: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const format = useFormat();
  const zoom = useRef(onZoom);
  useEffect(() => {
    zoom.current = onZoom;
  });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => new uPlot(optionsOf(), dataOf(), element);
    const dark = () => document.documentElement.dataset["mantineColorScheme"] === "dark";
    const colour = (name: string) =>
      getComputedStyle(document.documentElement).getPropertyValue(name).trim();

    function dataOf(): uPlot.AlignedData {
      const columns = lines.flatMap(({ values, highest }) =>
        highest ? [values, highest] : [values],
      );
      return [atMs.map((ms) => ms / 1000), ...columns] as uPlot.AlignedData;
    }
    function optionsOf(): uPlot.Options {
      const axis = {
        stroke: colour("--dv-dim"),
        grid: { stroke: colour("--dv-line"), width: 1 },
        ticks: { show: false },
        font: "12px " + getComputedStyle(document.body).fontFamily,
      };
      return {
        width: Math.max(200, element?.clientWidth ?? 600),
        height: HEIGHT_PX,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), format.timeZone),
        cursor: {
          points: { size: 7 },
          drag: { x: true, y: false, setScale: false },
          ...(syncKey ? { sync: { key: syncKey } } : {}),
        },
        legend: { live: true },
        scales: {
          x: { time: true },
          y: { range: (_chart, low, high) => scaleOf(low, high, limits, fixedTop) },
        },
        axes: [
          {
            ...axis,
            values: (_chart, splits, _i, _space, step) =>
              splits.map((s) => tickText(format, s, step)),
          },
          { ...axis, size: 64, values: (_chart, splits) => splits.map((value) => show(value)) },
        ],
        series: [
          {
            value: (_chart, seconds) => (seconds == null ? "–" : format.dateTime(seconds * 1000)),
            label: "",
          },
          ...lines.flatMap((line, i) => seriesOf(line, i, dark(), show)),
        ],
        hooks: {
          draw: [
            (chart) => drawLimits(chart, limits, colour),
            (chart) => drawMarks(chart, marks, colour),
          ],
          setSelect: [
            (chart) => {
              if (chart.select.width < 8) return;
              const from = chart.posToVal(chart.select.left, "x");
              const to = chart.posToVal(chart.select.left + chart.select.width, "x");
              chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              zoom.current?.(Math.round(from * 1000), Math.round(to * 1000));
            },
          ],
        },
      };
    }

    let chart = draw();
    const redraw = () => {
      chart.destroy();
      chart = draw();
    };
    const size = new ResizeObserver(() =>
      chart.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT_PX }),
    );
    size.observe(element);
    const scheme = new MutationObserver(redraw);
    scheme.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => {
      size.disconnect();
      scheme.disconnect();
      chart.destroy();
    };
  }, [atMs, lines, limits, marks, show, fixedTop, format, syncKey]);
  return <div ref={place} className={classes.chart} role="img" aria-label={label} />;
}

function seriesOf(
  line: ChartLine,
  i: number,
  dark: boolean,
  show: (value: number) => string,
): uPlot.Series[] {
  const look = STROKES[i % STROKES.length] ?? STROKES[0];
  const stroke = dark ? look.dark : look.light;
  const value = (_chart: uPlot, reading: number | null) => (reading == null ? "–" : show(reading));
  const main: uPlot.Series = {
    label: line.label,
    stroke,
    width: 1.6,
    value,
    points: { show: false },
    ...(look.dash.length > 0 ? { dash: [...look.dash] } : {}),
    ...(i === 0 ? { fill: `${stroke}14` } : {}),
  };
  if (!line.highest) return [main];
  return [
    main,
    { label: `${line.label} ↑`, stroke: `${stroke}66`, width: 1, value, points: { show: false } },
  ];
}

/** Room for the readings and for a limit that is near; a limit far away does not flatten the graph. */
function scaleOf(
  low: number | null,
  high: number | null,
  limits: readonly ChartLimit[],
  fixedTop: number | undefined,
): [number, number] {
  if (fixedTop !== undefined) return [0, Math.max(fixedTop, high ?? 0)];
  const top = Math.max(high ?? 0, 0.001);
  const near = limits.map(({ value }) => value).filter((value) => value < top * 2.5);
  return [Math.min(0, low ?? 0), Math.max(top, ...near) * 1.12];
}

function tickText(
  format: ReturnType<typeof useFormat>,
  seconds: number,
  stepSeconds: number,
): string {
  const options: Intl.DateTimeFormatOptions =
    stepSeconds >= 86_400
      ? { day: "numeric", month: "short" }
      : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(format.locale, { timeZone: format.timeZone, ...options }).format(
    seconds * 1000,
  );
}

function drawLimits(
  chart: uPlot,
  limits: readonly ChartLimit[],
  colour: (name: string) => string,
): void {
  const { ctx, bbox } = chart;
  for (const { value, tone, label } of limits) {
    const y = chart.valToPos(value, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = colour(`--dv-${tone}-solid`);
    ctx.fillStyle = colour(`--dv-${tone}`);
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${11 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textAlign = "right";
    ctx.fillText(label, bbox.left + bbox.width - 4, y - 4 * devicePixelRatio);
    ctx.restore();
  }
}

/** A small flag at the foot of the graph where an alert opened. */
function drawMarks(
  chart: uPlot,
  marks: readonly ChartMark[],
  colour: (name: string) => string,
): void {
  const { ctx, bbox } = chart;
  const foot = bbox.top + bbox.height;
  for (const { atMs, tone } of marks) {
    const x = chart.valToPos(atMs / 1000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const size = 5 * devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = colour(`--dv-${tone}-solid`);
    ctx.fillStyle = colour(`--dv-${tone}-solid`);
    ctx.lineWidth = devicePixelRatio;
    ctx.globalAlpha = 0.75;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, foot);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.moveTo(x, foot - size * 2);
    ctx.lineTo(x - size, foot);
    ctx.lineTo(x + size, foot);
    ctx.fill();
    ctx.restore();
  }
}
