import { createConnection, type Socket } from "node:net";
import {
  decodeMessage,
  encodeCall,
  MESSAGE_TYPE,
  messageLength,
  type Message,
  type MethodCall,
} from "./message.ts";
import type { DbusValue } from "./read.ts";

export type DbusConnection = Readonly<{
  /** Calls a method and gives its reply's values. Throws `DbusError` with the peer's error name. */
  call(call: MethodCall): Promise<DbusValue[]>;
  close(): void;
}>;

export class DbusError extends Error {
  override readonly name = "DbusError";
}

export type DbusOptions = Readonly<{
  socketPath: string;
  onSignal: (message: Message) => void;
  /** Called once when the connection is gone, other than by `close`. */
  onLost: (reason: string) => void;
}>;

const CALL_TIMEOUT_MS = 30_000;
const FIRST_NUDGE_MS = 20;
const LAST_NUDGE_MS = 1000;
const PING: MethodCall = {
  path: "/",
  interface: "org.freedesktop.DBus.Peer",
  member: "Ping",
  args: [],
};

type Pending = {
  resolve: (values: DbusValue[]) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
};

/** Connects to a D-Bus peer on a Unix socket and authenticates as the user that runs us. */
export async function connectDbus(options: DbusOptions): Promise<DbusConnection> {
  const socket = createConnection(options.socketPath);
  const rest = await authenticate(socket);
  const pending = new Map<number, Pending>();
  let serial = 0;
  let closed = false;
  let nudging: NodeJS.Timeout | undefined;

  /**
   * systemd's own socket may read a call and then wait for more before it looks at it, at the end of signing in above all:
   * the call would lie there until something follows. So something does, less and less often, while a call is unanswered.
   * (A bus reads on, and takes no ping before its greeting.)
   */
  const nudge = (afterMs: number) => {
    clearTimeout(nudging);
    nudging = setTimeout(() => {
      if (closed || pending.size === 0) return;
      serial += 1;
      socket.write(encodeCall(PING, serial));
      nudge(Math.min(2 * afterMs, LAST_NUDGE_MS));
    }, afterMs).unref();
  };
  const lose = (reason: string) => {
    if (closed) return;
    closed = true;
    socket.destroy();
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(new DbusError(reason));
    }
    pending.clear();
    options.onLost(reason);
  };
  const take = (message: Message) => {
    if (message.type === MESSAGE_TYPE.signal) return options.onSignal(message);
    const waiting = pending.get(message.replySerial);
    if (!waiting) return;
    pending.delete(message.replySerial);
    clearTimeout(waiting.timer);
    if (message.type === MESSAGE_TYPE.error)
      waiting.reject(new DbusError(`${message.errorName}: ${String(message.body()[0] ?? "")}`));
    else waiting.resolve(message.body());
  };
  const feed = messageSplitter(take);
  const feedOrLose = (bytes: Buffer) => {
    try {
      feed(bytes);
    } catch (error) {
      lose((error as Error).message);
    }
  };
  socket.on("data", feedOrLose);
  socket.on("error", (error) => lose(error.message));
  socket.on("close", () => lose("the connection was closed"));
  if (rest.length > 0) feedOrLose(rest);

  return {
    call(call) {
      if (closed) return Promise.reject(new DbusError("the connection is closed"));
      serial += 1;
      const number = serial;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          pending.delete(number);
          reject(new DbusError(`${call.member} was not answered in time`));
        }, CALL_TIMEOUT_MS);
        pending.set(number, { resolve, reject, timer });
        socket.write(encodeCall(call, number));
        if (call.destination === undefined) nudge(FIRST_NUDGE_MS);
      });
    },
    close() {
      closed = true;
      for (const { timer } of pending.values()) clearTimeout(timer);
      socket.destroy();
    },
  };
}

/** SASL EXTERNAL: the kernel vouches for our user id. Resolves with bytes that already follow. */
function authenticate(socket: Socket): Promise<Buffer> {
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString("hex");
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const fail = (reason: string) => {
      socket.destroy();
      reject(new DbusError(reason));
    };
    const onError = (error: Error) => fail(error.message);
    const onClose = () => fail("the connection was closed while signing in");
    const onData = (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      const end = seen.indexOf("\r\n");
      if (end < 0) return seen.length > 4096 ? fail("no sensible answer to signing in") : undefined;
      if (!seen.toString("latin1", 0, end).startsWith("OK")) return fail("signing in was refused");
      socket.off("data", onData).off("error", onError).off("close", onClose);
      socket.write("BEGIN\r\n");
      resolve(seen.subarray(end + 2));
    };
    socket.on("data", onData).on("error", onError).on("close", onClose);
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
}

/** Cuts the byte stream into messages. */
function messageSplitter(take: (message: Message) => void): (bytes: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = 16;
  return (bytes) => {
    chunks.push(bytes);
    size += bytes.length;
    if (size < wanted) return;
    let all = chunks.length === 1 ? bytes : Buffer.concat(chunks);
    for (;;) {
      const length = messageLength(all);
      wanted = length ?? 16;
      if (length === undefined || all.length < length) break;
      take(decodeMessage(all.subarray(0, length)));
      all = all.subarray(length);
    }
    chunks = all.length > 0 ? [Buffer.from(all)] : [];
    size = all.length;
  };
}
