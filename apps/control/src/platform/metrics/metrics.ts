/** Labels of one series, in a fixed order of names. */
export type Labels = Readonly<Record<string, string>>;

export type Counter = { add(amount?: number, labels?: Labels): void };
export type Histogram = { observe(value: number, labels?: Labels): void };

/** What `/metrics` says, in Prometheus's text format. Names begin with `driftvakt_` and end with their unit. */
export type Metrics = {
  counter(name: string, help: string): Counter;
  histogram(name: string, help: string, buckets: readonly number[]): Histogram;
  /** `read` is asked at every scrape. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  render(): Promise<string>;
};

type Family = { readonly head: string; lines(): string[] | Promise<string[]> };

export function openMetrics(): Metrics {
  const families = new Map<string, Family>();
  const add = (name: string, type: string, help: string, lines: Family["lines"]): void => {
    if (families.has(name)) throw new Error(`the metric ${name} is there twice`);
    families.set(name, { head: `# HELP ${name} ${help}\n# TYPE ${name} ${type}`, lines });
  };
  return {
    counter: (name, help) => {
      const values = new Map<string, number>();
      add(name, "counter", help, () => [...values].map(([key, value]) => `${name}${key} ${value}`));
      return {
        add: (amount = 1, labels) => {
          const key = writeLabels(labels);
          values.set(key, (values.get(key) ?? 0) + amount);
        },
      };
    },
    histogram: (name, help, buckets) => {
      const series = new Map<string, HistogramSeries>();
      add(name, "histogram", help, () =>
        [...series.values()].flatMap((one) => histogramLines(name, buckets, one)),
      );
      return {
        observe: (value, labels = {}) => {
          const key = writeLabels(labels);
          const one = series.get(key) ?? emptySeries(labels, buckets.length);
          series.set(key, one);
          const index = buckets.findIndex((bound) => value <= bound);
          one.counts[index === -1 ? buckets.length : index]! += 1;
          one.sum += value;
        },
      };
    },
    gauge: (name, help, read) => add(name, "gauge", help, async () => [`${name} ${await read()}`]),
    render: async () => {
      const parts = await Promise.all(
        [...families.values()].map(async (family) => [family.head, ...(await family.lines())]),
      );
      return `${parts.flat().join("\n")}\n`;
    },
  };
}

type HistogramSeries = { readonly labels: Labels; readonly counts: number[]; sum: number };

function emptySeries(labels: Labels, bucketCount: number): HistogramSeries {
  return { labels, counts: Array.from({ length: bucketCount + 1 }, () => 0), sum: 0 };
}

function histogramLines(
  name: string,
  buckets: readonly number[],
  series: HistogramSeries,
): string[] {
  let seen = 0;
  const lines = [...buckets, "+Inf"].map((bound, index) => {
    seen += series.counts[index] ?? 0;
    return `${name}_bucket${writeLabels({ ...series.labels, le: String(bound) })} ${seen}`;
  });
  const labels = writeLabels(series.labels);
  return [...lines, `${name}_sum${labels} ${series.sum}`, `${name}_count${labels} ${seen}`];
}

function writeLabels(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`))}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
