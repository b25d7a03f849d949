import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEdge, type Jar, type TestEdge } from "../../../../../test/control/edge.ts";
import { inScope } from "../database/index.ts";

describe("the API's edge", () => {
  let edge: TestEdge;
  let owner: Jar;
  let port: number;
  beforeAll(async () => {
    edge = await openTestEdge();
    owner = (await edge.signIn("owner")).jar;
    port = await edge.app.http.listen("127.0.0.1", 0);
  });
  afterAll(() => edge.close());

  const customer = { name: "Acme", locale: "sv", timeZone: "Europe/Stockholm" };
  const countCustomers = async (): Promise<number> =>
    (await edge.ask("GET", "/api/v1/customers?limit=200", { jar: owner })).body.items.length;

  it.each([{ role: "owner" }, { tenantId: "x" }, { balance: 1 }, { id: "x" }])(
    "A02: refuses a body with %j in it and changes nothing",
    async (extra) => {
      const before = await countCustomers();
      const answer = await edge.ask("POST", "/api/v1/customers", {
        jar: owner,
        body: { ...customer, ...extra },
      });
      expect([answer.status, answer.body.code]).toEqual([400, "invalid"]);
      expect(await countCustomers()).toBe(before);
      const me = await edge.ask("PATCH", "/api/v1/me", {
        jar: owner,
        body: { name: "x", ...extra },
      });
      expect(me.status).toBe(400);
    },
  );

  it("A02: refuses unknown filters", async () => {
    const answer = await edge.ask("GET", "/api/v1/customers?role=owner", { jar: owner });
    expect([answer.status, answer.body.code]).toEqual([400, "invalid"]);
  });

  it("A03: a key cannot do more than its maker, and loses what its maker loses", async () => {
    const technician = await edge.signIn("technician");
    const ask = (permissions: string[]) =>
      edge.ask("POST", "/api/v1/api-keys", {
        jar: technician.jar,
        body: { name: "k", permissions, expiresInDays: null },
      });
    expect((await ask(["servers.read", "people.write"])).status).toBe(403);
    const made = await ask(["servers.read", "customers.read"]);
    expect(made.status).toBe(200);
    const key: string = made.body.secret;
    expect((await edge.ask("GET", "/api/v1/servers", { key })).status).toBe(200);
    expect((await edge.ask("GET", "/api/v1/contracts", { key })).status).toBe(403);
    // Not even by way of another key.
    const more = await edge.ask("POST", "/api/v1/api-keys", {
      key,
      body: { name: "k2", permissions: ["contracts.read"], expiresInDays: null },
    });
    expect(more.status).toBe(403);
    await inScope(edge.platform.db, "provider", async (tx) => {
      const id = await edge.addCustomer("Other");
      await tx
        .updateTable("person")
        .set({ role: "customer-reader", customer_id: id })
        .where("id", "=", technician.personId)
        .execute();
    });
    expect((await edge.ask("GET", "/api/v1/customers", { key })).status).toBe(403);
  });

  it("A03: an expired or revoked key opens nothing", async () => {
    const make = async (expiresInDays: number | null) =>
      (
        await edge.ask("POST", "/api/v1/api-keys", {
          jar: owner,
          body: { name: "k", permissions: ["servers.read"], expiresInDays },
        })
      ).body;
    const [short, revoked] = [await make(1), await make(null)];
    const works = async (key: string) => (await edge.ask("GET", "/api/v1/servers", { key })).status;
    expect([await works(short.secret), await works(revoked.secret)]).toEqual([200, 200]);
    expect(
      (await edge.ask("DELETE", `/api/v1/api-keys/${revoked.key.id}`, { jar: owner })).status,
    ).toBe(200);
    const now = edge.platform.clock.nowMs();
    edge.platform.clock.set(now + 25 * 3600 * 1000);
    expect([await works(short.secret), await works(revoked.secret)]).toEqual([401, 401]);
    edge.platform.clock.set(now);
  });

  it.each([
    "/api/v1/me/",
    "//api/v1/me",
    "/API/v1/me",
    "/api/v1/%6de",
    "/api/v1/./me",
    "/api/v1/x/../me",
    "/api//v1/me",
    "/api/v1/me%00",
    "/api\\v1\\me",
    "/api/v1/me;x",
    "/setup",
    "/setup/",
    "//setup",
    "/SETUP",
    "/%2e/setup",
    "/api/auth-link/",
    "/API/AUTH-LINK",
  ])("A04: %s is nothing", async (path) => {
    for (const method of ["GET", "POST"]) {
      const { status, body } = await rawRequest(method, path);
      // Pages of the portal are one document; they do nothing.
      const isPage = status === 200 && /<!doctype html>|not been built/i.test(body);
      expect(isPage || status === 404 || status === 400).toBe(true);
    }
  });

  it("A04: better-auth's other addresses are not served", async () => {
    for (const path of [
      "sign-up/email",
      "update-user",
      "delete-user",
      "forget-password",
      "reset-password",
      "admin/list-users",
      "change-email",
      "ok",
      "error",
    ]) {
      const answer = await edge.ask("POST", `/api/auth/${path}`, { jar: owner, body: {} });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  const deep = (n: number) => `${'{"a":'.repeat(n)}1${"}".repeat(n)}`;
  const manyKeys = (n: number) => `{${Array.from({ length: n }, (_, i) => `"k${i}":1`).join()}}`;
  it.each([
    ["larger than the limit", JSON.stringify({ name: "x".repeat(300_000) }), 413],
    ["10,000 levels deep", deep(10_000), 400],
    ["lists 10,000 levels deep", `${"[".repeat(10_000)}${"]".repeat(10_000)}`, 400],
    ["of 10^6 keys", manyKeys(1_000_000), 413],
    ["of 22,000 keys", manyKeys(22_000), 400],
    ["with __proto__", '{"__proto__":{"role":"owner"},"name":"x"}', 400],
    ["with an escaped __proto__", '{"__pr\\u006fto__":{"role":"owner"},"name":"x"}', 400],
    ["with constructor", '{"constructor":{"prototype":{"x":1}}}', 400],
    ["with a key twice", '{"name":"a","name":"b","locale":"en","timeZone":"UTC"}', 400],
    [
      "with an escaped key twice",
      '{"name":"a","n\\u0061me":"b","locale":"en","timeZone":"UTC"}',
      400,
    ],
    ["that is no JSON", "{name:1}", 400],
    ["that is cut off", '{"name":"a', 400],
    ["that is no object", '"x"', 400],
  ])("A05: a body %s is refused quickly", async (_what, raw, status) => {
    const begun = performance.now();
    const answer = await edge.ask("POST", "/api/v1/customers", { jar: owner, raw });
    const tookMs = performance.now() - begun;
    expect([answer.status, answer.text]).toEqual([status, answer.text]);
    expect(tookMs).toBeLessThan(100);
  });

  it("A05: a body that never ends is cut off without being kept", async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", reject);
      socket.on("data", (data) => {
        resolve(data.toString().split("\r\n")[0]!);
        socket.destroy();
      });
      socket.write(
        `POST /api/v1/customers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      const chunk = "a".repeat(64 * 1024);
      for (let i = 0; i < 6; i++) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    });
    expect(status).toContain("413");
  });

  it("A06: the same key and request have one effect and one answer; another request is refused", async () => {
    const before = await countCustomers();
    const headers = { "idempotency-key": "11111111-1111-4111-8111-111111111111" };
    const first = await edge.ask("POST", "/api/v1/customers", {
      jar: owner,
      body: customer,
      headers,
    });
    const again = await edge.ask("POST", "/api/v1/customers", {
      jar: owner,
      body: customer,
      headers,
    });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(again.headers["idempotency-replayed"]).toBe("true");
    const other = await edge.ask("POST", "/api/v1/customers", {
      jar: owner,
      body: { ...customer, name: "B" },
      headers,
    });
    expect([other.status, other.body.reason]).toEqual([409, "idempotency-key-reused"]);
    expect(await countCustomers()).toBe(before + 1);
    // The same key of somebody else is another key.
    const technician = (await edge.signIn("technician")).jar;
    const theirs = await edge.ask("POST", "/api/v1/customers", {
      jar: technician,
      body: customer,
      headers,
    });
    expect(theirs.body.id).not.toBe(first.body.id);
  });

  it("A06: many at once with one key have one effect", async () => {
    const before = await countCustomers();
    const headers = { "idempotency-key": "storm" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        edge.ask("POST", "/api/v1/customers", { jar: owner, body: customer, headers }),
      ),
    );
    expect(await countCustomers()).toBe(before + 1);
    for (const { status, body } of answers) {
      expect(status === 200 || (status === 409 && body.reason === "idempotency-key-in-use")).toBe(
        true,
      );
    }
  });

  it("A06: a stored answer lies sealed in the database, and a failed request can be sent again", async () => {
    const headers = { "idempotency-key": "secret" };
    const ask = { name: "k", permissions: ["servers.read"], expiresInDays: 1 };
    const made = await edge.ask("POST", "/api/v1/api-keys", { jar: owner, body: ask, headers });
    const row = await edge.platform.db
      .selectFrom("idempotent_answer")
      .selectAll()
      .where("key", "=", "secret")
      .executeTakeFirstOrThrow();
    expect(row.answer).not.toContain(made.body.secret);
    const replay = await edge.ask("POST", "/api/v1/api-keys", { jar: owner, body: ask, headers });
    expect(replay.body.secret).toBe(made.body.secret);
    const bad = { ...customer, timeZone: "Mars/Olympus" };
    const failed = { "idempotency-key": "failed" };
    expect(
      (await edge.ask("POST", "/api/v1/customers", { jar: owner, body: bad, headers: failed }))
        .status,
    ).toBe(400);
    expect(
      (await edge.ask("POST", "/api/v1/customers", { jar: owner, body: customer, headers: failed }))
        .status,
    ).toBe(200);
  });

  it.each([
    ["another site's origin", { origin: "https://evil.example" }],
    ["no origin at all, as sandboxes send it", { origin: "null" }],
    ["a look-alike", { origin: "http://localhost:7443.evil.example" }],
    ["another port", { origin: "http://localhost:7444" }],
    ["another scheme", { origin: "https://localhost:7443" }],
    ["a cross-site fetch", { "sec-fetch-site": "cross-site" }],
    ["a same-site neighbour", { "sec-fetch-site": "same-site" }],
  ])("A10: refuses a change from %s", async (_what, headers) => {
    const before = await countCustomers();
    const answer = await edge.ask("POST", "/api/v1/customers", {
      jar: owner,
      body: customer,
      headers,
    });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    const out = await edge.ask("POST", "/api/auth/sign-out", { jar: owner, body: {}, headers });
    expect(out.status).toBe(403);
    expect(await countCustomers()).toBe(before);
  });

  it("A10: a form of another site cannot be read as JSON", async () => {
    const answer = await edge.ask("POST", "/api/v1/customers", {
      jar: owner,
      raw: JSON.stringify(customer),
      headers: { "content-type": "text/plain" },
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    "limit=1000000000",
    "limit=0",
    "limit=-1",
    "limit=1.5",
    "limit=x",
    "sort=password",
    "sort=name;drop",
    "cursor=x",
    "customerId=1%20or%201=1",
  ])("A11: servers?%s is refused", async (query) => {
    const answer = await edge.ask("GET", `/api/v1/servers?${query}`, { jar: owner });
    expect([answer.status, answer.body.code]).toEqual([400, "invalid"]);
  });

  it("A12: a bug in a handler shows nothing but the request's id", async () => {
    const answer = await withBrokenDatabase(() =>
      edge.ask("GET", "/api/v1/customers", { jar: owner }),
    );
    expect(answer.status).toBe(500);
    expect(Object.keys(answer.body).sort()).toEqual([
      "code",
      "requestId",
      "status",
      "title",
      "type",
    ]);
    expect(answer.text).not.toMatch(/select|relation|customer|\/work|node_modules|\.ts/i);
    const line = edge.platform.lines.find((one) => one.includes(answer.body.requestId));
    expect(line).toContain("does not exist");
  });

  it("A12: the log holds no secret", async () => {
    const made = await edge.ask("POST", "/api/v1/api-keys", {
      jar: owner,
      body: { name: "k", permissions: ["servers.read"], expiresInDays: 1 },
    });
    edge.platform.log.info("test", {
      authorization: "Bearer x",
      nested: { password: "hunter2" },
      text: `key ${made.body.secret}`,
    });
    const all = edge.platform.lines.join("");
    expect(all).not.toContain(made.body.secret);
    expect(all).not.toContain("hunter2");
  });

  it("says who may not call it how often, and tells apart who is known", async () => {
    let last = 401;
    for (let i = 0; i < 130 && last === 401; i++) {
      last = (await edge.ask("GET", "/api/v1/me", { address: "203.0.113.9" })).status;
    }
    expect(last).toBe(429);
    expect((await edge.ask("GET", "/api/v1/me", { jar: owner })).status).toBe(200);
  });

  it("describes itself as OpenAPI 3.1 and as a page that asks nobody else", async () => {
    const described = await edge.ask("GET", "/api/openapi.json");
    expect(described.body.openapi).toBe("3.1.0");
    expect(described.body.paths["/api/v1/servers/{serverId}"].get.operationId).toBe("servers.get");
    const page = await edge.ask("GET", "/api");
    expect(page.text).toContain("/api/page.js");
    expect(page.text).not.toMatch(/https?:\/\//);
    expect(page.headers["content-security-policy"]).toContain("script-src 'self'");
  });

  it("A38: nothing is sniffed, framed or scripted", async () => {
    const { headers } = await edge.ask("GET", "/api/v1/me", { jar: owner });
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cache-control": "no-store",
    });
    expect(String(headers["content-security-policy"])).toContain("object-src 'none'");
  });

  it("answers health and metrics to this machine only", async () => {
    expect((await edge.ask("GET", "/healthz")).body.ok).toBe(true);
    expect((await edge.ask("GET", "/readyz")).status).toBe(200);
    expect((await edge.ask("GET", "/metrics")).status).toBe(404);
    const here = await edge.ask("GET", "/metrics", { address: "127.0.0.1" });
    expect(here.text).toContain(
      'driftvakt_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"}',
    );
  });

  async function withBrokenDatabase<T>(work: () => Promise<T>): Promise<T> {
    const { ownerUrl } = edge.platform.database;
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query("alter table alert rename to alert_away");
    try {
      return await work();
    } finally {
      await client.query("alter table alert_away rename to alert");
      await client.end();
    }
  }

  /** As an attacker sends it: no client that tidies the path. */
  function rawRequest(method: string, path: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("error", reject);
      socket.on("data", (data) => (text += data.toString()));
      socket.on("end", () =>
        resolve({
          status: Number(text.split(" ")[1]),
          body: text.slice(text.indexOf("\r\n\r\n") + 4),
        }),
      );
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${owner.header()}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    });
  }
});
