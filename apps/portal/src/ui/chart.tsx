import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat } from "../i18n/use-format.tsx";
import {
  chartData,
  chartOptions,
  type ChartLimit,
  type ChartLine,
  type ChartMark,
} from "./chart-options.ts";
import classes from "./chart.module.css";

export type { ChartLimit, ChartLine, ChartMark } from "./chart-options.ts";

/** A graph over time. Dragging across it zooms in; the page offers the way back. */
export function Chart(props: {
  atMs: readonly number[];
  lines: readonly ChartLine[];
  limits: readonly ChartLimit[];
  marks: readonly ChartMark[];
  show: (value: number) => string;
  /** Top of the scale, e.g. 100 for percent; else it follows the readings. */
  fixedTop?: number | undefined;
  label: string;
  onZoom: (fromMs: number, toMs: number) => void;
  /** Graphs with the same key share the cursor. */
  syncKey: string;
}) {
  const { atMs, lines, limits, marks, show, fixedTop, syncKey } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const drawnMarks = useRef(marks);
  // What the chart's own callbacks read, always as of the last render.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const names = JSON.stringify([
    lines.map(({ label, highest }) => [label, highest !== undefined]),
    limits,
  ]);
  const timeName = t("field.at");

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const draw = () => {
      chart.current?.destroy();
      const now = latest.current;
      const options = chartOptions({
        lines: now.lines,
        limits: now.limits,
        show,
        fixedTop,
        syncKey,
        format,
        timeName,
        width: element.clientWidth,
        marks: () => drawnMarks.current,
        onZoom: (fromMs, toMs) => latest.current.onZoom(fromMs, toMs),
      });
      chart.current = new uPlot(options, chartData(now.atMs, now.lines), element);
    };
    draw();
    const size = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0) chart.current?.setSize({ width, height: chart.current.height });
    });
    size.observe(element);
    // Colours are read when drawing, so light and dark each want a drawing of their own.
    const scheme = new MutationObserver(draw);
    scheme.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => {
      size.disconnect();
      scheme.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
    // `names` stands for the lines and limits, whose values alone do not ask for a new chart.
  }, [names, format, timeName, show, fixedTop, syncKey]);

  useEffect(() => {
    drawnMarks.current = marks;
    chart.current?.setData(chartData(atMs, lines));
  }, [atMs, lines, marks]);

  return <div ref={place} className={classes.chart} role="img" aria-label={props.label} />;
}
