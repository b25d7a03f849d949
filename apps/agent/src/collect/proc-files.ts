import { closeSync, openSync, readdirSync, readSync } from "node:fs";

const FILE_MAX_BYTES = 4096;

/** One small file of every process, read again and again: kept open, because opening costs as much as reading. */
export class ProcFiles {
  readonly #name: string;
  readonly #openMax: number;
  readonly #files = new Map<string, number>();
  readonly #buffer = Buffer.allocUnsafe(FILE_MAX_BYTES);

  /** @param openMax files kept open at most; the rest are opened for each reading. */
  constructor(name: string, openMax: number) {
    this.#name = name;
    this.#openMax = openMax;
  }

  /** The files' texts, a character a byte, in no order; processes that end meanwhile are left out. */
  readAll(): readonly string[] {
    const processes = listProcesses();
    const texts = processes.map((pid) => this.#read(pid)).filter((text) => text !== "");
    if (this.#files.size > processes.length) this.#forgetEnded(new Set(processes));
    return texts;
  }

  #read(pid: string): string {
    const open = this.#files.get(pid);
    const text = open === undefined ? "" : this.#readFrom(open);
    if (text !== "") return text;
    // The process that was known by this number has ended; there may be another by now.
    this.#forget(pid);
    return this.#readAnew(pid);
  }

  #readAnew(pid: string): string {
    let file: number;
    try {
      file = openSync(`/proc/${pid}/${this.#name}`, "r");
    } catch {
      return "";
    }
    const text = this.#readFrom(file);
    if (text !== "" && this.#files.size < this.#openMax) this.#files.set(pid, file);
    else closeSync(file);
    return text;
  }

  #readFrom(file: number): string {
    try {
      return this.#buffer.toString("latin1", 0, readSync(file, this.#buffer, 0, FILE_MAX_BYTES, 0));
    } catch {
      return "";
    }
  }

  #forget(pid: string): void {
    const file = this.#files.get(pid);
    if (file === undefined) return;
    this.#files.delete(pid);
    closeSync(file);
  }

  #forgetEnded(living: ReadonlySet<string>): void {
    for (const pid of this.#files.keys()) if (!living.has(pid)) this.#forget(pid);
  }
}

/** Process numbers, as the folder names that they are. */
export function listProcesses(): string[] {
  return readdirSync("/proc").filter((name) => {
    const first = name.charCodeAt(0);
    return first >= 48 && first <= 57;
  });
}
