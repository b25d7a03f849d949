import { once } from "node:events";
import { createServer as createHttpServer, request, type Server } from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startFaultyProxy, type FaultyProxyOptions } from "./faulty-proxy.ts";
import { seededRandom } from "./seeded-random.ts";

type Closable = { close: () => unknown; closeAllConnections?: () => void };
const open: Closable[] = [];

afterEach(async () => {
  for (const thing of open.splice(0).reverse()) {
    thing.closeAllConnections?.();
    await thing.close();
  }
});

/** A server that answers with what it was sent, and remembers each request. */
async function startEcho(): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const server: Server = createHttpServer((incoming, response) => {
    seen.push(incoming.url ?? "");
    response.end(`saw ${incoming.url}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  return { port: (server.address() as AddressInfo).port, seen };
}

async function startProxy(port: number, faults: Partial<FaultyProxyOptions>) {
  const proxy = await startFaultyProxy({ to: { host: "127.0.0.1", port }, seed: 7, ...faults });
  open.push(proxy);
  return proxy;
}

/** The answer's text, or the error's code. */
function ask(port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ port, path, host: "127.0.0.1", agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve(text);
    });
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
  });
}

/** Resolves when the socket is closed, in order or not. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on("error", () => {}).once("close", () => resolve()));
}

describe("faulty proxy", () => {
  it("passes what is said both ways when nothing is to go wrong", async () => {
    const echo = await startEcho();
    const proxy = await startProxy(echo.port, {});
    expect(await ask(proxy.address.port, "/a")).toBe("saw /a");
  });

  it("delays each way by at least the latency", async () => {
    const echo = await startEcho();
    const proxy = await startProxy(echo.port, { latencyMilliseconds: [40, 60] });
    const begun = performance.now();
    expect(await ask(proxy.address.port, "/slow")).toBe("saw /slow");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(79);
  });

  it("holds everything back in a partition and passes it on in order when healed", async () => {
    const echo = await startEcho();
    const proxy = await startProxy(echo.port, {});
    proxy.partition();
    const answer = ask(proxy.address.port, "/held");
    const other = await startProxy(echo.port, {});
    await ask(other.address.port, "/free");
    expect(echo.seen).toEqual(["/free"]);
    proxy.heal();
    expect(await answer).toBe("saw /held");
  });

  it("lets the server do what the client never hears about", async () => {
    const echo = await startEcho();
    const proxy = await startProxy(echo.port, { resetChance: 1 });
    expect(await ask(proxy.address.port, "/done-unheard")).toBe("ECONNRESET");
    await expect.poll(() => echo.seen).toEqual(["/done-unheard"]);
  });

  it("says all of a connection twice", async () => {
    const echo = await startEcho();
    const proxy = await startProxy(echo.port, { duplicateChance: 1 });
    expect(await ask(proxy.address.port, "/twice")).toBe("saw /twice");
    await expect.poll(() => echo.seen).toEqual(["/twice", "/twice"]);
  });

  it("gives the same faults for the same seed", async () => {
    const echo = await startEcho();
    const outcomes = async (seed: number) => {
      const proxy = await startProxy(echo.port, { resetChance: 0.3, seed });
      const answers: string[] = [];
      for (let count = 0; count < 12; count += 1)
        answers.push(await ask(proxy.address.port, "/same"));
      return answers;
    };
    const first = await outcomes(11);
    expect(new Set(first).size).toBe(2);
    expect(await outcomes(11)).toEqual(first);
    expect(await outcomes(12)).not.toEqual(first);
  });

  it("loses the client without telling the server", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(server);
    const proxy = await startProxy((server.address() as AddressInfo).port, {});
    const client = connect(proxy.address.port, "127.0.0.1");
    const gone = closing(client);
    const [atServer] = (await once(server, "connection")) as [Socket];
    const told = closing(atServer);
    proxy.halfOpen({ lost: "client" });
    await gone;
    expect([atServer.destroyed, atServer.readableEnded]).toEqual([false, false]);
    proxy.resetAll();
    await told;
  });
});

describe("seeded random", () => {
  it("is the same for the same seed and spreads evenly", () => {
    const draw = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const mean = draw(3).reduce((sum, value) => sum + value, 0) / 1000;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });
});
