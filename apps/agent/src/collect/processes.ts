import { readdirSync, statSync } from "node:fs";
import { readProc } from "./read-proc.ts";

/** One process among those that use most. */
export type ProcessItem = Readonly<{
  pid: number;
  name: string;
  command: string;
  uid: number;
  state: string;
  threads: number;
  cpuPercent: number;
  memoryBytes: number;
  startedAtMs: number;
}>;

export type ProcessScan = Readonly<{ total: number; top: readonly ProcessItem[] }>;

type Stat = Readonly<{
  pid: number;
  name: string;
  state: string;
  ticks: number;
  threads: number;
  startTicks: number;
  pages: number;
}>;

/** Ticks a second in /proc; the kernel's ABI has fixed it at 100 for all machines we run on. */
const TICKS_PER_SECOND = 100;
/** So many by processor use and as many by memory. */
const TOP = 10;
const COMMAND_MAX_CHARACTERS = 300;

/** What stays the same for as long as a process lives. */
type Lasting = Readonly<{ startTicks: number; command: string; uid: number }>;

/** Reads the list of processes on each beat: one small file a process; more only for the few that are shown, and once. */
export class ProcessReader {
  #before = new Map<number, Stat>();
  #beforeAtMs = 0;
  #lasting = new Map<number, Lasting>();
  readonly #pageBytes = readPageBytes();

  scan(nowMs: number, monotonicMs: number): ProcessScan {
    const stats = readStats();
    const seconds = (monotonicMs - this.#beforeAtMs) / 1000;
    const use = (stat: Stat) => cpuPercent(this.#before.get(stat.pid), stat, seconds);
    const bootedAtMs = nowMs - Number(readProc("/proc/uptime")?.split(" ")[0] ?? 0) * 1000;
    const known = this.#lasting;
    this.#lasting = new Map();
    const top = pickTop([...stats.values()], use).map((stat) => {
      const lasting = recall(known, stat);
      this.#lasting.set(stat.pid, lasting);
      return this.#item(stat, lasting, use(stat), bootedAtMs);
    });
    this.#before = stats;
    this.#beforeAtMs = monotonicMs;
    return { total: stats.size, top };
  }

  #item(stat: Stat, { command, uid }: Lasting, percent: number, bootedAtMs: number): ProcessItem {
    const startedAtMs = bootedAtMs + (stat.startTicks * 1000) / TICKS_PER_SECOND;
    return {
      pid: stat.pid,
      name: stat.name,
      command,
      uid,
      state: stat.state,
      threads: stat.threads,
      cpuPercent: percent,
      memoryBytes: stat.pages * this.#pageBytes,
      // The two clocks drift by milliseconds from beat to beat; a start has happened at one moment.
      startedAtMs: Math.round(startedAtMs / 1000) * 1000,
    };
  }
}

function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const stat = parseStat(readProc(`/proc/${name}/stat`) ?? "");
    if (stat) stats.set(stat.pid, stat);
  }
  return stats;
}

function pickTop(stats: readonly Stat[], use: (stat: Stat) => number): readonly Stat[] {
  const byMemory = stats.toSorted((a, b) => b.pages - a.pages).slice(0, TOP);
  const busy = stats.filter((stat) => use(stat) > 0).sort((a, b) => use(b) - use(a));
  return [...new Set([...busy.slice(0, TOP), ...byMemory])];
}

function recall(known: ReadonlyMap<number, Lasting>, stat: Stat): Lasting {
  const lasting = known.get(stat.pid);
  if (lasting?.startTicks === stat.startTicks) return lasting;
  const uid = statSync(`/proc/${stat.pid}`, { throwIfNoEntry: false })?.uid ?? 0;
  return { startTicks: stat.startTicks, command: readCommand(stat), uid };
}

/** Up to `rss`, the 24th, of which the first two stand before the rest. */
const STAT_FIELDS_READ = 22;

/** /proc/PID/stat; the name may hold blanks and brackets, so the last bracket counts. */
export function parseStat(text: string): Stat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < 0) return undefined;
  const fields = text.slice(close + 2).split(" ", STAT_FIELDS_READ);
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid: Number(text.slice(0, open - 1)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? "?",
    ticks: field(14) + field(15),
    threads: field(20),
    startTicks: field(22),
    pages: field(24),
  };
}

function cpuPercent(before: Stat | undefined, now: Stat, seconds: number): number {
  if (!before || before.startTicks !== now.startTicks || seconds <= 0) return 0;
  return Math.round(((now.ticks - before.ticks) / TICKS_PER_SECOND / seconds) * 1000) / 10;
}

/** Arguments may hold passwords: only the program and what looks like an option's name is shown. */
function readCommand({ pid, name }: Stat): string {
  const parts = (readProc(`/proc/${pid}/cmdline`) ?? "").split("\0").filter((part) => part !== "");
  if (parts.length === 0) return `[${name}]`;
  return maskArguments(parts).slice(0, COMMAND_MAX_CHARACTERS);
}

const SECRET = /(pass(word|wd)?|secret|token|key|credential|auth)/i;
/** Secrets inside one argument, as in `sh -c "program --token abc"`, in addresses, and our own join tokens. */
const INSIDE: readonly (readonly [RegExp, string])[] = [
  [/(-[\w-]*(?:pass(?:word|wd)?|secret|token|credential|auth)[\w-]*[= ]+)[^\s'"]+/gi, "$1***"],
  [/(\/\/[^/@:\s]*:)[^@/\s]*@/g, "$1***@"],
  [/\bdvj_[\w-]+/g, "***"],
];

export function maskArguments(parts: readonly string[]): string {
  let hideNext = false;
  const shown = parts.map((part) => {
    if (hideNext) {
      hideNext = false;
      return "***";
    }
    if (!part.startsWith("-") || part.includes(" ") || !SECRET.test(part)) return maskInside(part);
    const equals = part.indexOf("=");
    if (equals < 0) hideNext = true;
    return equals < 0 ? part : `${part.slice(0, equals)}=***`;
  });
  return Buffer.from(shown.join(" "), "latin1").toString("utf8");
}

function maskInside(part: string): string {
  return INSIDE.reduce((text, [pattern, mask]) => text.replace(pattern, mask), part);
}

/** Page size as the kernel counts: the same memory in pages and in kB. */
function readPageBytes(): number {
  const pages = Number(readProc("/proc/self/statm")?.split(" ")[1]);
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(readProc("/proc/self/status") ?? "")?.[1]);
  const ratio = (kibibytes * 1024) / pages;
  return Number.isFinite(ratio) ? 2 ** Math.round(Math.log2(ratio)) : 4096;
}
