/** Readings of a made-up machine that behaves like a real one: days, load, noise, bursts, things that stand still. */

/** The sixty keys that a middling server reports. */
export const READING_KEYS: readonly string[] = [
  ...["busy", "user", "system", "iowait", "steal"].map((kind) => `cpu.${kind}`),
  "load.1",
  "load.5",
  "load.15",
  "memory.used",
  "memory.available",
  "memory.total",
  "swap.used",
  ...["/", "/var", "/home", "/srv", "/boot", "/var/log", "/var/lib/mysql"].flatMap((path) =>
    ["used", "free", "inodes"].map((kind) => `filesystem.${kind}:${path}`),
  ),
  ...["sda", "sdb", "sdc", "sdd"].flatMap((disk) =>
    ["read", "write", "busy"].map((kind) => `disk.${kind}:${disk}`),
  ),
  ...["eth0", "eth1", "lo"].flatMap((net) =>
    ["in", "out", "errors"].map((kind) => `network.${kind}:${net}`),
  ),
  "processes.total",
  "processes.running",
  "sockets.established",
  "uptime",
  "filesystem.used:/tmp",
  "filesystem.used:/opt",
];

/** A small generator of random numbers with a seed (mulberry32): the same machine every time. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const DAY_BEATS = 5760;
const GIB = 1024 ** 3;

/** Makes one machine's readings, a beat of 15 seconds at a time, rounded as agents round. */
export function machineReadings(seed: number): (beat: number) => (number | null)[] {
  const dice = random(seed);
  const gauss = () => dice() + dice() + dice() + dice() - 2;
  const busyness = 5 + 40 * dice();
  const disks = Array.from({ length: 9 }, () => ({
    used: 10 + 60 * dice(),
    size: 50 * GIB,
    write: 0,
  }));
  const memoryTotal = Math.round(8 * GIB * (1 + dice())) & ~4095;
  let load = 0;
  let memory = 40 + 20 * dice();
  let burst = 0;
  const loads = [0, 0, 0];
  let sockets = Math.round(100 * dice());
  let processes = 150 + Math.round(100 * dice());
  return (beat) => {
    const day = 0.5 - 0.5 * Math.cos((2 * Math.PI * (beat % DAY_BEATS)) / DAY_BEATS);
    if (dice() < 0.004) burst = 40 + 40 * dice();
    burst *= 0.9;
    load += 0.2 * (busyness * (0.4 + day) + burst - load) + 1.2 * gauss();
    const busy = clamp(load + 2 * gauss(), 0.2, 100);
    const system = busy * (0.2 + 0.05 * gauss());
    const iowait = clamp(burst * 0.05 + 0.3 * Math.abs(gauss()), 0, 20);
    [12, 60, 180].forEach((beats, i) => (loads[i]! += ((busy / 25 - loads[i]!) / beats) * 3));
    memory = clamp(memory + 0.05 * gauss() + 0.001 * (55 - memory), 5, 98);
    sockets = Math.max(0, Math.round(sockets + 2 * gauss() + 0.05 * (100 * day + 20 - sockets)));
    processes = Math.max(80, Math.round(processes + gauss() + 0.02 * (200 - processes)));
    const space = disks.flatMap((disk, i) => {
      disk.used = clamp(
        disk.used + (i < 3 ? 0.0004 * Math.abs(gauss()) : 0) - (dice() < 0.0002 ? 3 : 0),
        1,
        99.5,
      );
      const free = Math.round((disk.size * (100 - disk.used)) / 100 / 4096) * 4096;
      return i < 7
        ? [round(disk.used, 2), free, round(3 + disk.used / 20, 2)]
        : [round(disk.used, 2)];
    });
    const traffic = 2000 * busy * (1 + 0.3 * gauss());
    return [
      round(busy, 2),
      round(clamp(busy - system, 0, 100), 2),
      round(clamp(system, 0, 100), 2),
      round(iowait, 2),
      0,
      ...loads.map((one) => round(one, 2)),
      round(memory, 2),
      Math.round((memoryTotal * (100 - memory)) / 100 / 4096) * 4096,
      memoryTotal,
      0,
      ...space.slice(0, 21),
      ...[0, 1, 2, 3].flatMap((i) => {
        const active = i < 2 && dice() < 0.8;
        const written = active
          ? Math.round(Math.abs(gauss()) * 60_000 + burst * 1000) * (4096 / 1000)
          : 0;
        return [
          active && dice() < 0.2 ? round(Math.abs(gauss()) * 50_000, 1) : 0,
          round(written, 1),
          active ? round(clamp(written / 40_000, 0, 100), 2) : 0,
        ];
      }),
      round(traffic, 1),
      round(traffic * 2.1 * (1 + 0.1 * gauss()), 1),
      0,
      round(traffic / 20, 1),
      round(traffic / 30, 1),
      0,
      round(1200 + 200 * gauss(), 1),
      round(1200 + 200 * gauss(), 1),
      0,
      processes,
      1 + Math.floor(dice() * 3 * dice()),
      sockets,
      1_000_000 + beat * 15,
      ...space.slice(21),
    ];
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
