import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { httpClient, HttpFault } from "./http-client.ts";

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

/** A real server of HTTP/1.1, and our client to it. */
async function serve(answer: Serve) {
  const sockets: Socket[] = [];
  const server = createServer(answer);
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`);
  const client = httpClient({ url });
  ending.push(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, sockets, server };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const echo: Serve = (request, response) =>
  void bodyOf(request).then((body) => {
    const { url, method, headers } = request;
    response.end(JSON.stringify({ url, method, headers, body: body.toString("base64") }));
  });

type Echo = { url: string; method: string; headers: Record<string, string>; body: string };

describe("a request", () => {
  it("says what it is, and to whom", async () => {
    const { client } = await serve(echo);
    const said = (await client.post("/x", '{"å":1}', "dva_1")) as Echo;
    expect(said).toMatchObject({ url: "/base/x", method: "POST" });
    expect(Buffer.from(said.body, "base64").toString()).toBe('{"å":1}');
    expect(said.headers).toMatchObject({
      "content-type": "application/json",
      authorization: "Bearer dva_1",
      "content-length": "8",
    });
    expect(said.headers["host"]).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(said.headers["user-agent"]).toMatch(/^driftvakt-agent\//);
  });

  it("is squeezed where it is long", async () => {
    const { client } = await serve(echo);
    const said = (await client.post("/x", "x".repeat(100_000))) as Echo;
    expect(said.headers["content-encoding"]).toBe("gzip");
    expect(said.body.length).toBeLessThan(1000);
  });

  it("is not sent with a token that would be more than one header", async () => {
    const { client, sockets } = await serve(echo);
    await expect(client.post("/x", "{}", "a\r\nX: y")).rejects.toThrow("cannot be sent");
    expect(sockets).toEqual([]);
  });
});

describe("a connection", () => {
  it("is used again", async () => {
    const { client, sockets } = await serve(echo);
    for (let i = 0; i < 3; i++) await client.post("/x", "{}");
    expect(sockets).toHaveLength(1);
  });

  it("that the other side closed meanwhile is not: the request goes out on a new one, once", async () => {
    let asked = 0;
    const { client, sockets } = await serve((request, response) => {
      asked += 1;
      // The second request finds the connection closed under it, as where both sides act at the same moment.
      if (asked === 2) request.socket.destroy();
      else echo(request, response);
    });
    await client.post("/x", "{}");
    await client.post("/y", "{}");
    expect([asked, sockets.length]).toEqual([3, 2]);
  });

  it("that was new is not tried again by itself", async () => {
    let asked = 0;
    const { client } = await serve((request) => {
      asked += 1;
      request.socket.destroy();
    });
    await expect(client.post("/x", "{}")).rejects.toThrow("closed");
    expect(asked).toBe(1);
  });

  it("is closed after an answer that says so", async () => {
    const { client, sockets } = await serve((_, response) =>
      response.setHeader("connection", "close").end("{}"),
    );
    await client.post("/x", "{}");
    await client.post("/x", "{}");
    expect(sockets).toHaveLength(2);
  });

  it("ends with the client, whatever is under way", async () => {
    const { client } = await serve(() => client.close());
    await expect(client.post("/x", "{}")).rejects.toThrow("closed");
    await expect(client.post("/x", "{}")).rejects.toThrow("closed");
  });
});

describe("an answer", () => {
  it("that says no is an error with its status, words and pause", async () => {
    const { client } = await serve((_, response) =>
      response
        .writeHead(429, { "retry-after": "7" })
        .end(JSON.stringify({ title: "t", detail: "later" })),
    );
    const fault = (await client.post("/x", "{}").catch((error: unknown) => error)) as HttpFault;
    expect(fault).toBeInstanceOf(HttpFault);
    expect(fault).toMatchObject({ status: 429, retryAfterSeconds: 7, message: "429: later" });
  });

  it("that is no JSON, or too long, is an error", async () => {
    const { client } = await serve((request, response) =>
      response.end(request.url === "/base/long" ? Buffer.alloc(5 * 1024 * 1024) : "<html>"),
    );
    await expect(client.post("/x", "{}")).rejects.toThrow("not JSON");
    await expect(client.post("/long", "{}")).rejects.toThrow("too long");
  });
});

describe("a long answer", () => {
  const never = new AbortController().signal;

  it("is read as it comes, and ends", async () => {
    let response: ServerResponse | undefined;
    const { client } = await serve((_, opened) => {
      response = opened;
      opened.write("one");
    });
    const pieces = (await client.stream("/x", "t", never))[Symbol.asyncIterator]();
    expect(String((await pieces.next()).value)).toBe("one");
    response?.write("two");
    expect(String((await pieces.next()).value)).toBe("two");
    response?.end();
    expect((await pieces.next()).done).toBe(true);
  });

  it("that is larger than what may wait comes whole to a slow reader", async () => {
    const size = 8 * 1024 * 1024;
    const { client } = await serve((_, response) => response.end(Buffer.alloc(size, "x")));
    let seen = 0;
    for await (const piece of await client.stream("/x", "t", never)) {
      seen += piece.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toBe(size);
    expect(await client.stream("/x", "t", never)).toBeDefined();
  });

  it("that breaks off is an error; one that was given up ends", async () => {
    const { client } = await serve((request, response) => {
      response.write("one");
      if (request.url === "/base/break") setImmediate(() => request.socket.destroy());
    });
    const broken = await client.stream("/break", "t", never);
    await expect(Array.fromAsync(broken)).rejects.toThrow("closed");
    const given = await client.stream("/x", "t", never);
    given.destroy();
    expect((await Array.fromAsync(given)).length).toBeLessThanOrEqual(1);
    const failed = await client.stream("/x", "t", never);
    failed.destroy(new Error("silent"));
    await expect(Array.fromAsync(failed)).rejects.toThrow("silent");
  });

  it("that is refused is an error with its status", async () => {
    const { client } = await serve((_, response) => response.writeHead(401).end("{}"));
    await expect(client.stream("/x", "t", never)).rejects.toMatchObject({ status: 401 });
  });

  it("ends with its signal, before the head and after", async () => {
    const { client } = await serve((request, response) => {
      if (request.url === "/base/open") response.write("one");
    });
    const early = new AbortController();
    const waiting = client.stream("/x", "t", early.signal);
    early.abort();
    await expect(waiting).rejects.toThrow("given up");
    const late = new AbortController();
    const stream = await client.stream("/open", "t", late.signal);
    late.abort();
    await expect(Array.fromAsync(stream)).rejects.toThrow("given up");
  });
});
