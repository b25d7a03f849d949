import { useApi } from "../../api/index.ts";

/** Machines whose report of a month was revised; of a month that changed this much, the newest 200. */
export function useRevised(period: string): ReadonlySet<string> {
  const list = useApi("availability.adjustments", { query: { period, limit: 200 } });
  return new Set((list.data?.items ?? []).map(({ serverId }) => serverId));
}
