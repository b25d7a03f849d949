import { closeSync, openSync, readdirSync, readSync } from "node:fs";

const FILE_MAX_BYTES = 4096;
/** Longer texts are parsed on each reading; what processes say of themselves in one line is shorter. */
const REMEMBERED_MAX_BYTES = 512;

type ProcFile<T> = {
  readonly file: number;
  readonly bytes: Buffer;
  length: number;
  value: T;
};

/**
 * One small file of every process, read again and again: kept open, because opening costs as much as reading, and parsed
 * anew only where its bytes changed, because most processes do nothing between two beats.
 */
export class ProcFiles<T> {
  readonly #name: string;
  readonly #parse: (text: string) => T | undefined;
  readonly #openMax: number;
  readonly #files = new Map<string, ProcFile<T>>();
  readonly #buffer = Buffer.allocUnsafe(FILE_MAX_BYTES);

  /**
   * @param parse makes something of a file's text, a character a byte; undefined leaves the process out.
   * @param openMax files kept open at most; the rest are opened for each reading.
   */
  constructor(name: string, parse: (text: string) => T | undefined, openMax: number) {
    this.#name = name;
    this.#parse = parse;
    this.#openMax = openMax;
  }

  /** What is known of each process, in no order; the same object as before where nothing changed. */
  readAll(): readonly T[] {
    const processes = listProcesses();
    const values: T[] = [];
    for (const pid of processes) {
      const value = this.#read(pid);
      if (value !== undefined) values.push(value);
    }
    if (this.#files.size > processes.length) this.#forgetEnded(new Set(processes));
    return values;
  }

  #read(pid: string): T | undefined {
    const known = this.#files.get(pid);
    if (known === undefined) return this.#readAnew(pid);
    const length = this.#readFrom(known.file);
    if (length > 0) return this.#update(known, length);
    // The process that was known by this number has ended; there may be another by now.
    this.#forget(pid);
    return this.#readAnew(pid);
  }

  #update(known: ProcFile<T>, length: number): T | undefined {
    if (length === known.length && known.bytes.compare(this.#buffer, 0, length, 0, length) === 0)
      return known.value;
    const value = this.#parse(this.#buffer.toString("latin1", 0, length));
    if (value === undefined) return undefined;
    known.value = value;
    this.#remember(known, length);
    return value;
  }

  #remember(known: ProcFile<T>, length: number): void {
    known.length = length <= REMEMBERED_MAX_BYTES ? length : 0;
    this.#buffer.copy(known.bytes, 0, 0, known.length);
  }

  #readAnew(pid: string): T | undefined {
    let file: number;
    try {
      file = openSync(`/proc/${pid}/${this.#name}`, "r");
    } catch {
      return undefined;
    }
    const length = this.#readFrom(file);
    const value = length > 0 ? this.#parse(this.#buffer.toString("latin1", 0, length)) : undefined;
    if (value === undefined || this.#files.size >= this.#openMax) {
      closeSync(file);
      return value;
    }
    const known = { file, bytes: Buffer.allocUnsafeSlow(REMEMBERED_MAX_BYTES), length: 0, value };
    this.#remember(known, length);
    this.#files.set(pid, known);
    return value;
  }

  /** @returns how many bytes lie in the buffer; 0 for a process that has ended. */
  #readFrom(file: number): number {
    try {
      return readSync(file, this.#buffer, 0, FILE_MAX_BYTES, 0);
    } catch {
      return 0;
    }
  }

  #forget(pid: string): void {
    const known = this.#files.get(pid);
    if (known === undefined) return;
    this.#files.delete(pid);
    closeSync(known.file);
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
