import { API_ROUTES, type RouteName, type RouteSpec } from "@driftvakt/protocol/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  openTestEdge,
  type EdgeAnswer,
  type EdgeAsk,
  type Jar,
  type TestEdge,
} from "../../../../../test/control/edge.ts";
import { makeTenant, type Tenant } from "../../../../../test/control/tenants.ts";

const ROUTES = Object.entries(API_ROUTES) as [RouteName, RouteSpec][];
const CHANGES = ROUTES.filter(([, spec]) => spec.method !== "GET");
const WITH_BODY = ROUTES.filter(([, spec]) => spec.body !== undefined);
const WITH_QUERY = ROUTES.filter(([, spec]) => spec.query !== undefined);

/** Of every JSON type one; what a field cannot be is taken from here. */
const ODD: readonly unknown[] = [
  null,
  true,
  -1.5,
  1e308,
  "\u0000",
  "\ud800",
  "'\"\\\u202e%;--",
  "x".repeat(20_000),
  [[]],
  { $ne: 1 },
];
const isUnkeepable = (odd: unknown) => odd === "\u0000" || odd === "\ud800";

/** Made from the route table: a route that is added is in here by itself. */
describe("what a route does with what it cannot use", () => {
  let edge: TestEdge;
  let tenant: Tenant;
  let owner: Jar;
  let customer: Jar;

  beforeAll(async () => {
    edge = await openTestEdge();
    tenant = await makeTenant(edge, "Mine");
    owner = (await edge.signIn("owner")).jar;
    customer = (await edge.signIn("customer-admin", tenant.customerId)).jar;
  });
  afterAll(() => edge.close());

  const jarOf = (spec: RouteSpec): Jar => (spec.customersWord ? customer : owner);
  function pathOf(spec: RouteSpec): string {
    const path = spec.path.replace(/:(\w+)/g, (_, name: string) => {
      const kind = spec.objects?.[name];
      return kind ? tenant.objects[kind] : String(exampleOf(spec.params!)[name]);
    });
    return `/api/v1${path}`;
  }
  const send = (spec: RouteSpec, ask: EdgeAsk, query = ""): Promise<EdgeAnswer> =>
    edge.ask(spec.method, pathOf(spec) + query, { jar: jarOf(spec), ...ask });

  /** A problem of RFC 9457 that names nothing of our inside (A12). */
  function expectProblem(answer: EdgeAnswer, status: number, what: string): void {
    expect([what, answer.status]).toEqual([what, status]);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:driftvakt:problem:/),
      title: expect.any(String),
      requestId: expect.any(String),
    });
    expect(answer.text).not.toMatch(/\bat .*\.ts|node_modules|select |insert |\/apps\//i);
  }

  const UNREADABLE: Readonly<Record<string, [string, number]>> = {
    "too large": [`{"a":"${"x".repeat(300 * 1024)}"}`, 413],
    "nested 10,000 deep": [`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`, 400],
    "a list nested 10,000 deep": [`${"[".repeat(10_000)}${"]".repeat(10_000)}`, 400],
    "a key twice": ['{"a":1,"a":2}', 400],
    __proto__: ['{"__proto__":{"isAdmin":true}}', 400],
    "not JSON": ["{", 400],
  };
  const unreadable = CHANGES.flatMap(([name, spec]) =>
    Object.keys(UNREADABLE).map((what) => [name, what, spec] as const),
  );
  it.each(unreadable)("A05, A12: %s: a body %s", async (_name, what, spec) => {
    const [raw, status] = UNREADABLE[what]!;
    const startMs = performance.now();
    expectProblem(await send(spec, { raw }), status, what);
    // The machine that tests is a busy one: the bound catches what is quadratic, not what is slow.
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  it.each(CHANGES)("A12: %s: a body of another type than JSON", async (_name, spec) => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
      expectProblem(await send(spec, { raw: "a=1", headers: { "content-type": type } }), 400, type);
  });

  it.each(CHANGES)(
    "A02, A12: %s: no JSON value of another type than its own",
    async (_name, spec) => {
      for (const body of [[], [{}], "text", 7, true])
        expectProblem(await send(spec, { body }), 400, JSON.stringify(body));
    },
  );

  it.each(CHANGES)("A02: %s: a field that it does not know", async (_name, spec) => {
    const valid = spec.body ? exampleOf(spec.body) : {};
    const body = { ...valid, tenantId: "x" };
    const answer = await send(spec, { body });
    expectProblem(answer, 400, "an unknown field");
    expect(answer.text).toMatch(/tenantId|takes no body/);
  });

  it.each(WITH_BODY)(
    "A12: %s: every field with a value of every wrong type",
    async (name, spec) => {
      const valid = exampleOf(spec.body!);
      for (const field of Object.keys(valid)) {
        for (const odd of ODD) {
          const body = { ...valid, [field]: odd };
          const what = `${name} ${field}: ${JSON.stringify(odd).slice(0, 40)}`;
          const answer = await send(spec, { body });
          if (isUnkeepable(odd) || !spec.body!.safeParse(body).success)
            expectProblem(answer, 400, what);
          else expect([what, answer.status < 500]).toEqual([what, true]);
        }
      }
    },
  );

  it.each(WITH_QUERY)("A11, A12: %s: a query that it cannot use", async (_name, spec) => {
    const queries = [
      "?tenantId=x",
      "?limit=1e9",
      "?limit=-1",
      "?limit=1&limit=2",
      "?sort=password",
    ];
    for (const query of queries) expectProblem(await send(spec, {}, query), 400, query);
    for (const field of Object.keys(spec.query!.shape)) {
      const query = `?${field}=${encodeURIComponent("\u0000'\"%;--")}`;
      // A text to look for may be anything; nothing may break on it.
      expect([query, (await send(spec, {}, query)).status]).not.toContain(500);
    }
  });

  it.each(ROUTES.filter(([, spec]) => spec.params !== undefined))(
    "A12: %s: ids that cannot be one are not there",
    async (_name, spec) => {
      for (const id of ["0", "%00", "..%2f..%2f", "x".repeat(199), "'%20or%201=1--"]) {
        const path = `/api/v1${spec.path.replace(/:\w+/g, id)}`;
        const body = spec.body && { body: exampleOf(spec.body) };
        const answer = await edge.ask(spec.method, path, { jar: jarOf(spec), ...body });
        expect([id, answer.status]).toEqual([id, 404]);
      }
    },
  );

  it("nothing of all this was a bug", () => {
    expect(edge.platform.lines.filter((line) => line.includes("request failed"))).toEqual([]);
  });
});

