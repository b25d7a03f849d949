import { Button, SegmentedControl } from "@mantine/core";
import type { Alert, CheckStandingView, Server } from "@driftvakt/protocol/api";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type ApiAnswer } from "../../api/index.ts";
import { useFormat } from "../../i18n/use-format.tsx";
import { Chart, type ChartLimit, type ChartLine, type ChartMark } from "../../ui/chart.tsx";
import { Dim, Panel, Stack } from "../../ui/page.tsx";
import { useNowMs } from "../../ui/time-text.tsx";
import { EmptyState, Loaded } from "../../ui/waiting.tsx";
import { useCheckName } from "../alerts/index.ts";
import { ChecksPanel } from "./checks-panel.tsx";
import {
  ALL_KEYS,
  GRAPHS,
  HOUR_MS,
  matchesKey,
  RANGES,
  showValue,
  windowEnd,
  type Graph,
  type Range,
} from "./graphs.ts";
import classes from "./servers.module.css";

type Metrics = ApiAnswer<"servers.metrics">;
type Span = { fromMs: number; toMs: number };

const route = getRouteApi("/in/servers/$serverId");
const RANGE_NAMES = Object.keys(RANGES) as Range[];

/** How the machine is and was: graphs with limits and alerts, and where each check stands (msp-06). */
export function LiveTab({ server }: { server: Server }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate();
  const range: Range = RANGE_NAMES.find((name) => name === search.range) ?? "day";
  const setRange = (next: Range) =>
    void navigate({
      to: "/servers/$serverId",
      params: { serverId: server.id },
      search: { range: next === "day" ? undefined : next },
      replace: true,
    });
  const [zoom, setZoom] = useState<Span | null>(null);
  const end = windowEnd(range, useNowMs());
  const span = zoom ?? { fromMs: end - RANGES[range] * HOUR_MS, toMs: end };
  return (
    <Stack>
      <div className={classes.range}>
        <SegmentedControl
          aria-label={t("graph.range")}
          value={zoom ? "" : range}
          onChange={(next) => {
            setZoom(null);
            setRange(next as Range);
          }}
          data={RANGE_NAMES.map((value) => ({
            value,
            label: t(`graph.${value}`),
          }))}
        />
        {zoom ? (
          <Button variant="light" size="xs" onClick={() => setZoom(null)}>
            {t("graph.reset")}
          </Button>
        ) : (
          <Dim>{t("graph.zoomHint")}</Dim>
        )}
      </div>
      <Graphs server={server} span={span} onZoom={(fromMs, toMs) => setZoom({ fromMs, toMs })} />
      <ChecksPanel serverId={server.id} />
    </Stack>
  );
}

function Graphs({
  server,
  span,
  onZoom,
}: {
  server: Server;
  span: Span;
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const { t } = useTranslation();
  const params = { serverId: server.id };
  const metrics = useApi(
    "servers.metrics",
    {
      params,
      query: {
        keys: ALL_KEYS,
        fromMs: Math.round(span.fromMs),
        toMs: Math.round(span.toMs),
        points: 300,
      },
    },
    { keepPrevious: true, staleMs: 10_000 },
  );
  const checks = useApi("servers.checks", { params });
  const alerts = useApi("alerts.list", { query: { serverId: server.id, open: "all", limit: 200 } });
  return (
    <Loaded query={metrics} lines={8}>
      {(data) =>
        data.series.length === 0 ? (
          <Panel>
            <EmptyState title={t("graph.none.title")}>{t("graph.none.text")}</EmptyState>
          </Panel>
        ) : (
          <div className={classes.charts}>
            {GRAPHS.map((graph) => (
              <GraphPanel
                key={graph.id}
                graph={graph}
                data={data}
                checks={checks.data?.items ?? NO_CHECKS}
                alerts={alerts.data?.items ?? NO_ALERTS}
                onZoom={onZoom}
              />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

const NO_CHECKS: readonly CheckStandingView[] = [];
const NO_ALERTS: readonly Alert[] = [];

function GraphPanel({
  graph,
  data,
  checks,
  alerts,
  onZoom,
}: {
  graph: Graph;
  data: Metrics;
  checks: readonly CheckStandingView[];
  alerts: readonly Alert[];
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useLines(graph, data);
  const limits = useLimits(graph, checks);
  const marks = useMarks(graph, alerts);
  const show = useMemo(() => showValue(graph.unit, format), [graph.unit, format]);
  if (lines.length === 0) return null;
  const newest = lines[0]?.values.findLast((value) => value !== null) ?? null;
  const title = t(`graph.${graph.id}`);
  return (
    <Panel
      title={title}
      aside={newest === null ? null : <span className={classes.latest}>{show(newest)}</span>}
    >
      <Chart
        label={t("graph.label", { title, latest: newest === null ? "–" : show(newest) })}
        atMs={data.atMs}
        lines={lines}
        limits={limits}
        marks={marks}
        show={show}
        fixedTop={"top" in graph ? graph.top : undefined}
        syncKey="server"
        onZoom={onZoom}
      />
    </Panel>
  );
}

function useLines(graph: Graph, data: Metrics): ChartLine[] {
  const { t } = useTranslation();
  return useMemo(
    () =>
      graph.keys.flatMap((wanted) =>
        data.series
          .filter(({ key }) => matchesKey(wanted, key))
          .filter(
            ({ key, average }) => key !== "swap.used" || average.some((value) => value !== null),
          )
          .slice(0, 6)
          .map(({ key, average, maximum }, i) => ({
            label: lineLabel(key, (name) =>
              t(`metricName.${name as "cpu.busy"}`, { defaultValue: name }),
            ),
            values: average,
            // The highest readings of the chief line only: more would bury the graph.
            ...(i === 0 && wanted === graph.keys[0] && data.stepMs > 60_000
              ? { highest: maximum }
              : {}),
          })),
      ),
    [graph, data, t],
  );
}

function lineLabel(key: string, name: (metric: string) => string): string {
  const colon = key.indexOf(":");
  if (colon < 0) return name(key);
  const metric = key.slice(0, colon);
  return metric === "filesystem.used"
    ? key.slice(colon + 1)
    : `${name(metric)} ${key.slice(colon + 1)}`;
}

function useLimits(graph: Graph, checks: readonly CheckStandingView[]): ChartLimit[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const chief = graph.keys[0].replace(/:\*$/, "");
    // One above and one below at most; instances of a metric have the same limits.
    const own = checks.flatMap(({ limits }) =>
      limits?.metric.split(":")[0] === chief ? [limits] : [],
    );
    return [...new Map(own.map((limits) => [limits.comparison, limits])).values()].flatMap(
      ({ warning, critical }): ChartLimit[] => [
        { value: warning, tone: "warn", label: t("checkState.warning") },
        { value: critical, tone: "bad", label: t("checkState.critical") },
      ],
    );
  }, [graph, checks, t]);
}

/** Alerts of the graph's own checks, and of the whole machine on every graph. */
function useMarks(graph: Graph, alerts: readonly Alert[]): ChartMark[] {
  const checkName = useCheckName();
  return useMemo(
    () =>
      alerts
        .filter(({ check }) => {
          const name = check.split(":")[0] ?? "";
          return name === "host" || graph.checks.some((own) => name.startsWith(own));
        })
        .map(({ openedAtMs, state, check }) => ({
          atMs: openedAtMs,
          tone: state === "critical" ? "bad" : state === "unknown" ? "odd" : "warn",
          label: checkName(check),
        })),
    // `checkName` only changes with the language, which changes nothing that is drawn.
    // oxlint-disable-next-line react/exhaustive-deps
    [graph, alerts],
  );
}
