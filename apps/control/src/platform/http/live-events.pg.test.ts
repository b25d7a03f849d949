import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEdge, type Jar, type TestEdge } from "../../../../../test/control/edge.ts";
import { inScope } from "../database/index.ts";

describe("the stream of live events", () => {
  let edge: TestEdge;
  let port: number;
  const open: { destroy(): void }[] = [];
  beforeAll(async () => {
    edge = await openTestEdge();
    port = await edge.app.http.listen("127.0.0.1", 0);
  });
  afterAll(async () => {
    for (const one of open) one.destroy();
    await edge.close();
  });

  type Listening = { status: number; events: () => unknown[]; ended: Promise<void> };

  function listen(jar: Jar): Promise<Listening> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { port, host: "127.0.0.1", path: "/api/v1/events", headers: { cookie: jar.header() } },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          const ended = new Promise<void>((done) => response.once("close", () => done()));
          resolve({
            status: response.statusCode!,
            events: () =>
              [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]!)),
            ended,
          });
        },
      );
      asked.on("error", reject);
      asked.end();
      open.push(asked);
    });
  }

  const publish = (customerId: string | null) =>
    inScope(edge.platform.db, "provider", (tx) =>
      edge.platform.bus.publish(tx, "live", { topic: "alerts", serverId: null, customerId }),
    );

  it("A01: tells customers of their own only, the provider of everything", async () => {
    const [one, other] = [await edge.addCustomer("One"), await edge.addCustomer("Other")];
    const mine = await listen((await edge.signIn("customer-reader", one)).jar);
    const all = await listen((await edge.signIn("technician")).jar);
    for (const customerId of [other, null, one]) await publish(customerId);
    await expect.poll(() => all.events().length).toBe(3);
    await expect
      .poll(() => mine.events())
      .toEqual([{ topic: "alerts", serverId: null, customerId: one }]);
  });

  it("tells every customer of what concerns them all, such as new terms", async () => {
    const mine = await listen(
      (await edge.signIn("customer-reader", await edge.addCustomer("Every"))).jar,
    );
    const event = {
      topic: "contracts",
      serverId: null,
      customerId: null,
      everybody: true,
    } as const;
    await inScope(edge.platform.db, "provider", (tx) =>
      edge.platform.bus.publish(tx, "live", event),
    );
    await expect.poll(() => mine.events()).toEqual([event]);
  });

  it("says nothing of what was rolled back", async () => {
    const all = await listen((await edge.signIn("owner")).jar);
    await inScope(edge.platform.db, "provider", async (tx) => {
      await edge.platform.bus.publish(tx, "live", {
        topic: "mails",
        serverId: null,
        customerId: null,
      });
      throw new Error("no");
    }).catch(() => {});
    await publish(null);
    await expect
      .poll(() => all.events())
      .toEqual([{ topic: "alerts", serverId: null, customerId: null }]);
  });

  it("A08: ends within 5 s of the session", async () => {
    const owner = await edge.signIn("owner");
    const technician = await edge.signIn("technician");
    const stream = await listen(technician.jar);
    expect(stream.status).toBe(200);
    const begun = performance.now();
    await edge.ask("POST", `/api/v1/people/${technician.personId}/disable`, { jar: owner.jar });
    await stream.ended;
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("keeps nothing running for readers who leave at once, as a page that is left does", async () => {
    const { jar } = await edge.signIn("owner");
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const headers = { cookie: jar.header() };
    for (let i = 0; i < 50; i++) {
      const left = request({
        port,
        host: "127.0.0.1",
        path: "/api/v1/events",
        headers,
        agent: false,
      });
      left.on("error", () => {});
      left.end(() => setImmediate(() => left.destroy()));
    }
    // Each of them was answered or dropped once a later one is answered.
    await listen(jar);
    await listen(jar);
    await expect.poll(timers, { timeout: 5000 }).toBeLessThan(before + 25);
  });

  it("is for whoever is signed in, second factor and all", async () => {
    const { personId } = await edge.signIn("owner");
    const half = await edge.ask("POST", "/api/auth-link", {
      body: { token: await edge.linkFor(personId) },
    });
    expect(half.status).toBe(200);
    expect((await edge.ask("GET", "/api/v1/events")).status).toBe(401);
    const cookie = String(half.headers["set-cookie"]).split(";")[0]!;
    expect((await edge.ask("GET", "/api/v1/events", { headers: { cookie } })).status).toBe(403);
  });
});
