import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

const NANOSECONDS = 1e9;

/** How the process itself is: memory, processor, and how long others wait for its one thread. */
export function addProcessMetrics(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  metrics.gauge("process_resident_memory_bytes", "Memory of the process", () =>
    process.memoryUsage.rss(),
  );
  metrics.gauge("process_cpu_seconds_total", "Processor time used", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.gauge("process_start_time_seconds", "When the process started", () =>
    Math.round(performance.timeOrigin / 1000),
  );
  metrics.gauge(
    "driftvakt_event_loop_delay_seconds",
    "Delay of the event loop since the last scrape, 99th percentile",
    () => {
      const seconds = delay.percentile(99) / NANOSECONDS;
      delay.reset();
      return seconds;
    },
  );
}
