import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { callRoute } from "./client.ts";
import { ApiFailure } from "./problem.ts";
import type { ApiAnswer, ApiArgs, ReadName, RouteName } from "./types.ts";

type QueryOptions = {
  enabled?: boolean;
  /** Milliseconds between refreshes beside the live events. */
  refetchIntervalMs?: number | false;
  /** Keeps showing the answer before while another page or range loads. */
  keepPrevious?: boolean;
  staleMs?: number;
};

/** Reads a route through the cache. The key is `[route, arguments]`, which live events invalidate by prefix. */
export function useApi<N extends ReadName>(
  name: N,
  args: ApiArgs<N>,
  options: QueryOptions = {},
): UseQueryResult<ApiAnswer<N>, ApiFailure> {
  return useQuery<ApiAnswer<N>, ApiFailure>({
    queryKey: [name, args],
    queryFn: ({ signal }) => callRoute(name, args as object, signal),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.refetchIntervalMs === undefined
      ? {}
      : { refetchInterval: options.refetchIntervalMs }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Marks everything read from routes with one of these prefixes (`servers.`) as out of date. */
export function refresh(client: QueryClient, prefixes: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  });
}

/** Changes something; on success the routes with the given prefixes are read anew. */
export function useChange<N extends RouteName>(
  name: N,
  refreshes: readonly string[],
  onDone?: (answer: ApiAnswer<N>) => void,
) {
  const client = useQueryClient();
  return useMutation<ApiAnswer<N>, ApiFailure, ApiArgs<N>>({
    mutationFn: (args) => callRoute(name, args as object),
    onSuccess: async (answer) => {
      await refresh(client, refreshes);
      onDone?.(answer);
    },
  });
}

/** The cache's manners: failures that a retry cannot mend are shown at once. */
export function shouldRetry(count: number, error: Error): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return (error.code === "offline" || error.code === "unavailable") && count < 2;
}
