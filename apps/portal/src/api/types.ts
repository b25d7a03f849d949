import type { ApiRoutes, RouteName } from "@driftvakt/protocol/api";
import type { z } from "zod";

export type { RouteName };

/** Optional where the schema has a default or an optional field; typed as what the control plane makes of it. */
type Wire<S> = S extends z.ZodType
  ? z.input<S> extends infer I
    ? { [K in keyof I]: K extends keyof z.output<S> ? z.output<S>[K] : I[K] }
    : never
  : never;

type Part<N extends RouteName, P extends string> =
  ApiRoutes[N] extends Record<P, infer S extends z.ZodType> ? S : undefined;

type Optional<N extends string, T> = [T] extends [never]
  ? unknown
  : Partial<T> extends T
    ? { [K in N]?: T }
    : { [K in N]: T };

/** What a route wants: `params`, `query`, `body`, each only where the route has it. */
export type ApiArgs<N extends RouteName> = Optional<"params", Wire<Part<N, "params">>> &
  Optional<"query", Wire<Part<N, "query">>> &
  Optional<"body", Part<N, "body"> extends z.ZodType ? z.input<Part<N, "body">> : never>;

export type ApiAnswer<N extends RouteName> = z.output<ApiRoutes[N]["response"]>;

/** Routes that only read. */
export type ReadName = {
  [N in RouteName]: ApiRoutes[N]["method"] extends "GET" ? N : never;
}[RouteName];

/** Routes that answer a page of a list. */
export type ListName = {
  [N in ReadName]: ApiAnswer<N> extends { nextCursor: string | null } ? N : never;
}[ReadName];

/** Routes that change something. */
export type WriteName = Exclude<RouteName, ReadName> | "audit.verify" | "mandates.preview";

/** Arguments may be left out altogether where nothing in them is needed. */
export type ArgsTuple<N extends RouteName> =
  Partial<ApiArgs<N>> extends ApiArgs<N> ? [args?: ApiArgs<N>] : [args: ApiArgs<N>];
