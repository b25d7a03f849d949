import { closeSync, readSync, writeSync } from "node:fs";
import { log, reasonOf } from "../log.ts";
import { parseDiagnosis, type TcpListener } from "./parse-diagnosis.ts";

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;

const SOCK_DIAG_BY_FAMILY = 20;
/** NLM_F_REQUEST and NLM_F_DUMP. */
const ASK_FOR_ALL = 0x301;
const QUESTION_BYTES = 72;
const IPPROTO_TCP = 6;
const LISTENING = 1 << 10;
const FAMILIES = [2, 10];
const ANSWER_MAX_BYTES = 32 * 1024;
const MESSAGES_MAX = 1000;

type OpenSocket = (domain: number, type: number, protocol: number) => number;

/**
 * Asks the kernel for TCP's listeners and nothing else (sock_diag(7)). Its tables under /proc list all connections behind them,
 * which it searches even where there are none: milliseconds on a machine with much memory.
 */
export class SocketDiagnosis {
  readonly #file: number;
  #sequence = 0;
  readonly #buffer = Buffer.allocUnsafeSlow(ANSWER_MAX_BYTES);

  private constructor(file: number) {
    this.#file = file;
  }

  /** Undefined where this run-time has no way to ask (Node has none). Never throws: the tables are there without it. */
  static async open(): Promise<SocketDiagnosis | undefined> {
    if (!("Bun" in globalThis)) return undefined;
    try {
      return new SocketDiagnosis(await openNetlink());
    } catch (error) {
      log("info", "the kernel cannot be asked for listeners", { reason: reasonOf(error) });
      return undefined;
    }
  }

  /** @throws where the kernel does not answer, as one that is built without. */
  listListeners(): readonly TcpListener[] {
    return FAMILIES.flatMap((family) => this.#ask(family));
  }

  #ask(family: number): readonly TcpListener[] {
    this.#sequence += 1;
    writeSync(this.#file, question(family, this.#sequence));
    const listeners: TcpListener[] = [];
    for (let i = 0; i < MESSAGES_MAX; i++) {
      const length = readSync(this.#file, this.#buffer, 0, ANSWER_MAX_BYTES, null);
      const part = parseDiagnosis(this.#buffer.subarray(0, length), this.#sequence);
      listeners.push(...part.listeners);
      if (part.isLast) return listeners;
    }
    throw new Error("the kernel's answer about sockets does not end");
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A socket to the kernel's socket diagnosis. @throws where it is not to be had. */
async function openNetlink(): Promise<number> {
  const { dlopen } = await import("bun:ffi");
  const { symbols } = dlopen("libc.so.6", {
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  });
  const open = symbols["socket"] as OpenSocket;
  const file = open(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (file < 0) throw new Error("no netlink socket is to be had");
  return file;
}

/** A netlink message with an `inet_diag_req_v2`. */
function question(family: number, sequence: number): Buffer {
  const bytes = Buffer.alloc(QUESTION_BYTES);
  bytes.writeUInt32LE(QUESTION_BYTES, 0);
  bytes.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  bytes.writeUInt16LE(ASK_FOR_ALL, 6);
  bytes.writeUInt32LE(sequence, 8);
  bytes.writeUInt8(family, 16);
  bytes.writeUInt8(IPPROTO_TCP, 17);
  bytes.writeUInt32LE(LISTENING, 20);
  return bytes;
}
