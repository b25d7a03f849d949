import uPlot from "uplot";
import type { Format } from "../i18n/format.ts";

export type ChartLine = {
  label: string;
  values: readonly (number | null)[];
  /** Highest readings of each step, drawn as a faint line above. */
  highest?: readonly (number | null)[];
};
export type ChartLimit = { value: number; tone: "warn" | "bad"; label: string };
export type ChartMark = { atMs: number; tone: "warn" | "bad" | "odd"; label: string };

type Input = {
  lines: readonly ChartLine[];
  limits: readonly ChartLimit[];
  marks: () => readonly ChartMark[];
  show: (value: number) => string;
  fixedTop?: number | undefined;
  syncKey: string;
  format: Format;
  timeName: string;
  width: number;
  onZoom: (fromMs: number, toMs: number) => void;
};

/** Lines tell each other apart without colour, too: whole, dashed, dotted. */
const STROKES = [
  { light: "#155a6b", dark: "#7fc4d3", dash: [] },
  { light: "#a35a00", dark: "#f2b84b", dash: [6, 3] },
  { light: "#5a4a8c", dark: "#c0b1f2", dash: [2, 3] },
  { light: "#1a6b45", dark: "#78d3a3", dash: [8, 3, 2, 3] },
  { light: "#8a3158", dark: "#f0a3c4", dash: [4, 4] },
  { light: "#46525a", dark: "#a7b4ba", dash: [1, 2] },
] as const;

const HEIGHT_PX = 180;
const WIDTH_LEAST_PX = 200;
/** A drag shorter than this was a click. */
const DRAG_LEAST_PX = 8;
const DAY_SECONDS = 86_400;

const cssColour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = (): boolean => document.documentElement.dataset["mantineColorScheme"] === "dark";
const font = (sizePx: number): string =>
  `${sizePx}px ${getComputedStyle(document.body).fontFamily}`;

/** Columns as uPlot wants them: moments in seconds, then each line and its highest readings. */
export function chartData(atMs: readonly number[], lines: readonly ChartLine[]): uPlot.AlignedData {
  const columns = lines.flatMap(({ values, highest }) => (highest ? [values, highest] : [values]));
  return [atMs.map((ms) => ms / 1000), ...columns] as uPlot.AlignedData;
}

/** Everything uPlot must know to draw a graph in the person's language, zone and colours. */
export function chartOptions(input: Input): uPlot.Options {
  const { format, lines, limits, show, timeName } = input;
  const time = (seconds: number | null) =>
    seconds == null ? "–" : format.dateTime(seconds * 1000);
  return {
    width: Math.max(WIDTH_LEAST_PX, input.width),
    height: HEIGHT_PX,
    padding: [8, 8, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), format.timeZone),
    cursor: {
      points: { size: 7 },
      drag: { x: true, y: false, setScale: false },
      sync: { key: input.syncKey },
    },
    scales: {
      x: { time: true },
      y: { range: (_chart, low, high) => scaleOf(low, high, limits, input.fixedTop) },
    },
    axes: axesOf(format, show),
    series: [
      { label: timeName, value: (_chart, seconds) => time(seconds) },
      ...lines.flatMap((line, i) => seriesOf(line, i, show)),
    ],
    hooks: {
      draw: [(chart) => drawLimits(chart, limits), (chart) => drawMarks(chart, input.marks())],
      setSelect: [(chart) => takeSelection(chart, input.onZoom)],
    },
  };
}

function axesOf(format: Format, show: (value: number) => string): uPlot.Axis[] {
  const axis = {
    stroke: cssColour("--dv-dim"),
    grid: { stroke: cssColour("--dv-line"), width: 1 },
    ticks: { show: false },
    font: font(12),
    gap: 6,
  };
  return [
    {
      ...axis,
      size: 26,
      values: (_chart, splits, _i, _space, step) => splits.map((at) => tickText(format, at, step)),
    },
    { ...axis, size: 64, values: (_chart, splits) => splits.map((value) => show(value)) },
  ];
}

function tickText(format: Format, seconds: number, stepSeconds: number): string {
  const options: Intl.DateTimeFormatOptions =
    stepSeconds >= DAY_SECONDS
      ? { day: "numeric", month: "short" }
      : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(format.locale, { timeZone: format.timeZone, ...options }).format(
    seconds * 1000,
  );
}

function seriesOf(line: ChartLine, i: number, show: (value: number) => string): uPlot.Series[] {
  const look = STROKES[i % STROKES.length] ?? STROKES[0];
  const stroke = isDark() ? look.dark : look.light;
  const value = (_chart: uPlot, reading: number | null) => (reading == null ? "–" : show(reading));
  const common = { value, points: { show: false } };
  const main: uPlot.Series = {
    ...common,
    label: line.label,
    stroke,
    width: 1.6,
    dash: [...look.dash],
    ...(i === 0 ? { fill: `${stroke}14` } : {}),
  };
  if (!line.highest) return [main];
  return [
    main,
    { ...common, label: line.label, class: "dv-highest", stroke: `${stroke}66`, width: 1 },
  ];
}

/** Room for the readings and for a limit that is near; a limit far away does not flatten the graph. */
export function scaleOf(
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

function takeSelection(chart: uPlot, onZoom: (fromMs: number, toMs: number) => void): void {
  const { left, width } = chart.select;
  if (width < DRAG_LEAST_PX) return;
  const fromMs = Math.round(chart.posToVal(left, "x") * 1000);
  const toMs = Math.round(chart.posToVal(left + width, "x") * 1000);
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(fromMs, toMs);
}

function drawLimits(chart: uPlot, limits: readonly ChartLimit[]): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  for (const { value, tone, label } of limits) {
    const y = chart.valToPos(value, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = cssColour(`--dv-${tone}-solid`);
    ctx.fillStyle = cssColour(`--dv-${tone}`);
    ctx.setLineDash([5 * scale, 4 * scale]);
    ctx.lineWidth = scale;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = font(11 * scale);
    ctx.textAlign = "left";
    // The critical limit is named above its line, the warning below, so that the two names never meet.
    ctx.textBaseline = tone === "bad" ? "bottom" : "top";
    ctx.fillText(label, bbox.left + 5 * scale, y + (tone === "bad" ? -2 : 3) * scale);
    ctx.restore();
  }
}

/** A small flag at the foot of the graph where an alert opened. */
function drawMarks(chart: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = chart;
  const foot = bbox.top + bbox.height;
  const size = 5 * devicePixelRatio;
  for (const { atMs, tone } of marks) {
    const x = chart.valToPos(atMs / 1000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = cssColour(`--dv-${tone}-solid`);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = devicePixelRatio;
    ctx.globalAlpha = 0.7;
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
