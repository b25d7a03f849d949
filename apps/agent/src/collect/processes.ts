import { statSync } from "node:fs";
import { listProcesses, ProcFiles } from "./proc-files.ts";
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

export type ProcessScan = Readonly<{
  total: number;
  /** Those that use most; more is read of them, so only where the list is wanted. */
  top(nowMs: number): readonly ProcessItem[];
}>;

type Stat = Readonly<{
  pid: number;
  name: string;
  state: string;
  ticks: number;
  threads: number;
  startTicks: number;
  pages: number;
}>;
/** A process with its share of one processor since the beat before, in percent. */
type Used = Readonly<{ stat: Stat; percent: number }>;

/** Ticks a second in /proc; the kernel's ABI has fixed it at 100 for all machines we run on. */
const TICKS_PER_SECOND = 100;
/** So many by processor use and as many by memory. */
const TOP = 10;
const COMMAND_MAX_CHARACTERS = 300;
/** Files kept open at most: reading one again costs half of opening it anew. */
const OPEN_MAX = 400;

/** What stays the same for as long as a process lives. */
type Lasting = Readonly<{ startTicks: number; command: string; uid: number }>;

/** How many processes there are, without a look at any. */
export function countProcesses(): number {
  return listProcesses().length;
}

/** Reads the list of processes: one small file a process; more only for the few that are shown, and once. */
export class ProcessReader {
  #before: ReadonlyMap<number, Stat> = new Map();
  #beforeAtMs = 0;
  #lasting: ReadonlyMap<number, Lasting> = new Map();
  readonly #files = new ProcFiles("stat", parseStat, OPEN_MAX);
  readonly #pageBytes = readPageBytes();

  scan(monotonicMs: number): ProcessScan {
    const seconds = (monotonicMs - this.#beforeAtMs) / 1000;
    const before = this.#before;
    const stats = this.#files.readAll();
    this.#before = new Map(stats.map((stat) => [stat.pid, stat]));
    this.#beforeAtMs = monotonicMs;
    const top = (nowMs: number) => {
      const used = stats.map((stat) => ({
        stat,
        percent: cpuPercent(before.get(stat.pid), stat, seconds),
      }));
      return this.#describeTop(used, nowMs);
    };
    return { total: stats.length, top };
  }

  #describeTop(used: readonly Used[], nowMs: number): readonly ProcessItem[] {
    const bootedAtMs = nowMs - Number(readProc("/proc/uptime")?.split(" ")[0] ?? 0) * 1000;
    const known = this.#lasting;
    const lasting = new Map<number, Lasting>();
    this.#lasting = lasting;
    return pickTop(used).map(({ stat, percent }) => {
      const facts = recall(known, stat);
      lasting.set(stat.pid, facts);
      return this.#item(stat, facts, percent, bootedAtMs);
    });
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

function pickTop(used: readonly Used[]): readonly Used[] {
  const busy = used.filter(({ percent }) => percent > 0).sort((a, b) => b.percent - a.percent);
  const byMemory = used.toSorted((a, b) => b.stat.pages - a.stat.pages).slice(0, TOP);
  return [...new Set([...busy.slice(0, TOP), ...byMemory])];
}

function recall(known: ReadonlyMap<number, Lasting>, stat: Stat): Lasting {
  const lasting = known.get(stat.pid);
  if (lasting?.startTicks === stat.startTicks) return lasting;
  const uid = statSync(`/proc/${stat.pid}`, { throwIfNoEntry: false })?.uid ?? 0;
  return { startTicks: stat.startTicks, command: readCommand(stat), uid };
}

/** State, utime, stime, num_threads, starttime and rss: the fields 3, 14, 15, 20, 22 and 24. */
const STAT = /^(\S) (?:\S+ ){10}(\d+) (\d+) (?:\S+ ){4}(\d+) \S+ (\d+) \S+ (\d+)/;

/** /proc/PID/stat; the name may hold blanks and brackets, so the last bracket counts. */
export function parseStat(text: string): Stat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const match = STAT.exec(text.slice(close + 2));
  if (open < 0 || !match) return undefined;
  const [, state = "?", user, system, threads, start, pages] = match;
  return {
    pid: Number(text.slice(0, open - 1)),
    name: text.slice(open + 1, close),
    state,
    ticks: Number(user) + Number(system),
    threads: Number(threads),
    startTicks: Number(start),
    pages: Number(pages),
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