/** A value that fits a schema, made from the JSON schema that OpenAPI shows. */
function exampleOf(schema: z.ZodType): Record<string, unknown> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const value = valueOf(json as Json);
  const { success, error } = schema.safeParse(value);
  if (!success) throw new Error(`no example: ${JSON.stringify(value)}: ${error.message}`);
  return value as Record<string, unknown>;
}

type Json = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly items?: Json;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
};

function valueOf(json: Json): unknown {
  if ("const" in json) return json.const;
  if (json.enum) return json.enum[0];
  const [first] = json.anyOf ?? json.oneOf ?? [];
  if (first) return valueOf(first);
  switch (json.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(json.properties ?? {}).map(([name, one]) => [name, valueOf(one)]),
      );
    case "array":
      return json.items
        ? Array.from({ length: json.minItems ?? 1 }, () => valueOf(json.items!))
        : [];
    case "integer":
    case "number":
      return Math.max(1, json.minimum ?? 1);
    case "boolean":
      return true;
    case "string":
      return textOf(json);
    default:
      return {};
  }
}

/** One of each kind that a pattern may ask for. */
const TEXTS = [
  "nginx.service",
  "2026-11",
  "service.restart",
  "x",
  "1.0.0",
  "a".repeat(64),
  "A".repeat(44),
  "A".repeat(88),
];

function textOf({ format, pattern, minLength }: Json): string {
  if (format === "uuid") return "01900000-0000-7000-8000-000000000000";
  if (format === "email") return "somebody@example.org";
  return TEXTS.find(
    (text) =>
      text.length >= (minLength ?? 0) && (pattern === undefined || new RegExp(pattern).test(text)),
  )!;
}
