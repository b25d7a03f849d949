import {
  API_ROUTES,
  ROLE_PERMISSIONS,
  ROLES,
  type RouteName,
  type RouteSpec,
} from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestEdge, type Jar, type TestEdge } from "../../../../../test/control/edge.ts";
import { makeTenant, type Tenant } from "../../../../../test/control/tenants.ts";
import { inScope } from "../database/index.ts";
import { newId } from "../ids/index.ts";

const ROUTES = Object.entries(API_ROUTES) as [RouteName, RouteSpec][];
const CUSTOMER_ROLES = ["customer-admin", "customer-reader"] as const;

/**
 * Made from the route table: a route that is added is in here by itself. Every role at every route; every object of
 * another customer at every route that names one.
 */
describe("who may call what", () => {
  let edge: TestEdge;
  let mine: Tenant;
  let other: Tenant;
  const jars = new Map<string, Jar>();

  beforeAll(async () => {
    edge = await openTestEdge();
    mine = await makeTenant(edge, "Mine");
    other = await makeTenant(edge, "Foreign");
    for (const role of ROLES) {
      const isCustomer = role.startsWith("customer");
      jars.set(role, (await edge.signIn(role, isCustomer ? mine.customerId : null)).jar);
    }
  });
  afterAll(() => edge.close());

  /** Path with every parameter filled: objects from a tenant, the rest with something that fits. */
  function pathOf(spec: RouteSpec, idOf: (kind: string) => string): string {
    const filled = spec.path.replace(/:(\w+)/g, (_, name: string) => {
      const kind = spec.objects?.[name];
      return kind ? idOf(kind) : name === "part" ? "system" : "x";
    });
    return `/api/v1${filled}`;
  }

  const allows = (role: keyof typeof ROLE_PERMISSIONS, spec: RouteSpec): boolean =>
    spec.permission === "signed-in" ||
    spec.permission === "public" ||
    ROLE_PERMISSIONS[role].includes(spec.permission);

  it.each(ROUTES)("%s: nobody without signing in", async (_name, spec) => {
    const path = pathOf(spec, () => newId());
    const answer = await edge.ask(spec.method, path, {
      ...(spec.body && { body: {} }),
    });
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
  });

  const denied = ROUTES.flatMap(([name, spec]) =>
    ROLES.filter((role) => !allows(role, spec)).map((role) => [name, role, spec] as const),
  );
  it.each(denied)("%s: not for a %s", async (_name, role, spec) => {
    const path = pathOf(spec, (kind) => mine.objects[kind as keyof typeof mine.objects]);
    const answer = await edge.ask(spec.method, path, {
      jar: jars.get(role)!,
      ...(spec.body && { body: {} }),
    });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
  });

  const foreign = ROUTES.flatMap(([name, spec]) =>
    CUSTOMER_ROLES.filter((role) => spec.objects && allows(role, spec)).map(
      (role) => [name, role, spec] as const,
    ),
  );
  it.each(foreign)("A01: %s: a %s and another customer's object", async (name, role, spec) => {
    const jar = jars.get(role)!;
    const before = await countForeign();
    const ask = (idOf: (kind: string) => string) =>
      edge.ask(spec.method, pathOf(spec, idOf) + validQuery(name), {
        jar,
        ...(spec.body && { body: {} }),
      });
    const theirs = await ask((kind) => other.objects[kind as keyof typeof other.objects]);
    const unknown = await ask(() => newId());
    expect(theirs.status).toBe(404);
    const [shown, expected] = [theirs, unknown].map(({ body }) => ({ ...body, requestId: "" }));
    expect(shown).toEqual(expected);
    expect(await countForeign()).toBe(before + 1);
  });

  const readable = ROUTES.flatMap(([name, spec]) =>
    CUSTOMER_ROLES.filter((role) => spec.method === "GET" && allows(role, spec)).map(
      (role) => [name, role, spec] as const,
    ),
  );
  it.each(readable)("A01: %s: nothing of another customer for a %s", async (name, role, spec) => {
    const path = pathOf(spec, (kind) => mine.objects[kind as keyof typeof mine.objects]);
    const answer = await edge.ask("GET", path + validQuery(name), { jar: jars.get(role)! });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    expect(answer.text).not.toMatch(/foreign/i);
    for (const [kind, id] of Object.entries(other.objects)) {
      expect([kind, answer.text.includes(id)]).toEqual([kind, false]);
    }
  });

  const filtered = ROUTES.flatMap(([name, spec]) =>
    ["customerId", "serverId", "contractId"]
      .filter(
        (key) =>
          spec.method === "GET" &&
          key in (spec.query?.shape ?? {}) &&
          allows("customer-admin", spec),
      )
      .map((key) => [name, key, spec] as const),
  );
  it.each(filtered)("A01: %s: filtered by another customer's %s", async (_name, key, spec) => {
    const id = other.objects[key.replace("Id", "") as "customer"];
    const answer = await edge.ask("GET", `${pathOf(spec, () => "")}?${key}=${id}`, {
      jar: jars.get("customer-admin")!,
    });
    expect([200, 404]).toContain(answer.status);
    expect(answer.text).not.toMatch(/foreign/i);
    if (answer.status === 200) expect(answer.body.items).toEqual([]);
  });

  const readableByProvider = ROUTES.filter(([, spec]) => spec.method === "GET");
  it.each(readableByProvider)("%s: answers the owner by its schema", async (name, spec) => {
    const path = pathOf(spec, (kind) => mine.objects[kind as keyof typeof mine.objects]);
    const answer = await edge.ask("GET", path + validQuery(name), { jar: jars.get("owner")! });
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
  });

  async function countForeign(): Promise<number> {
    const { n } = await inScope(edge.platform.db, "provider", (tx) =>
      tx
        .selectFrom("security_event")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .where("kind", "=", "foreign-object")
        .executeTakeFirstOrThrow(),
    );
    return n;
  }
});

function validQuery(name: RouteName): string {
  const nowMs = Date.now();
  const queries: Partial<Record<RouteName, string>> = {
    "servers.metrics": `?keys=cpu.busy&fromMs=${nowMs - 3_600_000}&toMs=${nowMs}`,
  };
  return queries[name] ?? "";
}
