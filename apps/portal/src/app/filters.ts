import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";

type Search = Record<string, string | undefined>;

/** Changes filters in the address; any change starts again at the first page. */
export function useSetFilters(): (change: Search) => void {
  const navigate = useNavigate();
  return (change) =>
    void navigate({
      to: ".",
      search: ((before: Search) => ({
        ...before,
        cursor: undefined,
        at: undefined,
        ...change,
      })) as never,
      replace: true,
    });
}

type Page = { items: readonly unknown[]; nextCursor: string | null; total: number | null };

/**
 * Turns the pages of a list. The cursor stands in the address, so a page can be shared; the way back is remembered
 * here, and leads to the first page where someone came in by such an address.
 */
export function usePaging(search: { cursor?: string; at?: string }, page: Page | undefined) {
  const navigate = useNavigate();
  const before = useRef(new Map<string, { cursor?: string; at?: string }>());
  const offset = Number(search.at ?? 0) || 0;
  const go = (to: { cursor?: string | undefined; at?: string | undefined }) =>
    void navigate({ to: ".", search: ((now: Search) => ({ ...now, ...to })) as never });
  const next = page?.nextCursor;
  return {
    shown: page?.items.length ?? 0,
    total: page?.total ?? null,
    offset,
    ...(next
      ? {
          onNext: () => {
            before.current.set(next, { cursor: search.cursor, at: search.at });
            go({ cursor: next, at: String(offset + (page?.items.length ?? 0)) });
          },
        }
      : {}),
    ...(search.cursor
      ? {
          onPrevious: () => {
            const back = before.current.get(search.cursor ?? "");
            go({ cursor: back?.cursor, at: back?.at });
          },
        }
      : {}),
  };
}
