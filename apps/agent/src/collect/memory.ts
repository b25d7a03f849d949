export type Memory = Readonly<{
  totalBytes: number;
  availableBytes: number;
  usedPercent: number;
  /** Null on a machine without swap. */
  swapUsedPercent: number | null;
}>;

/** /proc/meminfo. "Used" is what is not available, as free(1) and people mean it. */
export function parseMemory(meminfo: string): Memory | undefined {
  const bytes = (name: string) => {
    const kibibytes = new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(meminfo)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  };
  const totalBytes = bytes("MemTotal");
  const availableBytes = bytes("MemAvailable");
  if (totalBytes === undefined || totalBytes === 0 || availableBytes === undefined)
    return undefined;
  const swapTotal = bytes("SwapTotal") ?? 0;
  const swapFree = bytes("SwapFree") ?? 0;
  return {
    totalBytes,
    availableBytes,
    usedPercent: ((totalBytes - availableBytes) * 100) / totalBytes,
    swapUsedPercent: swapTotal === 0 ? null : ((swapTotal - swapFree) * 100) / swapTotal,
  };
}
