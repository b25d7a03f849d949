/** Jiffies by use since the machine started. */
export type CpuTimes = Readonly<{
  user: number;
  system: number;
  idle: number;
  iowait: number;
  steal: number;
  total: number;
}>;

/** First line of /proc/stat. Guest time is part of user time already. */
export function parseCpu(stat: string): CpuTimes | undefined {
  const fields = /^cpu +(.*)$/m.exec(stat)?.[1]?.split(" ").map(Number);
  if (!fields || fields.length < 8) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    fields;
  const total = user + nice + system + idle + iowait + irq + softirq + steal;
  return { user: user + nice, system: system + irq + softirq, idle, iowait, steal, total };
}

export type CpuUse = Readonly<{
  busy: number;
  user: number;
  system: number;
  iowait: number;
  steal: number;
}>;

/** Percent of all processors between two readings; undefined where no time passed or the counters went back. */
export function cpuUse(before: CpuTimes, after: CpuTimes): CpuUse | undefined {
  const total = after.total - before.total;
  if (total <= 0) return undefined;
  const percent = (from: number, to: number) =>
    Math.min(100, Math.max(0, ((to - from) * 100) / total));
  return {
    busy: 100 - percent(before.idle + before.iowait, after.idle + after.iowait),
    user: percent(before.user, after.user),
    system: percent(before.system, after.system),
    iowait: percent(before.iowait, after.iowait),
    steal: percent(before.steal, after.steal),
  };
}

/** `procs_running` of /proc/stat. */
export function parseRunning(stat: string): number | undefined {
  const text = /^procs_running (\d+)$/m.exec(stat)?.[1];
  return text === undefined ? undefined : Number(text);
}
