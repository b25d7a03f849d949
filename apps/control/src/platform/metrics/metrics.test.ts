import { describe, expect, it } from "vitest";
import { openMetrics } from "./metrics.ts";

describe("metrics", () => {
  it("render in Prometheus's text format", async () => {
    const metrics = openMetrics();
    const counter = metrics.counter("driftvakt_x_total", "how many");
    counter.add();
    counter.add(2, { kind: 'a"b\\\n' });
    const histogram = metrics.histogram("driftvakt_y_seconds", "how long", [0.1, 1]);
    for (const value of [0.05, 0.5, 5]) histogram.observe(value);
    metrics.gauge("driftvakt_z", "now", async () => 7);
    expect(await metrics.render()).toBe(
      `# HELP driftvakt_x_total how many
# TYPE driftvakt_x_total counter
driftvakt_x_total 1
driftvakt_x_total{kind="a\\"b\\\\\\n"} 2
# HELP driftvakt_y_seconds how long
# TYPE driftvakt_y_seconds histogram
driftvakt_y_seconds_bucket{le="0.1"} 1
driftvakt_y_seconds_bucket{le="1"} 2
driftvakt_y_seconds_bucket{le="+Inf"} 3
driftvakt_y_seconds_sum 5.55
driftvakt_y_seconds_count 3
# HELP driftvakt_z now
# TYPE driftvakt_z gauge
driftvakt_z 7
`,
    );
    expect(() => metrics.counter("driftvakt_z", "again")).toThrow(/twice/);
  });
});
