import {
  API_ROUTES,
  problemSchema,
  STEP_UP_MINUTES,
  type RouteSpec,
} from "@driftvakt/protocol/api";
import { z } from "zod";
import { API_PREFIX } from "./api.ts";

type Json = Record<string, unknown>;

/** The API as OpenAPI 3.1, made from the same table that is served. */
export function describeApi(publicUrl: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, spec] of Object.entries(API_ROUTES) as [string, RouteSpec][]) {
    const path = `${API_PREFIX}${spec.path}`.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: describeRoute(name, spec) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Driftvakt",
      version,
      description:
        "Sign in with a session cookie, or with an API key: `Authorization: Bearer dvk_…`. Changes take an `Idempotency-Key`; faults are RFC 9457 problem details.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: [...new Set(Object.keys(API_ROUTES).map(tagOf))].map((tag) => ({ name: tag })),
    paths: { ...paths, [`${API_PREFIX}/events`]: describeEvents() },
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "driftvakt.session_token" },
      },
      schemas: { Problem: schemaOf(problemSchema, "output") },
      responses: {
        Problem: {
          description: "A fault or refusal",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
    },
  };
}

function describeRoute(name: string, spec: RouteSpec): Json {
  return {
    operationId: name,
    summary: spec.summary,
    ...(spec.customersWord && {
      description: `${spec.customersWord.sentence} (${spec.customersWord.clause}) Others get 403.`,
    }),
    tags: [tagOf(name)],
    "x-permission": spec.permission,
    ...(spec.stepUp && { "x-step-up-minutes": STEP_UP_MINUTES }),
    parameters: [
      ...describeParameters(spec.params, "path"),
      ...describeParameters(spec.query, "query"),
      ...(spec.method === "GET" ? [] : [IDEMPOTENCY_PARAMETER]),
    ],
    ...(spec.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(spec.body, "input") } },
      },
    }),
    responses: {
      "200": {
        description: "Done",
        content: { "application/json": { schema: schemaOf(spec.response, "output") } },
      },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

const IDEMPOTENCY_PARAMETER: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Sending again with the same key within 24 hours changes nothing and answers the same.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function describeParameters(schema: z.ZodObject | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const json = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (json.required ?? []).includes(name),
    schema: property,
  }));
}

function describeEvents(): Json {
  return {
    get: {
      operationId: "events",
      summary: "Server-sent events: which lists changed",
      tags: ["events"],
      "x-permission": "servers.read",
      responses: {
        "200": {
          description: "A stream",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        default: { $ref: "#/components/responses/Problem" },
      },
    },
  };
}

function tagOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  delete json["$schema"];
  return json;
}
