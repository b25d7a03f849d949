import {
  judgeReading,
  parseMetricKey,
  type Check,
  type FilesystemsCheck,
  type MetricCheck,
} from "@driftvakt/domain/monitoring";
import type { Verdict } from "./standings.ts";

/** A beat's readings by metric key. */
export type Sample = ReadonlyMap<string, number | null>;

/** Holds a beat's readings against the checks on figures. A missing reading is not judged. */
export function judgeSample(checks: readonly Check[], sample: Sample): readonly Verdict[] {
  return checks.flatMap((check) => {
    if (check.type === "metric") return judgeMetric(check, sample);
    return check.type === "filesystems" ? judgeFilesystems(check, sample) : [];
  });
}

function judgeMetric(check: MetricCheck, sample: Sample): Verdict[] {
  return readingsOf(check.metric, sample).map(([instance, value]) => ({
    check,
    instance,
    state: judgeReading(check, value),
    output: `${check.metric} ${round(value)}, limits ${check.warning} and ${check.critical}`,
    value,
    maxAttempts: check.maxAttempts,
  }));
}

function judgeFilesystems(check: FilesystemsCheck, sample: Sample): Verdict[] {
  const { warningPercent: warning, criticalPercent: critical, maxAttempts } = check;
  const isWatched = ([mount]: [string | undefined, number]) =>
    check.mounts === undefined || (mount !== undefined && check.mounts.includes(mount));
  const readings = readingsOf("filesystem.used", sample).filter(isWatched);
  return readings.map(([instance, value]) => ({
    check,
    instance,
    state: judgeReading({ comparison: "above", warning, critical }, value),
    output: `${instance} is ${round(value)} % full, limits ${warning} % and ${critical} %`,
    value,
    maxAttempts,
  }));
}

function readingsOf(metric: string, sample: Sample): [string | undefined, number][] {
  const readings: [string | undefined, number][] = [];
  for (const [key, value] of sample) {
    if (value === null || !key.startsWith(metric)) continue;
    const parsed = parseMetricKey(key);
    if (parsed?.name === metric) readings.push([parsed.instance, value]);
  }
  return readings;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
