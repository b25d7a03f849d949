import { createHash } from "node:crypto";
import { createServer, connect, type Server, type Socket } from "node:net";

/** A lock that the kernel lets go of when its process dies, however it dies. */
export type NameLock = { readonly release: () => Promise<void> };

// Abstract sockets have no file: nothing is left behind by a crash, and binding one is atomic.
// Hashed, because their names hold 107 bytes at most.
const addressOf = (name: string) =>
  `\0driftvakt-fleet/${createHash("sha256").update(name).digest("hex")}`;

/** Takes the lock, or gives undefined where another process (or this one) holds it. */
export function tryLock(name: string): Promise<NameLock | undefined> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer();
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(addressOf(name), () => {
      server.unref();
      const waiting = new Set<Socket>();
      server.on("connection", (socket) => {
        waiting.add(socket.on("error", () => {}).on("close", () => waiting.delete(socket)));
        socket.unref();
      });
      resolve({ release: () => release(server, waiting) });
    });
  });
}

function release(server: Server, waiting: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of waiting) socket.destroy();
  });
}

/** Resolves when the present holder lets go or dies. */
function waitForRelease(name: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(addressOf(name));
    socket.on("error", () => resolve()).on("close", () => resolve());
    socket.resume();
  });
}

/** Takes the lock, waiting for whoever holds it. */
async function lock(name: string): Promise<NameLock> {
  for (;;) {
    const held = await tryLock(name);
    if (held !== undefined) return held;
    await waitForRelease(name);
  }
}

/** Does `work` while holding the lock. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const held = await lock(name);
  try {
    return await work();
  } finally {
    await held.release();
  }
}
