import type { ApiRoutes, Permission, RouteName } from "@driftvakt/protocol/api";
import type { z } from "zod";
import type { AuditActor } from "../audit/index.ts";
import type { Scope } from "../database/index.ts";

/** Who calls: made from a session or an API key by the edge, never from input. */
export type Caller = {
  readonly personId: string;
  readonly actor: AuditActor;
  /** Row-level security follows it: a customer's people see that customer, the provider's see all. */
  readonly scope: Scope;
  readonly customerId: string | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly locale: string;
};

type Parsed<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What a handler gets: everything parsed by the route's own schemas. */
export type RouteInput<N extends RouteName> = {
  readonly caller: Caller;
  readonly params: Parsed<ApiRoutes[N], "params">;
  readonly query: Parsed<ApiRoutes[N], "query">;
  readonly body: Parsed<ApiRoutes[N], "body">;
};

export type RouteOutput<N extends RouteName> = z.input<ApiRoutes[N]["response"]>;
export type RouteHandler<N extends RouteName> = (input: RouteInput<N>) => Promise<RouteOutput<N>>;

/**
 * A feature's share of the API. `app.ts` merges all features' shares; a route without a handler, or with two,
 * stops the start (a route that nobody serves is not a route).
 */
export type RouteHandlers = { readonly [N in RouteName]?: RouteHandler<N> };
