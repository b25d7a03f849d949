export type DiskCounters = Readonly<{ readBytes: number; writtenBytes: number; busyMs: number }>;

const SECTOR_BYTES = 512;
const WHOLE_DISK = /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+|md\d+)$/;

/** /proc/diskstats: whole disks that have ever been used. */
export function parseDisks(diskstats: string): ReadonlyMap<string, DiskCounters> {
  const disks = new Map<string, DiskCounters>();
  for (const line of diskstats.split("\n")) {
    const fields = line.trim().split(/ +/);
    const name = fields[2] ?? "";
    if (!WHOLE_DISK.test(name)) continue;
    const readBytes = Number(fields[5]) * SECTOR_BYTES;
    const writtenBytes = Number(fields[9]) * SECTOR_BYTES;
    if (readBytes + writtenBytes > 0)
      disks.set(name, { readBytes, writtenBytes, busyMs: Number(fields[12]) });
  }
  return disks;
}
