import type { RouteName } from "@driftvakt/protocol/api";
import paths from "virtual:api-paths";
import { ApiFailure, failureOf } from "./problem.ts";
import { withFreshProof } from "./step-up.ts";
import type { ApiAnswer } from "./types.ts";

type LooseArgs = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
};

/**
 * Calls one route of the API; the query cache holds the arguments, so they are not typed by the route here.
 * @throws ApiFailure, also where there was no answer.
 */
export async function callRoute<N extends RouteName>(
  name: N,
  args: LooseArgs = {},
  signal?: AbortSignal,
): Promise<ApiAnswer<N>> {
  const idempotencyKey = crypto.randomUUID();
  return withFreshProof(() => send<N>(name, args, idempotencyKey, signal));
}

async function send<N extends RouteName>(
  name: N,
  args: LooseArgs,
  idempotencyKey: string,
  signal?: AbortSignal,
): Promise<ApiAnswer<N>> {
  const [method] = paths[name];
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["idempotency-key"] = idempotencyKey;
  if (args.body !== undefined) headers["content-type"] = "application/json";
  const response = await reach(urlOf(name, args), {
    method,
    headers,
    credentials: "same-origin",
    ...(args.body === undefined ? {} : { body: JSON.stringify(args.body) }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await failureOf(response);
  return (await response.json()) as ApiAnswer<N>;
}

/** `fetch` that tells "no answer" from "you stopped asking". */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiFailure("offline", 0);
  }
}

/** Address of a route with its parameters and query filled in. */
export function urlOf(name: RouteName, args: LooseArgs = {}): string {
  const path = paths[name][1].replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String(args.params?.[key])),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(args.query ?? {})) {
    if (value !== undefined && value !== null && value !== "") query.set(key, String(value));
  }
  const text = query.toString();
  return `/api/v1${path}${text ? `?${text}` : ""}`;
}
